/** Results whose integers a generated wrapper declares as `number`. */
import { IntegerRangeError } from "../values/index.js";
import type { Pending } from "./pending.js";

/** Whether a tagged result has to be looked through for integers beyond the safe range. */
export function wantsSafeIntegers(pending: Pending): boolean {
  const { declared, conversion } = pending;
  return declared?.safeIntegers === true && (conversion?.int ?? declared.conversion?.int) !== "bigint";
}

/** @throws IntegerRangeError that names the path to an integer beyond the safe range */
export function requireSafeIntegers(value: unknown, path = "$"): void {
  if (typeof value === "bigint") throw new IntegerRangeError(path, value);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      requireSafeIntegers(item, `${path}[${index}]`);
    });
  } else if (value instanceof Map) {
    for (const [key, item] of value as Map<unknown, unknown>)
      requireSafeIntegers(item, `${path}.get(${String(key)})`);
  } else if (value instanceof Set) {
    for (const item of value as Set<unknown>) requireSafeIntegers(item, `${path}.values()`);
  } else if (isPlain(value)) {
    for (const [key, item] of Object.entries(value)) requireSafeIntegers(item, `${path}.${key}`);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
