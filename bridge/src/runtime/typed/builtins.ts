/**
 * Pending forms of Python's built-in types: what `json.dumps(x)` is before it is awaited. Awaited they are JavaScript
 * values; until then they are objects in Python, with Python's methods.
 */
import type {
  BytesArg,
  ComplexArg,
  DictArg,
  FloatArg,
  IntArg,
  IterableArg,
  PyAny,
  PyArg,
  SetArg,
  StrArg,
  TupleArg,
} from "./arguments.js";
import type { Is, Pending, PyPromise } from "./held.js";
import type { Kw } from "../operations/keywords.js";
import type { PyOperator } from "../handles/types.js";
import type { Complex } from "./values.js";

/** Comparison, hashing and the like, which every built-in value has. */
interface Plain<T> extends Pending<T> {
  $op(
    operator: "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "is" | "is not",
    other: PyArg,
  ): bool_;
  $op(operator: PyOperator, other?: PyArg): PyAny;
}

export interface bool_ extends Plain<boolean>, Is<"bool" | "int"> {}

export interface int_<T = number> extends Plain<T>, Is<"int"> {
  readonly real: int_<T>;
  readonly imag: int_;
  readonly numerator: int_<T>;
  readonly denominator: int_;
  conjugate(): int_<T>;
  bit_length(): int_;
  bit_count(): int_;
  as_integer_ratio(): tuple_<readonly [number, number]>;
  to_bytes(
    length?: IntArg | Kw<to_bytes$0>,
    byteorder?: "little" | "big" | Kw<to_bytes$1>,
    keywords?: Kw<to_bytes$2>,
  ): bytes_;
}
interface to_bytes$2 {
  signed?: boolean | undefined;
}
interface to_bytes$1 extends to_bytes$2 {
  byteorder?: "little" | "big" | undefined;
}
interface to_bytes$0 extends to_bytes$1 {
  length?: IntArg | undefined;
}

export interface float_ extends Plain<number>, Is<"float"> {
  readonly real: float_;
  readonly imag: float_;
  conjugate(): float_;
  is_integer(): bool_;
  as_integer_ratio(): tuple_<readonly [number, number]>;
  hex(): str_;
}

export interface complex_ extends Plain<Complex>, Is<"complex"> {
  readonly real: float_;
  readonly imag: float_;
  conjugate(): complex_;
}

interface Split<S> {
  sep?: S | null | undefined;
  maxsplit?: IntArg | undefined;
}
type Affix<S> = S | TupleArg<readonly S[]>;

/** What `str` and `bytes` share; `S` is what their methods take, `P` their own pending form, `T` their value. */
interface Text<S, P, T> {
  capitalize(): P;
  center(width: IntArg, fill?: S): P;
  count(sub: S, start?: IntArg | null, end?: IntArg | null): int_;
  endswith(suffix: Affix<S>, start?: IntArg | null, end?: IntArg | null): bool_;
  expandtabs(tabsize?: IntArg | Kw<{ tabsize?: IntArg | undefined }>): P;
  find(sub: S, start?: IntArg | null, end?: IntArg | null): int_;
  index(sub: S, start?: IntArg | null, end?: IntArg | null): int_;
  isalnum(): bool_;
  isalpha(): bool_;
  isascii(): bool_;
  isdigit(): bool_;
  islower(): bool_;
  isspace(): bool_;
  istitle(): bool_;
  isupper(): bool_;
  join(items: IterableArg<S>): P;
  ljust(width: IntArg, fill?: S): P;
  lower(): P;
  lstrip(characters?: S | null): P;
  partition(separator: S): tuple_<readonly [T, T, T]>;
  removeprefix(prefix: S): P;
  removesuffix(suffix: S): P;
  replace(from: S, to: S, count?: IntArg): P;
  rfind(sub: S, start?: IntArg | null, end?: IntArg | null): int_;
  rindex(sub: S, start?: IntArg | null, end?: IntArg | null): int_;
  rjust(width: IntArg, fill?: S): P;
  rpartition(separator: S): tuple_<readonly [T, T, T]>;
  rsplit(sep?: S | null | Kw<Split<S>>, maxsplit?: IntArg | Kw<Omit<Split<S>, "sep">>): list_<T>;
  rstrip(characters?: S | null): P;
  split(sep?: S | null | Kw<Split<S>>, maxsplit?: IntArg | Kw<Omit<Split<S>, "sep">>): list_<T>;
  splitlines(keepends?: boolean | Kw<{ keepends?: boolean | undefined }>): list_<T>;
  startswith(prefix: Affix<S>, start?: IntArg | null, end?: IntArg | null): bool_;
  strip(characters?: S | null): P;
  swapcase(): P;
  title(): P;
  translate(table: PyArg): P;
  upper(): P;
  zfill(width: IntArg): P;
}

