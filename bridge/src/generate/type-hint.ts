/**
 * The hint of one type: what it says that a JavaScript value does not. `1` for a `float` goes as `1.0`, an array for a
 * `tuple` as a tuple, inside containers too; not where another member of a union takes the value as it is.
 */
import type { TypeNode } from "../description/model.js";
import type { CallbackHint, Hint, HintTree } from "../values/hints.js";
import type { ClassEntry } from "./plan.js";
import { hintOfType } from "./result-hint.js";

/** What JavaScript kinds of values a type takes, and with which hint. */
interface Shapes {
  /** `float`: takes numbers as float; `plain`: takes them as they are. */
  number?: "float" | "plain";
  array?: Pick<HintTree, "tuple" | "rest" | "item" | "named"> | "plain";
  mapping?: { key?: Hint; value?: Hint } | { fields: FieldHints } | "plain";
  /** Functions that are called with declared types, and give one. */
  call?: CallbackHint | "plain";
}

/** What the keys of a `TypedDict` need: all of its keys, since another one of a union may say otherwise of the same. */
type FieldHints = ReadonlyMap<string, Hint | null>;

/** The classes that a run knows, by qualified name. */
export type KnownClasses = Pick<ReadonlyMap<string, ClassEntry>, "get">;

export function hintOf(type: TypeNode, classes: KnownClasses): Hint | null {
  const shapes = shapesOf(type, classes);
  if (shapes === "anything") return null;
  const tree: { -readonly [K in keyof HintTree]: HintTree[K] } = {};
  if (shapes.number === "float") tree.float = true;
  if (shapes.array !== undefined && shapes.array !== "plain") Object.assign(tree, shapes.array);
  if (shapes.mapping !== undefined && shapes.mapping !== "plain")
    Object.assign(tree, "fields" in shapes.mapping ? writtenFields(shapes.mapping.fields) : shapes.mapping);
  if (shapes.call !== undefined && shapes.call !== "plain") tree.call = shapes.call;
  const keys = Object.keys(tree);
  if (keys.length === 0) return null;
  return keys.length === 1 && tree.float === true ? "float" : tree;
}

function writtenFields(fields: FieldHints): Pick<HintTree, "fields"> {
  // In the text of an object `__proto__` is no key.
  const told = [...fields].filter(
    (pair): pair is [string, Hint] => pair[1] !== null && pair[0] !== "__proto__",
  );
  return told.length === 0 ? {} : { fields: Object.fromEntries(told) };
}

const sequences = new Set(
  "list typing.Sequence typing.MutableSequence typing.Iterable typing.Iterator typing.AsyncIterable typing.AsyncIterator typing.Collection typing.Container set frozenset typing.Set typing.AbstractSet".split(
    " ",
  ),
);
const mappings = new Set("dict typing.Mapping typing.MutableMapping typing.Dict".split(" "));
/** Classes that no JavaScript number or array becomes, so that they don't stand against a hint. */
const neutral = new Set("str bytes bool complex range slice type None".split(" "));

function shapesOf(type: TypeNode, classes: KnownClasses): Shapes | "anything" {
  switch (type.kind) {
    case "none":
    case "literal":
      return type.kind === "literal" && type.values.some((value) => typeof value === "number")
        ? { number: "plain" }
        : {};
    case "tuple":
      return { array: tupleShape(type, classes) };
    case "union":
      return type.items.map((item) => shapesOf(item, classes)).reduce(merge, {});
    case "ref":
      return refShapes(type, classes);
    case "callable":
      return callableShape(type, classes);
    default:
      return "anything";
  }
}

function tupleShape(
  type: Extract<TypeNode, { kind: "tuple" }>,
  classes: KnownClasses,
): NonNullable<Shapes["array"]> {
  if (type.variadic) return { rest: hintOf(type.items[0] ?? { kind: "any" }, classes) };
  if (type.items.some((item) => item.kind === "unpack")) return { rest: null };
  return { tuple: type.items.map((item) => hintOf(item, classes)) };
}

/** An array for a named tuple goes as one; where a field is of that named tuple again, nothing is said of what stands there. */
function namedTupleShape(entry: ClassEntry, classes: KnownClasses): Shapes {
  const { qualified, module, symbol } = entry;
  const inside: KnownClasses = { get: (name) => (name === qualified ? undefined : classes.get(name)) };
  const tuple = (symbol.fields ?? []).map(({ type }) => (type === undefined ? null : hintOf(type, inside)));
  return { array: { tuple, named: [module, ...qualified.slice(module.length + 1).split(".")] } };
}

/** How far a `TypedDict` inside others is followed: it may hold itself. */
const TYPED_DICTS = 3;
/** What is known of the `TypedDict`s of a run, and how its classes are seen inside one. */
interface Level {
  readonly shapes: Map<string, Shapes>;
  readonly inside: KnownClasses;
}
const levels = new WeakMap<KnownClasses, Level>();

