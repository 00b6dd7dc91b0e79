import type { Kw } from "../operations/keywords.js";
import type { Is, PyHandle, PyPromise, PyRef } from "./held.js";
import type { PyArg, PyAny } from "./arguments.js";

declare const instance: unique symbol;

/** A Python class: what `type[T]` accepts, and what `$as` takes. */
export interface PyClass<out T = unknown, out P = PyPromise<T>> extends PyHandle<unknown> {
  readonly [instance]: readonly [T, P];
}

/** What Python gives as `type[C]`: some class whose objects are `T`, with a constructor that nobody declared. */
export type SomeClass<T, P = PyPromise<T>> = PyClass<T, P> &
  (new (...args: (PyArg | Kw<PyAny>)[]) => P) &
  ((...args: (PyArg | Kw<PyAny>)[]) => P);

/** The pending form of `SomeClass`. */
export type SomeClass_<T, P = PyPromise<T>> = PyPromise<SomeClass<T, P>> & SomeClass<T, P>;

/** A reference to an object of a class that has no wrapper: it can be passed on, and read with the `$` names. */
export interface PyObject<Name extends string> extends PyRef<PyObject<Name>>, Is<Name, PyAny> {}

/** The pending form of `PyObject`. */
export interface PyObject_<Name extends string> extends PyPromise<PyObject<Name>>, Is<Name, PyAny> {}

/** A class of which only the name is known. */
export type OpaqueClass<Name extends string> = PyClass<PyObject<Name>, PyObject_<Name>> &
  ((...args: PyArg[]) => PyObject_<Name>) &
  (new (...args: PyArg[]) => PyObject_<Name>);

/** An object of any class that has these members: what a parameter of a `Protocol` accepts. */
export type Protocol<Members extends string> = { readonly [K in Members]: PyAny };

/** A Python callable as a reference. */
export type Callable<F> = PyRef & F;
/** A Python callable, pending. */
export type Callable_<F> = PyPromise<Callable<F>> & F;

/** What a Python function has besides its call: `$coro`, `$call`, `$get`. */
export interface PyFunction extends PyHandle<unknown> {
  readonly [callable]?: never;
}
declare const callable: unique symbol;

/** A `typing.NewType`: its base, told apart by name. */
export type NewType<Base, Name extends string> = Base & { readonly [newType]?: Name };
declare const newType: unique symbol;

/** The key of `for await`, for leaving it out of a base. */
export type AsyncIteration = typeof Symbol.asyncIterator;

export type { PythonError } from "../errors/python-error.js";
