/** Arrays on the wire: raw bytes beside the header, no element touched where the engine has the type. */
import type { Decoding } from "./decode.js";
import type { Encoding } from "./encoding.js";
import { snapshot } from "./snapshot.js";
import { Float16ArrayOrNone, halfToNumber, numberToHalf } from "./half-floats.js";
import { isNumeric, NdArray, type NdArrayData, type NumericData } from "./ndarray.js";
import { ProtocolError } from "../wire/errors.js";
import { tagged, type TaggedValue } from "./wire-forms.js";

type View = new (buffer: ArrayBuffer) => NumericData;

/** The typed array for each of numpy's codes that has one. Complex numbers are pairs; times count their unit. */
function viewOf(dtype: string): View | undefined {
  switch (dtype) {
    case "|b1":
    case "|u1":
      return Uint8Array;
    case "|i1":
      return Int8Array;
    case "<i2":
      return Int16Array;
    case "<u2":
      return Uint16Array;
    case "<i4":
      return Int32Array;
    case "<u4":
      return Uint32Array;
    case "<i8":
      return BigInt64Array;
    case "<u8":
      return BigUint64Array;
    case "<f4":
    case "<c8":
      return Float32Array;
    case "<f8":
    case "<c16":
      return Float64Array;
    default:
      return /^<[mM]8/.test(dtype) ? BigInt64Array : undefined;
  }
}

