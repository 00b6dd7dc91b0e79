/**
 * What a generated wrapper says about a parameter whose *declared* type JavaScript can't express: that `1` is a float,
 * that an array is a tuple. `"float"` is short for `{ float: true }`.
 */
export type Hint = "float" | HintTree;

/** One hint for a value of several shapes; the parts that do not fit the value are ignored. */
export interface HintTree {
  /** A number goes as `float`. */
  readonly float?: true;
  /** An array goes as a tuple; the hints of its items, by position. */
  readonly tuple?: readonly (Hint | null)[];
  /** An array goes as a tuple; the hint of the items beyond `tuple`, or of all. */
  readonly rest?: Hint | null;
  /** The hint of the items of an array that stays a list, and of a `Set`. */
  readonly item?: Hint;
  /** The hints of a mapping's keys and values. */
  readonly key?: Hint;
  readonly value?: Hint;
  /** The hints of single keys, as in a `TypedDict`. */
  readonly fields?: Readonly<Record<string, Hint>>;
  /** A function is called with these, and gives that. */
  readonly call?: CallbackHint;
  /** An array goes as an instance of this named tuple: its module, and its name there. With `tuple`, the hints of its fields. */
  readonly named?: readonly [module: string, ...path: string[]];
}

/** The declared types of a `Callable` that a function is passed for. */
export interface CallbackHint {
  /** By position; `null` for what needs none. */
  readonly args?: readonly (ResultHint | null)[];
  readonly result?: Hint;
}

export function asTree(hint: Hint): HintTree {
  return hint === "float" ? FLOAT : hint;
}

const FLOAT: HintTree = { float: true };

/**
 * What a generated wrapper says about the *declared* type of a result: `docs/wire.md`, "Declared results". Values of
 * subclasses of these types convert as they are declared; what does not fit converts by its own type.
 */
export type ResultHint =
  | "str"
  | "int"
  | "float"
  | "bool"
  | "bytes"
  | "complex"
  | { readonly list: ResultHint | null }
  | { readonly set: ResultHint | null }
  | { readonly frozenset: ResultHint | null }
  /** A tuple with these items. */
  | { readonly tuple: readonly (ResultHint | null)[] }
  /** A tuple of any length. */
  | { readonly items: ResultHint | null }
  /** A dict with string keys. */
  | { readonly dict: ResultHint | null }
  /** A dict with other keys, which is a `Map` also when it is empty. */
  | { readonly map: readonly [key: ResultHint | null, value: ResultHint | null] }
  /** An iterable that stays in Python: what it yields. And a generator: what it is sent and what it returns. */
  | ({ readonly iter: ResultHint | null } & Pick<IterationHint, "sends" | "returns">)
  /** A union; `null` stands for members without a form. */
  | { readonly any: readonly (ResultHint | null)[] };

/** What is declared of an iteration. */
export interface IterationHint {
  /** The type of its items. */
  readonly item?: ResultHint;
  /** What a generator is sent. */
  readonly sends?: Hint;
  /** What a generator returns. */
  readonly returns?: ResultHint;
}

/** What is said of iterating what is declared so. */
export function iterationOf(declared: ResultHint | undefined): IterationHint | undefined {
  if (typeof declared === "object" && "iter" in declared) {
    const { iter, ...generator } = declared;
    return iter === null ? generator : { item: iter, ...generator };
  }
  const item = itemsOf(declared);
  return item === undefined ? undefined : { item };
}

function itemsOf(declared: ResultHint | undefined): ResultHint | undefined {
  if (typeof declared !== "object") return undefined;
  if ("list" in declared) return declared.list ?? undefined;
  if ("set" in declared) return declared.set ?? undefined;
  if ("frozenset" in declared) return declared.frozenset ?? undefined;
  if ("items" in declared) return declared.items ?? undefined;
  if ("map" in declared) return declared.map[0] ?? undefined;
  return undefined;
}
