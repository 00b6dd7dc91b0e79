/** The public types of calls and references. The proxies behind them are `Handle`s. */
import type { Held } from "../typed/held.js";

/**
 * Anything from Python whose type TypeScript does not know: `any`, by decision. Seen in the editor, every other shape
 * either fails under strict flags or fills the completion list with noise. (Spelled through `JSON.parse`, whose
 * result is `any`, since this is the one place where it is meant.)
 */
export type PyAny = ReturnType<typeof JSON.parse>;

/**
 * Everything that can be passed to Python: plain data, `bigint`, maps, sets, typed arrays, dates, the value classes,
 * functions, async iterables, errors, references and pending results. What can't be converted rejects with a
 * `ConversionError` that names the path to it.
 */
export type PyArg = null | undefined | boolean | number | bigint | string | object;

/** How values are converted on their way from Python. */
export interface ConversionOptions {
  /** `"bigint"`: every Python `int` becomes a `bigint`. Default: a `number` where it is safe, else a `bigint`. */
  readonly int?: "bigint" | undefined;
  /** `"map"`: every `dict` becomes a `Map`, which keeps the order of keys that look like integers. */
  readonly dict?: "map" | undefined;
  /** How `$value()` converts data frames: an Arrow table (the default) or an array of records. */
  readonly frame?: "arrow" | "records" | undefined;
}

/** Limits of a call. Without them a call may take as long as it likes. */
export interface CallLimits {
  /** Rejects with the signal's reason when it is aborted, and cancels the call in Python. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the call rejects with `CallTimeoutError` and is cancelled in Python. */
  readonly timeout?: number | undefined;
  /** Also kill the worker if the cancelled call has not ended after `grace` milliseconds. */
  readonly kill?: boolean | undefined;
  /** Milliseconds between the cancellation and the kill. Default 2,000. */
  readonly grace?: number | undefined;
}

/** What `$with` takes. */
export interface CallSettings extends CallLimits, ConversionOptions {}

/** What `$stream` takes. */
export interface StreamOptions extends CallLimits {
  /** How many items Python may be ahead of the consumer. Default 1,024. 0: one item for each request. */
  readonly ahead?: number | undefined;
}

/** The members that every reference and every pending result has. Their names start with `$`; all others are Python's. */
export interface PyMembers {
  /** The value converted in depth: an ndarray as `NdArray`, a data frame as an Arrow table, a dataclass as an object. */
  $value(options?: ConversionOptions & CallLimits): Promise<PyAny>;
  /** A reference, also where the value would convert. */
  $ref(): Promise<PyRef>;
  /** The attribute of that name: reaches names that JavaScript or SnakeBridge keep for themselves. */
  $get(name: string): PyAny;
  $set(name: string, value: PyArg): PyPromise<null>;
  $delete(name: string): PyPromise<null>;
  /** Calls it. What `kw` gives in a call stands here in the second argument. */
  $call(args?: readonly PyArg[], kwargs?: Readonly<Record<string, PyArg>>): PyAny;
  /** `object[key]` */
  $item(key: PyArg): PyAny;
  $setItem(key: PyArg, value: PyArg): PyPromise<null>;
  $deleteItem(key: PyArg): PyPromise<null>;
  /** A Python operator: `$op("+", other)`, `$op("in", container)`, `$op("not")`. */
  $op(operator: PyOperator, other?: PyArg): PyAny;
  $len(): PyPromise<number>;
  $bool(): PyPromise<boolean>;
  $str(): Promise<string>;
  $repr(): Promise<string>;
  /** The names of its attributes. */
  $dir(): PyPromise<readonly string[]>;
  /** Its class. */
  readonly $type: PyAny;
  /** Calls a coroutine function and gives the bare coroutine, which runs when Python awaits it. */
  $coro(...args: readonly PyArg[]): PyAny;
  /** Iterates it with read-ahead. */
  $stream(options?: StreamOptions): PyStream;
  /** Says to TypeScript what it is: `result.$as(DataFrame)`. Nothing happens at run time. */
  $as<T>(type?: (new (...args: never[]) => T) | ((...args: never[]) => T)): T;
  /** Frees it in Python. What is still under way with it is finished first. */
  $dispose(): void;
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Python's operators, by Python's spelling. */
export type PyOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "**"
  | "@"
  | "&"
  | "|"
  | "^"
  | "<<"
  | ">>"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "is"
  | "is not"
  | "not"
  | "neg"
  | "pos"
  | "abs"
  | "invert";

declare const pyReference: unique symbol;

/** A handle to an object that lives in Python. Never thenable. */
export interface PyRef<out T = unknown> extends PyMembers, Held<T> {
  readonly [pyReference]: true;
  [Symbol.asyncIterator](): PyStream;
}

/**
 * The pending result of a call. As a target or an argument of further calls it stands for its result, which stays in
 * Python; awaited, it gives the value.
 */
export interface PyPromise<out T = PyAny> extends PromiseLike<T>, PyMembers, Held<T> {
  catch<R = never>(onRejected?: ((reason: unknown) => R | PromiseLike<R>) | null): Promise<T | R>;
  finally(onFinally?: (() => void) | null): Promise<T>;
  /** Limits the pending call, or changes how its result converts. */
  $with(settings: CallSettings): this;
  [Symbol.asyncIterator](): PyStream;
}

/** The items of a Python iterable, as an async iterator. */
export interface PyStream<Y = PyAny, R = PyAny, S = PyArg> extends AsyncIterableIterator<Y> {
  /** The next item. A value is sent into the generator, which needs a stream in lock-step. */
  next(value?: S): Promise<IteratorResult<Y, R>>;
  /** Ends the iteration early: Python runs its `finally`. */
  return(value?: R): Promise<IteratorResult<Y, R>>;
  /** Raises an error inside the generator, which needs a stream in lock-step. */
  throw(error: unknown): Promise<IteratorResult<Y, R>>;
  /** What the generator returned, once it has ended. */
  readonly returned: R | undefined;
  [Symbol.asyncIterator](): this;
  [Symbol.asyncDispose](): Promise<void>;
}

// Declared where generated wrappers augment it: `declare module "snakebridge/typed"`.
export type { PyModules } from "../typed/index.js";

/** What `python.references()` tells of one reference. */
export interface LiveReference {
  readonly id: number;
  /** `module.Class` */
  readonly type: string;
  /** The short repr that came with it, if one did. */
  readonly repr: string | undefined;
  /** The stack of the call that brought it, in debug mode. */
  readonly stack: string | undefined;
}
