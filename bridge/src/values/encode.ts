/** TypeScript values to the wire. Plain data is checked and given to the engine's own `JSON.stringify` as it is. */
import type { CodecRegistry } from "./codecs.js";
import type { EncodeContext } from "./context.js";
import { encodeObject } from "./encode-objects.js";
import { encodeNumber, encodeFloat, isPlainNumber } from "./encode-numbers.js";
import { ConversionError } from "./errors.js";
import { asTree, type Hint, type HintTree } from "./hints.js";
import { formatPath, type PathStep } from "./path.js";
import { isTuple } from "./tuple.js";
import { MAX_DEPTH, tagged, type TaggedValue } from "./wire-forms.js";

/** Encodes arguments for one worker. */
export class ValueEncoder {
  readonly #context: EncodeContext;
  readonly #codecs: CodecRegistry;
  /** Kept between calls; taken while it works, since a getter of a value may call Python itself. */
  #spare: Encoding | null;

  constructor(context: EncodeContext, codecs: CodecRegistry) {
    this.#context = context;
    this.#codecs = codecs;
    this.#spare = new Encoding(context, codecs);
  }

  /**
   * The JSON text of a value, taken as it is now. Binary data is added to `attachments`; big arrays are not copied.
   *
   * @param path how errors name the value
   * @throws ConversionError that names the path to what can't be converted
   */
  value(value: unknown, attachments: Uint8Array[], path = "$", hint?: Hint | null): string {
    switch (typeof value) {
      case "string":
        return JSON.stringify(value);
      case "boolean":
        return value ? "true" : "false";
      case "number":
        if (!hint && isPlainNumber(value)) return `${value}`;
        break;
      case "object":
        if (value === null) return "null";
        break;
      default:
    }
    return this.#run(attachments, path, (encoding) => encoding.hinted(value, hint ?? null, 0));
  }

  /** The JSON text of positional arguments. `undefined` at the end is left out; before others it is an error. */
  positional(
    args: readonly unknown[],
    attachments: Uint8Array[],
    hints?: readonly (Hint | null)[],
    rest?: Hint | null,
  ): string {
    let length = args.length;
    while (length > 0 && args[length - 1] === undefined) length--;
    if (length === 0) return "[]";
    let text = "[";
    for (let index = 0; index < length; index++) {
      if (args[index] === undefined) {
        throw new ConversionError(
          `$.args[${index}]`,
          "undefined means that the argument is not passed, but a later one is. Pass the later one in kw({...})",
        );
      }
      const hint = hints === undefined ? rest : index < hints.length ? hints[index] : rest;
      if (index > 0) text += ",";
      text += this.value(args[index], attachments, `$.args[${index}]`, hint ?? null);
    }
    return `${text}]`;
  }

  /** The JSON text of keyword arguments. Fields that are `undefined` are left out. */
  keywords(
    kwargs: Readonly<Record<string, unknown>>,
    attachments: Uint8Array[],
    hints?: Readonly<Record<string, Hint>>,
    rest?: Hint | null,
  ): string {
    let text = "{";
    for (const name of Object.keys(kwargs)) {
      const value = kwargs[name];
      if (value === undefined) continue;
      const hint = hints !== undefined && Object.hasOwn(hints, name) ? hints[name] : rest;
      if (text.length > 1) text += ",";
      text += `${JSON.stringify(name)}:${this.value(value, attachments, formatPath("$.kwargs", [name]), hint ?? null)}`;
    }
    return `${text}}`;
  }

  #run(attachments: Uint8Array[], path: string, walk: (encoding: Encoding) => unknown): string {
    const encoding = this.#spare ?? new Encoding(this.#context, this.#codecs);
    this.#spare = null;
    const before = attachments.length;
    encoding.begin(attachments, path);
    try {
      return stringify(walk(encoding), path);
    } catch (error) {
      attachments.length = before;
      throw error;
    } finally {
      this.#spare = encoding;
    }
  }
}

function stringify(value: unknown, path: string): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConversionError(path, "the value is too big for one message", { cause: error });
  }
}

/** The work on one value. `encode-objects.ts` is its other half: the classes. */
export class Encoding {
  readonly context: EncodeContext;
  readonly codecs: CodecRegistry;
  #attachments: Uint8Array[] = [];
  #base = "$";
  /** The way down to the value at hand: its containers, and the step taken in each. */
  readonly #containers: object[] = [];
  readonly #steps: PathStep[] = [];

  constructor(context: EncodeContext, codecs: CodecRegistry) {
    this.context = context;
    this.codecs = codecs;
  }

  begin(attachments: Uint8Array[], base: string): void {
    this.#attachments = attachments;
    this.#base = base;
  }

  attach(bytes: Uint8Array): number {
    return this.#attachments.push(bytes) - 1;
  }

  fail(problem: string, depth: number): never {
    throw new ConversionError(formatPath(this.#base, this.#steps.slice(0, depth)), problem);
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
      if (typeof item === "string") {
        copy?.push(item);
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
    const keys = Object.keys(object);
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] as string;
      const item = object[key];
      if (typeof item === "string") {
        if (copy !== null) copy[key] = item;
        continue;
      }
      if (item === undefined) continue;
      this.step(object, key, depth);
      const encoded = this.value(item, depth + 1);
      if (copy === null && encoded !== item) copy = this.#copyUpTo(object, keys, at);
      if (copy !== null) copy[key] = encoded;
    }
    if (object["$"] !== undefined && Object.hasOwn(object, "$")) return escapeDict(copy ?? object);
    return copy ?? object;
  }

  /** Without a prototype, so that `__proto__` is a key like any other. */
  #copyUpTo(
    object: Readonly<Record<string, unknown>>,
    keys: readonly string[],
    end: number,
  ): Record<string, unknown> {
    const copy = Object.create(null) as Record<string, unknown>;
    for (let at = 0; at < end; at++) {
      const key = keys[at] as string;
      copy[key] = object[key];
    }
    return copy;
  }

  /** As `value`, for a value whose declared Python type is known. */
  hinted(value: unknown, hint: Hint | null, depth: number): unknown {
    if (hint === null) return this.value(value, depth);
    const tree = asTree(hint);
    if (typeof value === "number") return tree.float === true ? encodeFloat(value) : this.value(value, depth);
    if (typeof value !== "object" || value === null) return this.value(value, depth);
    if (depth >= MAX_DEPTH) this.#tooDeep(depth);
    if (Array.isArray(value)) return this.#hintedArray(value, tree, depth);
    if (value instanceof Map) return encodeObject(this, value, tree, depth);
    if (value instanceof Set) return encodeObject(this, value, tree, depth);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (
      (tree.value === undefined && tree.fields === undefined) ||
      (prototype !== Object.prototype && prototype !== null)
    ) {
      return this.value(value, depth);
    }
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
    return isTuple(items) ? encodeObject(this, items, encoded, depth) : tagged("tuple", { v: encoded });
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
    throw new ConversionError(
      `${formatPath(this.#base, this.#steps.slice(0, 5))}...`,
      `the value is nested deeper than ${MAX_DEPTH} levels`,
    );
  }
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
