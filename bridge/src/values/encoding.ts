/** The walk over one value on its way to Python. `encode-objects.ts` is its other half: the classes. */
import type { CodecRegistry } from "./codecs.js";
import type { EncodeContext } from "./context.js";
import { encodeFloat, encodeNumber, isPlainNumber } from "./encode-numbers.js";
import { encodeObject } from "./encode-objects.js";
import { ConversionError } from "./errors.js";
import { asTree, type Hint, type HintTree } from "./hints.js";
import { formatPath, type PathStep } from "./path.js";
import { isTuple } from "./tuple.js";
import { MAX_DEPTH, tagged, type TaggedValue } from "./wire-forms.js";

/** The work on one value. */
export class Encoding {
  readonly context: EncodeContext;
  readonly codecs: CodecRegistry;
  #attachments: Uint8Array[] = [];
  #base = "$";
  #first: PathStep | null = null;
  /** Somebody gave every object of this program an enumerable property. */
  #polluted = false;
  /** The way down to the value at hand: its containers, and the step taken in each. */
  readonly #containers: object[] = [];
  readonly #steps: PathStep[] = [];

  constructor(context: EncodeContext, codecs: CodecRegistry) {
    this.context = context;
    this.codecs = codecs;
  }

  /** Starts on a value, which errors name by `base` and, where there is one, a step from there. */
  begin(attachments: Uint8Array[], base: string, first: PathStep | null): void {
    this.#attachments = attachments;
    this.#base = base;
    this.#first = first;
    this.#polluted = hasKeys(EMPTY);
  }

  #path(depth: number): string {
    const steps = this.#steps.slice(0, depth);
    return formatPath(this.#base, this.#first === null ? steps : [this.#first, ...steps]);
  }

  attach(bytes: Uint8Array): number {
    return this.#attachments.push(bytes) - 1;
  }

  fail(problem: string, depth: number): never {
    throw new ConversionError(this.#path(depth), problem);
  }

  /** Says where in its container the next value stands. */
  step(container: object, step: PathStep, depth: number): void {
    this.#containers[depth] = container;
    this.#steps[depth] = step;
  }

  /** The value itself where it is plain, else its encoded form. Containers are copied only where something in them changes. */
  value(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return isPlainNumber(value) ? value : encodeNumber(value);
      case "object":
        if (value === null) return null;
        if (depth >= MAX_DEPTH) this.#tooDeep(depth);
        return Array.isArray(value) ? this.#array(value, depth) : this.#object(value, depth);
      case "bigint":
        return tagged("int", { v: value.toString() });
      case "function":
        return this.context.encode(value) ?? this.fail("a function can't be passed here", depth);
      case "undefined":
        return this.fail("undefined has no meaning in Python here; use null for None", depth);
      case "symbol":
        return this.fail("a symbol can't be converted", depth);
    }
  }

