/** Declared types that a generated wrapper gives to a call, so that values become what the Python function declares. */
import type { Hint, ResultHint } from "../../values/index.js";
import type { ConversionOptions } from "../handles/types.js";

/**
 * What `Session.declared` takes for one callable. Hints come from declared types only, never from docstrings or
 * defaults. They act when arguments are encoded: `1` goes as `1.0` to a `float` parameter, an array as a tuple to a
 * `tuple` parameter, inside containers too. What has no hint is encoded by its own type.
 */
export interface CallHints {
  /** By position, in Python's order. */
  readonly positional?: readonly (Hint | null)[];
  /** For the values of `*args`. */
  readonly rest?: Hint | null;
  /** By keyword name, for parameters that are positional as well. */
  readonly keywords?: Readonly<Record<string, Hint>>;
  /** For the values of `**kwargs`. */
  readonly extra?: Hint | null;
  /**
   * The declared type of the result of a call, or of the attribute: values of subclasses of built-in types convert as
   * declared. An integer beyond the safe range where `int` or `float` is declared, which TypeScript was told is a `number`, rejects with
   * `IntegerRangeError` that names the path to it; unless `conversion`, or the call, asks for `bigint`.
   */
  readonly result?: ResultHint;
  /** How results convert: `{ int: "bigint" }` for a module that says so. */
  readonly conversion?: ConversionOptions;
  /** For what lies below it by name: a module's functions, a class's static methods. */
  readonly attributes?: MemberHints;
  /** For the members of its result: a constructor's instances and their methods. May be a getter, since classes refer to each other. */
  readonly members?: MemberHints;
}

/** Hints by attribute name. */
export type MemberHints = Readonly<Record<string, CallHints>>;
