/** Results whose integers a generated wrapper declares as `number`. */
import { IntegerRangeError, type ResultHint } from "../../values/index.js";
import type { Pending } from "../handles/pending.js";

/**
 * Looks through a result for integers beyond the safe range where its call declares a number.
 *
 * @throws IntegerRangeError that names the path to it
 */
export function requireSafeIntegers(pending: Pending, value: unknown): void {
  const { declared, conversion } = pending;
  if (declared?.result === undefined) return;
  if ((conversion?.int ?? declared.conversion?.int) !== "bigint") check(value, declared.result, "$");
}

/** The same for what a generator returned at the end of an iteration step by step. @throws IntegerRangeError */
export function requireSafeReturn({ details, conversion }: Pending, value: unknown): void {
  if (conversion?.int !== "bigint") requireSafe(value, details.returns, "$");
}

/**
 * As `requireSafeIntegers`, for a value that is no result of a call.
 *
 * @throws IntegerRangeError that names the place by `path` and the way from there
 */
export function requireSafe(value: unknown, declared: ResultHint | null | undefined, path: string): void {
  if (declared !== null && declared !== undefined) check(value, declared, path);
}

function check(value: unknown, declared: ResultHint | null, path: string): void {
  if (declared === null) return;
  if (typeof value === "bigint") {
    if (isNumber(declared)) throw new IntegerRangeError(path, value);
  } else if (typeof value === "object" && value !== null && typeof declared === "object") {
    checkInside(value, declared, path);
  }
}

function isNumber(declared: ResultHint): boolean {
  if (typeof declared === "string") return declared === "int" || declared === "float";
  return "any" in declared && declared.any.some((one) => one !== null && isNumber(one));
}

function checkInside(value: object, declared: Exclude<ResultHint, string>, path: string): void {
  if ("any" in declared) {
    for (const one of declared.any) check(value, one, path);
  } else if (Array.isArray(value)) {
    checkItems(value, declared, path);
  } else if (value instanceof Set) {
    const item = "set" in declared ? declared.set : "frozenset" in declared ? declared.frozenset : null;
    for (const one of value) check(one, item, `${path}.values()`);
  } else if (value instanceof Map) {
    const [key, item] = "map" in declared ? declared.map : [null, "dict" in declared ? declared.dict : null];
    for (const [name, one] of value as Map<unknown, unknown>) {
      check(name, key, `${path}.keys()`);
      check(one, item, `${path}.get(${String(name)})`);
    }
  } else if ("dict" in declared) {
    for (const [name, one] of Object.entries(value)) check(one, declared.dict, `${path}.${name}`);
  }
}

function checkItems(items: readonly unknown[], declared: Exclude<ResultHint, string>, path: string): void {
  if ("tuple" in declared) {
    declared.tuple.forEach((one, index) => {
      check(items[index], one, `${path}[${index}]`);
    });
    return;
  }
  const item = "list" in declared ? declared.list : "items" in declared ? declared.items : null;
  if (item === null) return;
  items.forEach((one, index) => {
    check(one, item, `${path}[${index}]`);
  });
}