function levelOf(classes: KnownClasses, left: number): Level {
  const known = levels.get(classes);
  if (known !== undefined) return known;
  const inside: KnownClasses = {
    get: (name) => {
      const entry = classes.get(name);
      return left === 1 && entry?.symbol.flavour === "typeddict" ? undefined : entry;
    },
  };
  const level = { shapes: new Map<string, Shapes>(), inside };
  levels.set(classes, level);
  if (left > 1) levelOf(inside, left - 1);
  return level;
}

/** An object for a `TypedDict` has the hints of its keys. */
function typedDictShape({ qualified, symbol }: ClassEntry, classes: KnownClasses): Shapes {
  const { shapes, inside } = levelOf(classes, TYPED_DICTS);
  const known = shapes.get(qualified);
  if (known !== undefined) return known;
  const fields = (symbol.fields ?? []).map(
    ({ name, type }) => [name, type === undefined ? null : hintOf(type, inside)] as const,
  );
  const shape: Shapes = { mapping: { fields: new Map(fields) } };
  shapes.set(qualified, shape);
  return shape;
}

function callableShape(
  { params = [], returns }: Extract<TypeNode, { kind: "callable" }>,
  classes: KnownClasses,
): Shapes {
  const sent = (type: TypeNode): Hint | null => hintOf(type, classes);
  const args = params
    .filter(({ kind }) => kind === "positional-only" || kind === "positional-or-keyword")
    .map(({ type }) => (type === undefined ? null : hintOfType(type, sent)));
  while (args.length > 0 && args.at(-1) === null) args.pop();
  const result = hintOf(returns, classes);
  if (args.length === 0 && result === null) return {};
  return { call: { ...(args.length > 0 && { args }), ...(result !== null && { result }) } };
}

function refShapes(type: Extract<TypeNode, { kind: "ref" }>, classes: KnownClasses): Shapes | "anything" {
  const [first, second] = type.args ?? [];
  if (type.name === "float") return { number: "float" };
  if (type.name === "int" || type.name === "typing.SupportsIndex") return { number: "plain" };
  if (type.name === "tuple") return { array: { rest: null } };
  if (neutral.has(type.name)) return {};
  if (sequences.has(type.name)) {
    const item = first === undefined ? null : hintOf(first, classes);
    return { array: item === null ? "plain" : { item } };
  }
  if (mappings.has(type.name)) {
    const key = first === undefined ? null : hintOf(first, classes);
    const value = second === undefined ? null : hintOf(second, classes);
    if (key === null && value === null) return { mapping: "plain" };
    return { mapping: { ...(key === null ? {} : { key }), ...(value === null ? {} : { value }) } };
  }
  const entry = classes.get(type.name);
  if (entry?.symbol.flavour === "namedtuple") return namedTupleShape(entry, classes);
  if (entry?.symbol.flavour === "typeddict") return typedDictShape(entry, classes);
  // Any other class may be a protocol or an alias that takes numbers and arrays as they are.
  return "anything";
}

/** Two members of a union: a hint stands only where nothing in the other takes the same kind of value as it is. */
function merge(left: Shapes | "anything", right: Shapes | "anything"): Shapes | "anything" {
  if (left === "anything" || right === "anything") return "anything";
  const merged: Shapes = {};
  const number = mergeOne(left.number, right.number);
  const array = mergeOne(left.array, right.array);
  const mapping = mergeFields(left.mapping, right.mapping) ?? mergeOne(left.mapping, right.mapping);
  const call = mergeOne(left.call, right.call);
  if (call !== undefined) merged.call = call;
  if (number !== undefined) merged.number = number;
  if (array !== undefined) merged.array = array;
  if (mapping !== undefined) merged.mapping = mapping;
  return merged;
}

function mergeOne<T>(left: T | "plain" | undefined, right: T | "plain" | undefined): T | "plain" | undefined {
  if (left === undefined) return right;
  if (right === undefined) return left;
  return JSON.stringify(left) === JSON.stringify(right) ? left : "plain";
}

/** Of two `TypedDict`s each says what its own keys need; of one that both have, only what they agree on. */
function mergeFields(left: Shapes["mapping"], right: Shapes["mapping"]): Shapes["mapping"] {
  if (typeof left !== "object" || typeof right !== "object") return undefined;
  if (!("fields" in left) || !("fields" in right)) return undefined;
  const fields = new Map(left.fields);
  for (const [name, hint] of right.fields) {
    const other = fields.get(name);
    const agree = other === undefined || JSON.stringify(other) === JSON.stringify(hint);
    fields.set(name, agree ? hint : null);
  }
  return { fields };
}
