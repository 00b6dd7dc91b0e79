import type { bool_, float_, str_ } from "./builtins.js";
import type { PyPromise } from "./held.js";

/** The pending form of a constant that a wrapper exports by value. */
export type PendingConstant<T> = T extends string
  ? str_
  : T extends boolean
    ? bool_
    : T extends number
      ? float_
      : T extends bigint | null
        ? PyPromise<T>
        : T;

/**
 * A wrapper's exports as `python.module(...)` offers them: constants are pending there like every attribute, and
 * `Submodules` are modules again.
 */
export type PyModule<Exports, Submodules = unknown> = {
  readonly [K in keyof Exports]: K extends keyof Submodules ? Submodules[K] : PendingConstant<Exports[K]>;
};
