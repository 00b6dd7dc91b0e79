/** Markers that force the Python type of an argument where JavaScript has one type for several of Python's. */

/** A Python `float`, also where the value is integral. Made by `float`. */
export class PyFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A Python `int` of any size. Made by `int`. */
export class PyInt {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}

/** Python `bytes`, or a `bytearray`. Made by `bytes` and `bytearray`. */
export class PyBytes {
  readonly data: Uint8Array;
  readonly kind: "bytes" | "bytearray";

  constructor(data: Uint8Array, kind: "bytes" | "bytearray") {
    this.data = data;
    this.kind = kind;
  }
}

/** Passes a number as `float`: `float(1)` is Python's `1.0`. */
export function float(value: number): PyFloat {
  return new PyFloat(value);
}

/**
 * Passes a number as `int`, also beyond the safe integers: `int(1e20)`.
 * @throws RangeError for a number that is not integral
 */
export function int(value: number | bigint | string): PyInt {
  return new PyInt(BigInt(value));
}

type BytesSource = ArrayBuffer | SharedArrayBuffer | ArrayBufferView | Iterable<number> | string;

/** Passes binary data as `bytes`: of any buffer or typed array, of numbers from 0 to 255, or of a string as UTF-8. */
export function bytes(source: BytesSource): PyBytes {
  return new PyBytes(bytesOf(source), "bytes");
}

/** As `bytes`, but a `bytearray`. */
export function bytearray(source: BytesSource): PyBytes {
  return new PyBytes(bytesOf(source), "bytearray");
}

function bytesOf(source: BytesSource): Uint8Array {
  if (typeof source === "string") return new TextEncoder().encode(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (source instanceof ArrayBuffer || source instanceof SharedArrayBuffer) return new Uint8Array(source);
  const numbers = [...source];
  if (numbers.some((number) => !Number.isInteger(number) || number < 0 || number > 255)) {
    throw new RangeError("bytes takes integers from 0 to 255.");
  }
  return Uint8Array.from(numbers);
}
