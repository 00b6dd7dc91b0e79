/** Values from the wire to TypeScript. Plain results never come here; tagged ones are changed in place. */
import { ProtocolError } from "../wire/errors.js";
import { decodeArrowTable } from "./arrow.js";
import type { CodecRegistry } from "./codecs.js";
import { ELLIPSIS, FrozenSet, PyRange, PySlice } from "./containers.js";
import type { DecodeContext } from "./context.js";
import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone } from "./datetime.js";
import { decodeNdArray } from "./ndarray-forms.js";
import { Complex, PyDecimal, PyFraction } from "./numbers.js";
import { PyEnumMember, PyPath, type PathKind } from "./system.js";
import { asNamedTuple, asTuple } from "./tuple.js";
import { MAX_DEPTH, TAG, type TaggedValue, type WireException, type WireReference } from "./wire-forms.js";

type Attachments = readonly Uint8Array<ArrayBuffer>[];

/** Decodes what one worker sends. */
export class ValueDecoder {
  readonly #context: DecodeContext;
  readonly #codecs: CodecRegistry;

  constructor(context: DecodeContext, codecs: CodecRegistry) {
    this.#context = context;
    this.#codecs = codecs;
  }

  /**
   * The value of an encoded one. The encoded value belongs to the decoder from then on.
   * @throws ProtocolError for a form that `docs/wire.md` does not know
   */
  value(encoded: unknown, attachments: Attachments): unknown {
    if (typeof encoded !== "object" || encoded === null) return encoded;
    return new Decoding(this.#context, this.#codecs, attachments).value(encoded);
  }
}

/** The work on one value. */
export class Decoding {
  readonly context: DecodeContext;
  readonly codecs: CodecRegistry;
  readonly #attachments: Attachments;
  #depth = 0;

  constructor(context: DecodeContext, codecs: CodecRegistry, attachments: Attachments) {
    this.context = context;
    this.codecs = codecs;
    this.#attachments = attachments;
  }

  value(encoded: unknown): unknown {
    if (typeof encoded !== "object" || encoded === null) return encoded;
    if (this.#depth > MAX_DEPTH)
      throw new ProtocolError(`The worker sent a value nested deeper than ${MAX_DEPTH} levels.`);
    this.#depth++;
    const value = Array.isArray(encoded)
      ? this.items(encoded)
      : this.#object(encoded as Record<string, unknown>);
    this.#depth--;
    return value;
  }

  /** Decodes the items in place. */
  items(items: unknown[]): unknown[] {
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      if (typeof item === "object" && item !== null) items[index] = this.value(item);
    }
    return items;
  }

  attachment(index: unknown): Uint8Array<ArrayBuffer> {
    const bytes = this.#attachments[index as number];
    if (bytes === undefined)
      throw new ProtocolError(`The worker named the attachment ${String(index)}, which did not come.`);
    return bytes;
  }

  #object(object: Record<string, unknown>): unknown {
    const tag = object[TAG];
    if (tag !== undefined) return this.#tagged(object as unknown as TaggedValue);
    for (const key of Object.keys(object)) {
      const item = object[key];
      if (typeof item === "object" && item !== null) put(object, key, this.value(item));
    }
    return object;
  }

  #tagged(form: TaggedValue): unknown {
    const decode = DECODERS.get(form.$);
    if (decode === undefined)
      throw new ProtocolError(`The worker sent a value with the unknown tag ${JSON.stringify(form.$)}.`);
    return decode(this, form);
  }
}

/** `JSON.parse` makes `__proto__` an ordinary key; assigning to it would not. */
function put(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function decodeFloat(_: Decoding, form: TaggedValue): number {
  switch (form["v"]) {
    case "nan":
      return NaN;
    case "inf":
      return Infinity;
    case "-inf":
      return -Infinity;
    default:
      // `"-0"` as well.
      return Number(form["v"]);
  }
}

function decodeDict(decoding: Decoding, form: TaggedValue): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, value] of form["v"] as [string, unknown][]) put(object, key, decoding.value(value));
  return object;
}

function decodeMap(decoding: Decoding, form: TaggedValue): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  for (const [key, value] of form["v"] as [unknown, unknown][])
    map.set(decoding.value(key), decoding.value(value));
  return map;
}

function list(decoding: Decoding, form: TaggedValue): unknown[] {
  return decoding.items(form["v"] as unknown[]);
}

