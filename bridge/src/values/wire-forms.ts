/** The forms of values on the wire, as `docs/wire.md` lists them. */

/** The key that marks a tagged value. */
export const TAG = "$";

/** Nesting beyond this is an error on both sides, well before a stack overflows. */
export const MAX_DEPTH = 1_000;

/** A value that JSON alone does not carry. Every other field depends on the tag. */
export interface TaggedValue {
  readonly $: string;
  readonly [field: string]: unknown;
}

/** An object that stays in Python. */
export interface WireReference {
  readonly $: "ref";
  readonly id: number;
  /** `module.Class` */
  readonly type?: string;
  /** Letters that say what the object can do; see `docs/wire.md`. */
  readonly k?: string;
  /** A short `repr`. */
  readonly s?: string;
  readonly len?: number;
  readonly shape?: readonly number[];
}

/** A Python exception as a value. */
export interface WireException {
  readonly $: "exception";
  readonly id: number;
  readonly e: Readonly<Record<string, unknown>>;
}

/** Makes a tagged value. The only place that builds one for the way to Python. */
export function tagged(tag: string, fields: Readonly<Record<string, unknown>>): TaggedValue {
  return { $: tag, ...fields };
}