/** numpy's code of a typed array. */
function codeOf(array: NumericData): string {
  if (Float16ArrayOrNone !== undefined && array instanceof Float16ArrayOrNone) return "<f2";
  switch (array[Symbol.toStringTag]) {
    case "Int8Array":
      return "|i1";
    case "Uint8Array":
    case "Uint8ClampedArray":
      return "|u1";
    case "Int16Array":
      return "<i2";
    case "Uint16Array":
      return "<u2";
    case "Int32Array":
      return "<i4";
    case "Uint32Array":
      return "<u4";
    case "BigInt64Array":
      return "<i8";
    case "BigUint64Array":
      return "<u8";
    case "Float32Array":
      return "<f4";
    case "Float64Array":
      return "<f8";
  }
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return snapshot(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
}

/** A typed array other than `Uint8Array`: an ndarray where numpy is loaded, else an `array.array`. */
export function encodeTypedArray(encoding: Encoding, view: ArrayBufferView): TaggedValue {
  return tagged("buffer", { f: codeOf(view as NumericData), a: encoding.attach(bytesOf(view)) });
}

export function encodeNdArray(encoding: Encoding, array: NdArray, depth: number): TaggedValue {
  const { dtype, shape, data } = array;
  const form = (fields: Readonly<Record<string, unknown>>): TaggedValue =>
    tagged("ndarray", { dtype, shape, ...fields });
  if (isNumeric(data)) {
    const view = viewOf(dtype);
    if (
      view !== undefined &&
      !(data instanceof view) &&
      !(view === Uint8Array && data instanceof Uint8ClampedArray)
    )
      encoding.fail(`an NdArray of ${dtype} holds ${view.name}, not ${data[Symbol.toStringTag]}`, depth);
    const sent =
      dtype === "<f2" && data instanceof Float32Array ? Uint16Array.from(data, numberToHalf) : data;
    return form({ a: encoding.attach(bytesOf(sent)) });
  }
  if (isColumns(data)) {
    const fields = Object.entries(data).map(([name, column]) => [
      name,
      encodeNdArray(encoding, column, depth),
    ]);
    return form({ fields });
  }
  if (dtype.startsWith("<U"))
    return form({ a: encoding.attach(encodeText(new Elements(encoding, dtype, data, depth))) });
  if (dtype.startsWith("|S") || dtype.startsWith("|V"))
    return form({ a: encoding.attach(encodePadded(new Elements(encoding, dtype, data, depth))) });
  return form({ v: encoding.items(data, () => null, depth) });
}

function isColumns(data: NdArrayData): data is Readonly<Record<string, NdArray>> {
  return !Array.isArray(data) && !isNumeric(data);
}

export function decodeNdArray(decoding: Decoding, form: TaggedValue): NdArray {
  const dtype = String(form["dtype"]);
  const shape = form["shape"] as readonly number[];
  if (form["fields"] !== undefined) {
    const columns = (form["fields"] as [string, TaggedValue][]).map(([name, column]) => [
      name,
      decodeNdArray(decoding, column),
    ]);
    return new NdArray("structured", shape, Object.fromEntries(columns) as Record<string, NdArray>);
  }
  if (form["v"] !== undefined) return new NdArray(dtype, shape, decoding.items(form["v"] as unknown[]));
  const bytes = decoding.attachment(form["a"]);
  return new NdArray(dtype, shape, decodeData(dtype, bytes));
}

function decodeData(dtype: string, bytes: Uint8Array<ArrayBuffer>): NdArrayData {
  if (dtype === "<f2") {
    if (Float16ArrayOrNone !== undefined) return new Float16ArrayOrNone(bytes.buffer);
    return Float32Array.from(new Uint16Array(bytes.buffer), halfToNumber);
  }
  const view = viewOf(dtype);
  if (view !== undefined) return new view(bytes.buffer);
  const width = Number(dtype.slice(2));
  if (dtype.startsWith("<U")) return decodeText(bytes, width);
  if (dtype.startsWith("|S")) return decodePadded(bytes, width);
  if (dtype.startsWith("|V")) return decodeFixed(bytes, width);
  throw new ProtocolError(`The worker sent an array of the unknown dtype ${dtype}.`);
}

/** numpy's text: UTF-32, padded with zeros. A width of zero is an array of empty strings, whose number the shape tells. */
function decodeText(bytes: Uint8Array<ArrayBuffer>, width: number): string[] {
  const points = new Uint32Array(bytes.buffer);
  const texts: string[] = [];
  for (let start = 0; start < points.length; start += width) {
    let end = start + width;
    while (end > start && points[end - 1] === 0) end--;
    texts.push(textOf(points.subarray(start, end)));
  }
  return texts;
}

/** A function takes only so many arguments. */
const POINTS_AT_A_TIME = 8_192;

function textOf(points: Uint32Array): string {
  let text = "";
  for (let start = 0; start < points.length; start += POINTS_AT_A_TIME) {
    text += String.fromCodePoint(...points.subarray(start, start + POINTS_AT_A_TIME));
  }
  return text;
}

/** The elements of an array of a fixed width, on their way to Python. */
class Elements {
  readonly all: readonly unknown[];
  readonly width: number;
  readonly dtype: string;
  readonly #encoding: Encoding;
  readonly #depth: number;

  constructor(encoding: Encoding, dtype: string, all: readonly unknown[], depth: number) {
    this.all = all;
    this.width = Number(dtype.slice(2));
    this.dtype = dtype;
    this.#encoding = encoding;
    this.#depth = depth;
  }

  /** @throws ConversionError that names the element */
  refuse(index: number, problem: string): never {
    this.#encoding.step(this.all, index, this.#depth);
    this.#encoding.fail(`${problem}, which is no element of an array of ${this.dtype}`, this.#depth + 1);
  }
}

function encodeText(elements: Elements): Uint8Array {
  const { all, width } = elements;
  const points = new Uint32Array(all.length * width);
  all.forEach((text, index) => {
    if (typeof text !== "string") elements.refuse(index, `a value of type ${typeof text}`);
    let at = index * width;
    for (const character of text) {
      if (at === (index + 1) * width) elements.refuse(index, `text of more than ${width} characters`);
      points[at++] = character.codePointAt(0) ?? 0;
    }
  });
  return new Uint8Array(points.buffer);
}

function decodePadded(bytes: Uint8Array<ArrayBuffer>, width: number): Uint8Array[] {
  const items: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += width) {
    let end = start + width;
    while (end > start && bytes[end - 1] === 0) end--;
    items.push(bytes.subarray(start, end));
  }
  return items;
}

/** Raw memory of a width, which no zero at its end is cut from. */
function decodeFixed(bytes: Uint8Array<ArrayBuffer>, width: number): Uint8Array[] {
  const items: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += width) items.push(bytes.subarray(start, start + width));
  return items;
}

/** Bytes that are shorter than the width are padded with zeros, as numpy does; raw memory (`V`) has no end to pad. */
function encodePadded(elements: Elements): Uint8Array {
  const { all, width, dtype } = elements;
  const bytes = new Uint8Array(all.length * width);
  all.forEach((item, index) => {
    if (!(item instanceof Uint8Array)) elements.refuse(index, `a value of type ${typeof item}`);
    if (item.length > width || (dtype.startsWith("|V") && item.length < width))
      elements.refuse(index, `${item.length} bytes`);
    bytes.set(item, index * width);
  });
  return bytes;
}
