/** What `values/` needs of the runtime, and must not know: references, calls, callbacks and errors. */
import type { HintTree } from "./hints.js";
import type { PyEnumMember } from "./system.js";
import type { TaggedValue, WireException, WireReference } from "./wire-forms.js";

export interface EncodeContext {
  /**
   * The wire form of something that stands for a Python object, or that Python can call: a reference, a pending call, a
   * lazy path, a module, a function, an async iterable, an `Error`. `undefined` says that it is none of these.
   *
   * Called for every function, and for every object whose prototype is not that of plain objects, arrays or a class of
   * `values/`. Enum members and named tuples come here too, to be named by the object id that came with them.
   *
   * @param hint the declared type of what takes it: what a callable is called with and gives, what an iterable yields
   * @throws for a reference of another worker, or of an earlier start of this one
   */
  encode(value: object, hint?: HintTree | null): TaggedValue | undefined;
  /** What is wrong with an object that has no form, where there is more to say than its class. */
  explain?(value: object): string | undefined;
}

export interface DecodeContext {
  /** The reference for an object that stays in Python; the same one as long as it lives. Counts one sending. */
  reference(form: WireReference): unknown;
  /** The error for a Python exception. Counts one sending of its object. */
  exception(form: WireException): unknown;
  /** The one object for the enum member with that object id, made by `create` where there is none. Counts one sending. */
  enumMember(id: number, create: () => PyEnumMember): PyEnumMember;
  /** Says that `tuple` is of the class with that object id, which counts one sending and lives as long as the tuple. */
  namedTuple(id: number, tuple: readonly unknown[]): void;
}
