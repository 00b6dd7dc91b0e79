/** What may be passed to Python, by the type that the parameter declares. */
import type { NumericData as NumericArray } from "../../values/ndarray.js";
import type { PyBytes, PyFloat, PyInt } from "../../values/markers.js";
import type { Complex } from "./values.js";
import type { Held, Is, PyPromise, PyRef } from "./held.js";
import type { Kw } from "../operations/keywords.js";

export type { PyAny } from "../handles/types.js";
/** Numbers in memory, which arrive as a buffer or an ndarray. */
export type { NumericArray };

type KeywordBrand = { readonly [K in Exclude<keyof Kw, "values">]?: never };

/**
 * Every object except `kw({...})`, which is never a value. The index signature is for object literals, of which
 * TypeScript checks that no property is unknown; the other half is for interfaces, which have none.
 */
export type NotKeywords = (object & KeywordBrand) | (KeywordBrand & { readonly [key: string]: unknown });

/** Everything that converts to Python, for a parameter of which nobody said the type. */
export type PyArg = string | number | bigint | boolean | null | NotKeywords;

/** A `T`, or something of ours that stands for one. */
export type Arg<T> = T | Held<T>;

export type StrArg = string | Held<string> | Is<"str">;
export type IntArg = number | bigint | PyInt | Held<number> | Is<"int">;
export type FloatArg = number | PyFloat | PyInt | Held<number> | Is<"float"> | Is<"int">;
export type ComplexArg =
  number | Complex | PyFloat | PyInt | Held<number | Complex> | Is<"complex"> | Is<"float"> | Is<"int">;
export type BoolArg = boolean | Held<boolean>;
export type BytesArg =
  Uint8Array | PyBytes | Held<Uint8Array> | Is<"bytes"> | Is<"bytearray"> | Is<"memoryview">;

/** `list[T]`. */
export type ListArg<T> = readonly T[] | Held<readonly unknown[]> | Is<"list">;
/** `Sequence[T]`. */
export type SequenceArg<T> =
  | ListArg<T>
  | NumericArray
  | Is<"tuple">
  | Is<"range">
  | Is<"typing.Sequence">
  | Is<"collections.abc.Sequence">;
/** `Iterable[T]`: arrays, sets, maps, generators of either language, and references. */
export type IterableArg<T> = Iterable<T> | AsyncIterable<unknown> | NumericArray | Held<unknown>;
/** `AsyncIterable[T]`. */
export type AsyncIterableArg<T> = AsyncIterable<T> | Iterable<T> | Held<unknown>;
/** `set[T]`, `frozenset[T]`. */
export type SetArg<T> = ReadonlySet<T> | Held<ReadonlySet<unknown>> | Is<"set"> | Is<"frozenset">;
/** `tuple[...]`. */
export type TupleArg<T extends readonly unknown[]> = Readonly<T> | Held<readonly unknown[]> | Is<"tuple">;
/** `dict[K, V]`, `Mapping[K, V]`. */
export type DictArg<K, V> =
  | ReadonlyMap<K, V>
  | (string extends K ? { readonly [key: string]: V } : K extends string ? { readonly [P in K]?: V } : never)
  // A reference to an object of some class is no mapping: its interface has no index signature.
  | Held<ReadonlyMap<unknown, unknown> | { readonly [key: string]: unknown }>
  | Is<"dict">;
/**
 * `Callable[[A], R]`: a function of either language, an object whose class says how it is called, or what nobody knows more of. Not any
 * reference: one to an object that can't be called would take this overload before its own.
 */
export type CallableArg<F> = F | PyRef | PyPromise;
