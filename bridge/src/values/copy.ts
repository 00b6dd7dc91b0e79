import { NdArray, isNumeric, type NdArrayData } from "./ndarray.js";

type Binary = ArrayBufferView | ArrayBuffer | NdArray;

/**
 * A copy of binary data, for a call after which the original changes: big arrays are sent from where they are, some time
 * after the call.
 */
export function copy<T extends Binary>(value: T): T {
  if (value instanceof NdArray)
    return new NdArray(value.dtype, value.shape, copyData(value.data)) as unknown as T;
  if (value instanceof ArrayBuffer) return value.slice(0) as T;
  const view: ArrayBufferView = value;
  const buffer = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  const View = view.constructor as new (buffer: ArrayBufferLike) => unknown;
  // A `Buffer` is made by a function of its own.
  return (Buffer.isBuffer(view) ? Buffer.from(buffer) : new View(buffer)) as T;
}

function copyData(data: NdArrayData): NdArrayData {
  if (isNumeric(data)) return copy(data);
  if (Array.isArray(data)) return [...(data as readonly unknown[])];
  const columns = Object.entries(data as Readonly<Record<string, NdArray>>);
  return Object.fromEntries(columns.map(([name, column]) => [name, copy(column)]));
}
