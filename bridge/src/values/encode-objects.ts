/** The wire forms of objects that are not plain data: our value classes, JavaScript's own, and the runtime's. */
import { isAnyArrayBuffer, isDate, isMap, isSet } from "node:util/types";
import { encodeArrowTable, isArrowTable } from "./arrow.js";
import { ELLIPSIS, FrozenSet, PyRange, PySlice } from "./containers.js";
import { PyDate, PyDateTime, PyTime, PyTimeDelta, type PyTimeZone } from "./datetime.js";
import { encodeFloat } from "./encode-numbers.js";
import type { Encoding } from "./encoding.js";
import type { HintTree } from "./hints.js";
import { PyBytes, PyFloat, PyInt } from "./markers.js";
import { mergedKey } from "./merged-keys.js";
import { encodeNdArray, encodeTypedArray } from "./ndarray-forms.js";
import { NdArray } from "./ndarray.js";
import { Complex, PyDecimal, PyFraction } from "./numbers.js";
import { snapshot } from "./snapshot.js";
import { PyPath } from "./system.js";
import { isTuple, namedTupleInfo } from "./tuple.js";
import { tagged, type TaggedValue } from "./wire-forms.js";

type Encode = (encoding: Encoding, value: never, depth: number) => TaggedValue;

/** Encoders by prototype. Subclasses are found by walking up. */
const BY_PROTOTYPE = new Map<object, Encode>();

function register<T extends object>(
  type: { readonly prototype: T },
  encode: (encoding: Encoding, value: T, depth: number) => TaggedValue,
): void {
  BY_PROTOTYPE.set(type.prototype, encode);
}

/**
 * The form of an object that is not plain.
 *
 * @param extra for a tuple its encoded items, else the hints, or `null`
 * @throws ConversionError for an instance of a class that nothing here knows
 */
export function encodeObject(encoding: Encoding, value: object, extra: unknown, depth: number): unknown {
  if (isTuple(value)) return encodeTuple(encoding, value, extra as readonly unknown[]);
  const codec = encoding.codecs.isEmpty ? undefined : encoding.codecs.forValue(value);
  if (codec?.encode !== undefined) {
    const sent = encoding.value(codec.encode(value), depth + 1);
    return codec.construct === undefined ? sent : tagged("codec", { name: codec.name, v: sent });
  }
  if (isMap(value)) return encodeMap(encoding, value, extra as HintTree | null, depth);
  if (isSet(value)) return encodeSet(encoding, value, extra as HintTree | null, depth);
  for (let prototype = protoOf(value); prototype !== null; prototype = protoOf(prototype)) {
    const encode = BY_PROTOTYPE.get(prototype);
    if (encode !== undefined) return encode(encoding, value as never, depth);
  }
  if (isDate(value)) return encodeDate(encoding, value, depth);
  if (ArrayBuffer.isView(value)) return encodeTypedArray(encoding, value);
  if (isAnyArrayBuffer(value)) return encodeBytes(encoding, new Uint8Array(value), "bytes");
  if (isArrowTable(value))
    return tagged("arrow", {
      a: encoding.attach(encodeArrowTable(value, (problem) => encoding.fail(problem, depth))),
    });
  const { context } = encoding;
  return (
    context.encode(value, extra as HintTree | null) ??
    encoding.fail(context.explain?.(value) ?? unknownClass(value), depth)
  );
}

function protoOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}

function unknownClass(value: object): string {
  const constructor: unknown = (value as { constructor?: unknown }).constructor;
  const name =
    typeof constructor === "function" && constructor.name !== "" ? constructor.name : "an unnamed class";
  return `an instance of ${name} can't be converted. Pass its plain data, or register a codec for it`;
}

function encodeTuple(encoding: Encoding, value: readonly unknown[], items: readonly unknown[]): TaggedValue {
  if (namedTupleInfo(value) === undefined) return tagged("tuple", { v: items });
  const named = encoding.context.encode(value);
  // A named tuple whose class is not known to a worker is one that no worker sent: its items are what there is.
  return named === undefined
    ? tagged("tuple", { v: items })
    : tagged("namedtuple", { v: items, c: named["id"] });
}