  #array(items: readonly unknown[], depth: number): unknown {
    const { length } = items;
    let copy: unknown[] | null = null;
    for (let index = 0; index < length; index++) {
      const item = items[index];
      const type = typeof item;
      if (type === "string" || (type === "number" && isPlainNumber(item as number))) {
        if (copy !== null) copy.push(item);
        continue;
      }
      this.step(items, index, depth);
      const encoded = this.value(item, depth + 1);
      if (copy !== null) copy.push(encoded);
      else if (encoded !== item) {
        copy = items.slice(0, index);
        copy.push(encoded);
      }
    }
    if (isTuple(items)) return encodeObject(this, items, copy ?? items, depth);
    return copy ?? items;
  }

  #object(value: object, depth: number): unknown {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null && !isForeignPlain(prototype)) {
      return encodeObject(this, value, null, depth);
    }
    const object = value as Readonly<Record<string, unknown>>;
    if (!this.codecs.isEmpty) {
      const codec = this.codecs.forValue(value);
      if (codec !== undefined) return encodeObject(this, value, null, depth);
    }
    let copy: Record<string, unknown> | null = null;
    let escape = false;
    // `for in` is twice as fast as `Object.keys`; what a polluted `Object.prototype` adds is left out.
    for (const key in object) {
      if (this.#polluted && !Object.hasOwn(object, key)) continue;
      const item = object[key];
      if (key === "$") escape = item !== undefined;
      const type = typeof item;
      if (type === "string" || type === "boolean" || (type === "number" && isPlainNumber(item as number))) {
        if (copy !== null) copy[key] = item;
        continue;
      }
      if (item === undefined) continue;
      this.step(object, key, depth);
      const encoded = this.value(item, depth + 1);
      if (copy === null && encoded !== item) copy = copyBefore(object, key);
      if (copy !== null) copy[key] = encoded;
    }
    return escape ? escapeDict(copy ?? object) : (copy ?? object);
  }

  /** As `value`, for a value whose declared Python type is known. */
  hinted(value: unknown, hint: Hint | null, depth: number): unknown {
    if (hint === null) return this.value(value, depth);
    const tree = asTree(hint);
    if (typeof value === "number") return tree.float === true ? encodeFloat(value) : this.value(value, depth);
    if (typeof value === "function" && tree.call !== undefined)
      return this.context.encode(value, tree) ?? this.value(value, depth);
    if (typeof value !== "object" || value === null) return this.value(value, depth);
    if (depth >= MAX_DEPTH) this.#tooDeep(depth);
    if (Array.isArray(value)) return this.#hintedArray(value, tree, depth);
    if (value instanceof Map) return encodeObject(this, value, tree, depth);
    if (value instanceof Set) return encodeObject(this, value, tree, depth);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null && !isForeignPlain(prototype)) {
      return encodeObject(this, value, tree, depth);
    }
    if (tree.value === undefined && tree.fields === undefined) return this.value(value, depth);
    return this.#hintedObject(value as Readonly<Record<string, unknown>>, tree, depth);
  }

  #hintedArray(items: readonly unknown[], tree: HintTree, depth: number): unknown {
    const toTuple = tree.tuple !== undefined || tree.rest !== undefined || isTuple(items);
    const encoded = this.items(
      items,
      (index) =>
        (tree.tuple !== undefined && index < tree.tuple.length
          ? tree.tuple[index]
          : (tree.rest ?? tree.item)) ?? null,
      depth,
    );
    if (!toTuple) return encoded;
    if (isTuple(items)) return encodeObject(this, items, encoded, depth);
    if (tree.named === undefined) return tagged("tuple", { v: encoded });
    const [name, ...path] = tree.named;
    return tagged("namedtuple", { v: encoded, of: { $: "module", name, path } });
  }

  #hintedObject(object: Readonly<Record<string, unknown>>, tree: HintTree, depth: number): unknown {
    const copy = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(object)) {
      const item = object[key];
      if (item === undefined) continue;
      this.step(object, key, depth);
      const field =
        tree.fields !== undefined && Object.hasOwn(tree.fields, key) ? tree.fields[key] : tree.value;
      copy[key] = this.hinted(item, field ?? null, depth + 1);
    }
    return "$" in copy ? escapeDict(copy) : copy;
  }

  /** The encoded items of something iterated by index. */
  items(items: Iterable<unknown>, hintAt: (index: number) => Hint | null, depth: number): unknown[] {
    const encoded: unknown[] = [];
    for (const item of items) {
      this.step(items, encoded.length, depth);
      encoded.push(this.hinted(item, hintAt(encoded.length), depth + 1));
    }
    return encoded;
  }

  #tooDeep(depth: number): never {
    const seen = new Set<object>();
    for (let level = 0; level < depth; level++) {
      const container = this.#containers[level];
      if (container === undefined) continue;
      if (seen.has(container)) this.fail("the value contains itself", level);
      seen.add(container);
    }
    // Hundreds of steps help nobody: name the way in, and how deep it goes.
    throw new ConversionError(`${this.#path(5)}...`, `the value is nested deeper than ${MAX_DEPTH} levels`);
  }
}

const EMPTY = {};

function hasKeys(object: object): boolean {
  for (const _key in object) return true;
  return false;
}

/** The fields before `end`. Without a prototype, so that `__proto__` is a key like any other. */
function copyBefore(object: Readonly<Record<string, unknown>>, end: string): Record<string, unknown> {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(object)) {
    if (key === end) break;
    copy[key] = object[key];
  }
  return copy;
}

/** A plain object of another realm (`vm`, a test runner's sandbox) has that realm's `Object.prototype`. */
function isForeignPlain(prototype: unknown): boolean {
  return (
    typeof prototype === "object" &&
    prototype !== null &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, "isPrototypeOf") &&
    Object.hasOwn(prototype, "hasOwnProperty")
  );
}

/** An object with the tag key, as a list of entries. */
function escapeDict(object: Readonly<Record<string, unknown>>): TaggedValue {
  return tagged("dict", { v: Object.entries(object).filter(([, value]) => value !== undefined) });
}
