/** Keys that are two in JavaScript and one in Python, such as `1` and `true`, would lose an entry without a word. */
import { PyDateTime } from "./datetime.js";
import { PyFloat, PyInt } from "./markers.js";
import { Complex, PyDecimal, PyFraction } from "./numbers.js";

/** The first key that equals an earlier one in Python, or `undefined`. */
export function mergedKey(keys: Iterable<unknown>): { readonly key: unknown } | undefined {
  const seen = new Set<unknown>();
  for (const key of keys) {
    const same = equality(key);
    if (seen.has(same)) return { key };
    seen.add(same);
  }
  return undefined;
}

/** Strings that are equal where Python compares equal; objects that only equal themselves stay themselves. */
function equality(key: unknown): unknown {
  switch (typeof key) {
    case "number":
      return number(key);
    case "bigint":
      return `n${key.toString()}`;
    case "boolean":
      return key ? "n1" : "n0";
    case "string":
      return `s${key}`;
    case "object":
      return key === null ? null : objectEquality(key);
    case "undefined":
    case "symbol":
    case "function":
      return key;
  }
}

function number(value: number): unknown {
  if (Number.isInteger(value)) return `n${BigInt(value).toString()}`;
  // NaN is not equal to itself, and JavaScript's Map holds one at most.
  return `n${value}`;
}

function objectEquality(key: object): unknown {
  if (Array.isArray(key)) return `t${JSON.stringify(key.map((item) => String(equality(item))))}`;
  if (key instanceof PyFloat) return number(key.value);
  if (key instanceof PyInt) return `n${key.value.toString()}`;
  if (key instanceof Complex && key.im === 0) return number(key.re);
  if (key instanceof PyDecimal) return number(key.toNumber());
  if (key instanceof PyFraction) return number(key.toNumber());
  if (key instanceof Date) return `d${key.getTime()}000`;
  if (key instanceof PyDateTime)
    return key.tz === null
      ? `d${key.toString()}`
      : `d${key.toDate().getTime()}${String(key.microsecond % 1000).padStart(3, "0")}`;
  if (key instanceof Uint8Array) return `b${Buffer.from(key).toString("latin1")}`;
  return key;
}