function decodeNamedTuple(decoding: Decoding, form: TaggedValue): unknown {
  const info = { name: String(form["name"]), fields: form["f"] as readonly string[] };
  const tuple = asNamedTuple(list(decoding, form), info);
  decoding.context.namedTuple(form["c"] as number, tuple);
  return tuple;
}

function decodeZone(form: TaggedValue): PyTimeZone | null {
  const zone = form["tz"] as { offset: number; key?: string; name?: string } | undefined;
  return zone === undefined ? null : new PyTimeZone(zone.offset, zone.key, zone.name);
}

function decodeDateTime(_: Decoding, form: TaggedValue): PyDateTime {
  const [year = 1, month = 1, day = 1, hour, minute, second, microsecond] = form["v"] as number[];
  return new PyDateTime({ year, month, day, ...time(hour, minute, second, microsecond, form) });
}

function decodeTime(_: Decoding, form: TaggedValue): PyTime {
  const [hour, minute, second, microsecond] = form["v"] as number[];
  return new PyTime(time(hour, minute, second, microsecond, form));
}

function time(
  hour = 0,
  minute = 0,
  second = 0,
  microsecond = 0,
  form: TaggedValue,
): ConstructorParameters<typeof PyTime>[0] {
  return { hour, minute, second, microsecond, fold: form["fold"] === 1 ? 1 : 0, tz: decodeZone(form) };
}

function decodeEnum(decoding: Decoding, form: TaggedValue): PyEnumMember {
  const value = decoding.value(form["v"]);
  const name = (form["name"] ?? null) as string | null;
  return decoding.context.enumMember(
    form["id"] as number,
    () => new PyEnumMember(String(form["c"]), name, value),
  );
}

/** Without a codec of that name here, what Python's half gave is the value. */
function decodeByCodec(decoding: Decoding, form: TaggedValue): unknown {
  const data = decoding.value(form["v"]);
  const decode = decoding.codecs.named(String(form["name"]))?.decode;
  return decode === undefined ? data : decode(data);
}

const DECODERS = new Map<string, (decoding: Decoding, form: TaggedValue) => unknown>([
  ["ref", (decoding, form) => decoding.context.reference(form as unknown as WireReference)],
  ["tuple", (decoding, form) => asTuple(list(decoding, form))],
  ["float", decodeFloat],
  ["int", (_, form) => BigInt(form["v"] as string)],
  ["dict", decodeDict],
  ["map", decodeMap],
  ["set", (decoding, form) => new Set(list(decoding, form))],
  ["frozenset", (decoding, form) => new FrozenSet(list(decoding, form))],
  ["bytes", (decoding, form) => decoding.attachment(form["a"])],
  [
    "complex",
    (decoding, form) =>
      new Complex(decoding.value(form["re"]) as number, decoding.value(form["im"]) as number),
  ],
  ["namedtuple", decodeNamedTuple],
  ["range", (decoding, form) => new PyRange(...(list(decoding, form) as [number, number, number]))],
  ["slice", (decoding, form) => new PySlice(...(list(decoding, form) as [unknown, unknown, unknown]))],
  ["ellipsis", () => ELLIPSIS],
  ["datetime", decodeDateTime],
  ["date", (_, form) => new PyDate(...(form["v"] as [number, number, number]))],
  ["time", decodeTime],
  ["timedelta", (_, form) => decodeTimeDelta(form["v"] as [number, number, number])],
  ["decimal", (_, form) => new PyDecimal(form["v"] as string)],
  ["fraction", (_, form) => decodeFraction(form["v"] as [string, string])],
  ["uuid", (_, form) => form["v"]],
  ["path", (_, form) => new PyPath(form["v"] as string, form["k"] as PathKind | undefined)],
  ["enum", decodeEnum],
  ["ndarray", decodeNdArray],
  ["arrow", (decoding, form) => decodeArrowTable(decoding.attachment(form["a"]))],
  ["exception", (decoding, form) => decoding.context.exception(form as unknown as WireException)],
  ["codec", decodeByCodec],
]);

function decodeTimeDelta([days, seconds, microseconds]: [number, number, number]): PyTimeDelta {
  return new PyTimeDelta({ days, seconds, microseconds });
}

function decodeFraction([numerator, denominator]: [string, string]): PyFraction {
  return new PyFraction(BigInt(numerator), BigInt(denominator));
}
