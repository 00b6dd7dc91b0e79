/** Arrays of numpy's kinds over JavaScript's typed arrays. */
import { Complex } from "./numbers.js";

/** Numbers in memory, as typed arrays hold them. */
export type NumericData =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/**
 * What an `NdArray` holds, in C order. Numbers, booleans (0 and 1), datetime64 and timedelta64 (counts of their unit; NaT
 * is the least `bigint`) are typed arrays; complex numbers alternate real and imaginary parts; text, bytes and objects
 * are arrays; a structured array is one `NdArray` for each field.
 */
export type NdArrayData = NumericData | readonly unknown[] | Readonly<Record<string, NdArray>>;

/** Not-a-time: what datetime64 and timedelta64 hold for a missing value. */
export const NAT = -(2n ** 63n);

/** An `ndarray`, copied out of Python. */
export class NdArray<D extends NdArrayData = NdArrayData> {
  /** numpy's own code, such as `<f8`, `|b1`, `<M8[ns]`, `<U5`, `|O`; or `structured`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: D;

  /** @throws RangeError where the data does not fill the shape */
  constructor(dtype: string, shape: readonly number[], data: D) {
    this.dtype = dtype;
    this.shape = Object.freeze([...shape]);
    this.data = data;
    const held = elementsOf(dtype, data);
    if (held !== undefined && held !== this.size) {
      throw new RangeError(
        `An array of shape [${shape.join(", ")}] has ${this.size} elements; the data has ${held}.`,
      );
    }
  }

  /** How many elements it has. */
  get size(): number {
    return this.shape.reduce((product, length) => product * length, 1);
  }

  /** The element at these indices; negative ones count from the end. @throws RangeError beyond the shape */
  at(...indices: readonly number[]): unknown {
    if (indices.length !== this.shape.length) {
      throw new RangeError(
        `The array has ${this.shape.length} dimensions; ${indices.length} indices were given.`,
      );
    }
    let flat = 0;
    this.shape.forEach((length, axis) => {
      const index = indices[axis] ?? 0;
      const at = index < 0 ? index + length : index;
      if (!Number.isInteger(at) || at < 0 || at >= length) {
        throw new RangeError(`Index ${index} is out of range for axis ${axis} of length ${length}.`);
      }
      flat = flat * length + at;
    });
    return this.#element(flat);
  }

  /** Nested arrays, as numpy's `tolist()`: numbers, `bigint`s, booleans, `Complex`, text, records. */
  toArray(): unknown {
    return this.#nest(0, 0, this.size);
  }

  #nest(axis: number, start: number, size: number): unknown {
    const length = this.shape[axis];
    if (length === undefined) return this.#element(start);
    const step = length === 0 ? 0 : size / length;
    return Array.from({ length }, (_, index) => this.#nest(axis + 1, start + index * step, step));
  }

  #element(index: number): unknown {
    const { data } = this;
    if (isNumeric(data)) {
      if (this.dtype === "|b1") return data[index] === 1;
      if (isComplex(this.dtype)) return new Complex(Number(data[2 * index]), Number(data[2 * index + 1]));
      return data[index];
    }
    if (isList(data)) return data[index];
    return Object.fromEntries(
      Object.entries(data).map(([name, column]) => [
        name,
        fieldElement(column as NdArray, this.shape, index),
      ]),
    );
  }
}

/** A field may be an array itself: its shape is the record array's, then its own. */
function fieldElement(column: NdArray, outer: readonly number[], index: number): unknown {
  const inner = column.shape.slice(outer.length);
  const size = inner.reduce((product, length) => product * length, 1);
  const flat = column.toArray();
  const items = outer.length === 0 ? [flat] : (flat as unknown[]).flat(outer.length - 1);
  return size === 0 ? [] : items[index];
}

export function isComplex(dtype: string): boolean {
  return dtype.startsWith("<c");
}

export function isNumeric(data: NdArrayData): data is NumericData {
  return ArrayBuffer.isView(data);
}

function isList(data: NdArrayData): data is readonly unknown[] {
  return Array.isArray(data);
}

function elementsOf(dtype: string, data: NdArrayData): number | undefined {
  if (isNumeric(data)) return isComplex(dtype) ? data.length / 2 : data.length;
  return isList(data) ? data.length : undefined;
}
