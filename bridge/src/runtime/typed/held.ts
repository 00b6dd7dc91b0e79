/// <reference lib="esnext.disposable" preserve="true" />
/**
 * What stands for a Python value in TypeScript: a reference, or the pending result of a call. Types only: the symbols
 * below mark types and exist nowhere at run time.
 */
import type { CallSettings, PyMembers, PyPromise, PyRef } from "../handles/types.js";
import type { PyClass } from "./classes.js";

declare const held: unique symbol;
declare const lineage: unique symbol;
declare const entered: unique symbol;

/** Something of ours that stands for a `T` that lives in Python, so it is good wherever Python wants a `T`. */
export interface Held<out T> {
  readonly [held]: T;
}

/**
 * The brand of a Python class: an object whose method resolution order holds the class named `Name`, qualified as
 * Python does (`"numpy.ndarray"`; built-in classes are bare, `"str"`). What a parameter of that class accepts.
 */
export interface Is<Name extends string, Arguments extends readonly unknown[] = readonly unknown[]> {
  readonly [lineage]: { readonly [K in Name]: Arguments };
}

/** A class with its bases: `Lineage<{ "m.B": []; "m.A": [number] }>` is accepted where `Is<"m.A">` is wanted. */
export interface Lineage<out Names> {
  readonly [lineage]: Names;
}

/** Marks a context manager; `T` is what `python.enter` hands to its body. */
export interface ContextManager<out T> {
  readonly [entered]: T;
}

/** The key of that mark, for leaving it out of a base. */
export type ContextEntry = typeof entered;

/** The `$` names whose type depends on the class: what has no `__getitem__` does not offer `$item`. */
type DependsOnClass = "$item" | "$setItem" | "$deleteItem" | "$op" | "$as" | "$ref" | "$value";

/** The names that start with `$`, which every reference and every pending result has. All others are Python's. */
export interface PyHandle<out T> extends Omit<PyMembers, DependsOnClass>, Held<T> {
  /** The value converted in depth: an ndarray as `NdArray`, a data frame as an Arrow table, a dataclass as an object. */
  $value: PyMembers["$value"];
  /** The object as a reference, even where awaiting would convert it. */
  $ref(): Promise<PyRef<T>>;
  /** The same object with the type of another class. Nothing is checked in Python. */
  $as<Value, Result>(type: PyClass<Value, Result>): Result;
}

/** A reference to an object of a known class. Not thenable: awaiting it gives the reference itself. */
export interface Ref<out T> extends PyHandle<T> {
  readonly then?: never;
}

/**
 * The result of a call or an attribute, not yet there. Awaited, it is a `T`; as a target or an argument it stands for
 * the object in Python, without a round trip.
 */
export interface Pending<out T> extends PyHandle<T>, PromiseLike<T> {
  catch<R = never>(onRejected?: ((reason: unknown) => R | PromiseLike<R>) | null): Promise<T | R>;
  finally(onFinally?: (() => void) | null): Promise<T>;
  /** The same pending call with a signal, a time limit or another conversion. */
  $with(settings: CallSettings): this;
}

export type { PyPromise, PyRef };