export interface str_ extends Plain<string>, Is<"str">, AsyncIterable<string>, Text<StrArg, str_, string> {
  $item(key: PyArg): str_;
  casefold(): str_;
  encode(
    encoding?: StrArg | Kw<{ encoding?: StrArg | undefined; errors?: StrArg | undefined }>,
    errors?: StrArg | Kw<{ errors?: StrArg | undefined }>,
  ): bytes_;
  format(...args: PyArg[]): str_;
  format(...args: [...PyArg[], Kw<Readonly<Record<string, PyArg | undefined>>>]): str_;
  format_map(mapping: PyArg): str_;
  isdecimal(): bool_;
  isidentifier(): bool_;
  isnumeric(): bool_;
  isprintable(): bool_;
}

export interface bytes_
  extends Plain<Uint8Array>, Is<"bytes">, AsyncIterable<number>, Text<BytesArg, bytes_, Uint8Array> {
  $item(key: PyArg): PyPromise;
  decode(
    encoding?: StrArg | Kw<{ encoding?: StrArg | undefined; errors?: StrArg | undefined }>,
    errors?: StrArg | Kw<{ errors?: StrArg | undefined }>,
  ): str_;
  hex(separator?: StrArg, bytesPerSeparator?: IntArg): str_;
}

export interface list_<T, V = T[]> extends Plain<V>, Is<"list">, AsyncIterable<T> {
  $item(index: IntArg): PyPromise<T>;
  $item(key: PyArg): PyPromise;
  $setItem(index: PyArg, value: PyArg): PyPromise<void>;
  $deleteItem(index: PyArg): PyPromise<void>;
  append(item: PyArg): PyPromise<void>;
  clear(): PyPromise<void>;
  copy(): list_<T>;
  count(value: PyArg): int_;
  extend(items: IterableArg<PyArg>): PyPromise<void>;
  index(value: PyArg, start?: IntArg, stop?: IntArg): int_;
  insert(index: IntArg, item: PyArg): PyPromise<void>;
  pop(index?: IntArg): PyPromise<T>;
  remove(value: PyArg): PyPromise<void>;
  reverse(): PyPromise<void>;
  sort(keywords?: Kw<{ key?: PyArg | undefined; reverse?: boolean | undefined }>): PyPromise<void>;
}

export interface tuple_<T extends readonly unknown[]>
  extends Plain<T>, Is<"tuple">, AsyncIterable<T[number]> {
  $item(index: IntArg): PyPromise<T[number]>;
  $item(key: PyArg): PyPromise;
  count(value: PyArg): int_;
  index(value: PyArg, start?: IntArg, stop?: IntArg): int_;
}

/** How a `dict` arrives: a plain object if its keys are declared `str`, else a `Map`. */
export type DictValue<K, V> = [K] extends [string] ? Record<K, V> : Map<K, V>;

export interface dict_<K, V, T = DictValue<K, V>> extends Plain<T>, Is<"dict">, AsyncIterable<K> {
  $item(key: PyArg): PyPromise<V>;
  $setItem(key: PyArg, value: PyArg): PyPromise<void>;
  $deleteItem(key: PyArg): PyPromise<void>;
  clear(): PyPromise<void>;
  copy(): dict_<K, V, T>;
  get(key: PyArg): PyPromise<V | null>;
  get<D>(key: PyArg, fallback: D): PyPromise<V | D>;
  items(): PyPromise & AsyncIterable<readonly [K, V]>;
  keys(): PyPromise & AsyncIterable<K>;
  pop(key: PyArg): PyPromise<V>;
  pop<D>(key: PyArg, fallback: D): PyPromise<V | D>;
  popitem(): tuple_<readonly [K, V]>;
  setdefault(key: PyArg, value?: PyArg): PyPromise<V>;
  update(
    other?: DictArg<PyArg, PyArg> | IterableArg<PyArg> | Kw<Readonly<Record<string, PyArg | undefined>>>,
  ): PyPromise<void>;
  values(): PyPromise & AsyncIterable<V>;
}

interface AnySet<T, P> {
  copy(): P;
  difference(...others: IterableArg<PyArg>[]): P;
  intersection(...others: IterableArg<PyArg>[]): P;
  isdisjoint(other: IterableArg<PyArg>): bool_;
  issubset(other: IterableArg<PyArg>): bool_;
  issuperset(other: IterableArg<PyArg>): bool_;
  symmetric_difference(other: IterableArg<T>): P;
  union(...others: IterableArg<PyArg>[]): P;
}

export interface set_<T> extends Plain<Set<T>>, Is<"set">, AsyncIterable<T>, AnySet<T, set_<T>> {
  add(item: PyArg): PyPromise<void>;
  clear(): PyPromise<void>;
  difference_update(...others: IterableArg<PyArg>[]): PyPromise<void>;
  discard(item: PyArg): PyPromise<void>;
  intersection_update(...others: IterableArg<PyArg>[]): PyPromise<void>;
  pop(): PyPromise<T>;
  remove(item: PyArg): PyPromise<void>;
  symmetric_difference_update(other: SetArg<PyArg>): PyPromise<void>;
  update(...others: IterableArg<PyArg>[]): PyPromise<void>;
}

export interface frozenset_<T>
  extends Plain<ReadonlySet<T>>, Is<"frozenset">, AsyncIterable<T>, AnySet<T, frozenset_<T>> {}

/** Used by wrappers for values that only arithmetic makes sense of. */
export type NumberArg = FloatArg | ComplexArg;
