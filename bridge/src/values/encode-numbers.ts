/** Numbers that JSON text would change on the way to Python. */
import { tagged, type TaggedValue } from "./wire-forms.js";

const { isSafeInteger } = Number;

/** Numbers whose JSON text means the same number and type to Python. */
export function isPlainNumber(value: number): boolean {
  // Small integers first: this decides for most numbers, in one comparison.
  if ((value | 0) === value) return value !== 0 || 1 / value > 0;
  if (isSafeInteger(value)) return true;
  // Integral beyond the safe range would read as an int.
  return value % 1 !== 0 && value - value === 0;
}

/** A number that JSON text alone would change: NaN, infinities, -0, integral floats beyond the safe integers. */
export function encodeNumber(value: number): TaggedValue {
  if (Number.isNaN(value)) return tagged("float", { v: "nan" });
  if (value === Infinity) return tagged("float", { v: "inf" });
  if (value === -Infinity) return tagged("float", { v: "-inf" });
  return tagged("float", { v: Object.is(value, -0) ? "-0" : value });
}

/** A number that must arrive as a Python `float`. */
export function encodeFloat(value: number): unknown {
  // Text with a point or an exponent reads as a float by itself.
  return Number.isInteger(value) || value - value !== 0 ? encodeNumber(value) : value;
}