function encodeMap(
  encoding: Encoding,
  map: ReadonlyMap<unknown, unknown>,
  hints: HintTree | null,
  depth: number,
): TaggedValue {
  const entries: [unknown, unknown][] = [];
  let simple = true;
  for (const [key, value] of map) {
    if (typeof key !== "string") simple = false;
    encoding.step(map, typeof key === "string" ? key : entries.length, depth);
    const field =
      typeof key === "string" && hints?.fields !== undefined && Object.hasOwn(hints.fields, key)
        ? hints.fields[key]
        : hints?.value;
    // Fewer frames a level: a thousand levels have to fit the stack.
    entries.push(
      hints === null
        ? [encoding.value(key, depth + 1), encoding.value(value, depth + 1)]
        : [
            encoding.hinted(key, hints.key ?? null, depth + 1),
            encoding.hinted(value, field ?? null, depth + 1),
          ],
    );
  }
  if (!simple) refuseMerged(encoding, map.keys(), "keys of the map", depth);
  return tagged("map", { v: entries });
}

function encodeSet(
  encoding: Encoding,
  set: ReadonlySet<unknown>,
  hints: HintTree | null,
  depth: number,
): TaggedValue {
  const hint = hints?.item ?? null;
  const items = encoding.items(set, () => hint, depth);
  refuseMerged(encoding, set, "items of the set", depth);
  return tagged(set instanceof FrozenSet ? "frozenset" : "set", { v: items });
}

function refuseMerged(encoding: Encoding, keys: Iterable<unknown>, what: string, depth: number): void {
  const merged = mergedKey(keys);
  if (merged === undefined) return;
  encoding.fail(`two ${what} are one in Python, such as 1 and true: ${String(merged.key)}`, depth);
}

function encodeDate(encoding: Encoding, date: Date, depth: number): TaggedValue {
  if (Number.isNaN(date.getTime())) encoding.fail("the Date is invalid", depth);
  const year = date.getUTCFullYear();
  if (year < 1 || year > 9999) encoding.fail(`Python's datetime has the years 1 to 9999, not ${year}`, depth);
  return encodeDateTime(PyDateTime.fromDate(date));
}

function encodeDateTime(value: PyDateTime): TaggedValue {
  const { year, month, day, hour, minute, second, microsecond, fold, tz } = value;
  return tagged("datetime", {
    v: [year, month, day, hour, minute, second, microsecond],
    fold,
    tz: encodeZone(tz),
  });
}

function encodeZone(zone: PyTimeZone | null): Readonly<Record<string, unknown>> | undefined {
  return zone === null ? undefined : { offset: zone.offset, key: zone.key, name: zone.name };
}

function encodeBytes(encoding: Encoding, data: Uint8Array, kind: "bytes" | "bytearray"): TaggedValue {
  const a = encoding.attach(snapshot(data));
  return kind === "bytes" ? tagged("bytes", { a }) : tagged("bytes", { a, k: kind });
}

function integer(value: number | bigint): unknown {
  return typeof value === "number" ? value : tagged("int", { v: value.toString() });
}

register(Uint8Array, (encoding, value) => encodeBytes(encoding, value, "bytes"));
register(DataView, (encoding, value) =>
  encodeBytes(encoding, new Uint8Array(value.buffer, value.byteOffset, value.byteLength), "bytes"),
);
register(Date, encodeDate);
register(PyFloat, (_, { value }) => {
  const encoded = encodeFloat(value);
  return typeof encoded === "number" ? tagged("float", { v: encoded }) : (encoded as TaggedValue);
});
register(PyInt, (_, { value }) => tagged("int", { v: value.toString() }));
register(PyBytes, (encoding, { data, kind }) => encodeBytes(encoding, data, kind));
register(Complex, (_, { re, im }) => tagged("complex", { re: encodeFloat(re), im: encodeFloat(im) }));
register(PyRange, (_, { start, stop, step }) =>
  tagged("range", { v: [integer(start), integer(stop), integer(step)] }),
);
register(PySlice, (encoding, value, depth) =>
  tagged("slice", { v: encoding.items([value.start, value.stop, value.step], () => null, depth) }),
);
BY_PROTOTYPE.set(Object.getPrototypeOf(ELLIPSIS) as object, () => tagged("ellipsis", {}));
register(PyDateTime, (_, value) => encodeDateTime(value));
register(PyDate, (_, { year, month, day }) => tagged("date", { v: [year, month, day] }));
register(PyTime, (_, { hour, minute, second, microsecond, fold, tz }) =>
  tagged("time", { v: [hour, minute, second, microsecond], fold, tz: encodeZone(tz) }),
);
register(PyTimeDelta, (_, { days, seconds, microseconds }) =>
  tagged("timedelta", { v: [days, seconds, microseconds] }),
);
register(PyDecimal, (_, value) => tagged("decimal", { v: value.toString() }));
register(PyFraction, (_, { numerator, denominator }) =>
  tagged("fraction", { v: [numerator.toString(), denominator.toString()] }),
);
register(PyPath, (_, { path, kind }) => tagged("path", { v: path, k: kind }));
register(NdArray, encodeNdArray);
