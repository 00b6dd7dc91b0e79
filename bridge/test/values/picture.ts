import { inspect } from "node:util";
import { FrozenSet, isTuple, namedTupleInfo, NdArray } from "../../src/values/index.js";

/** Shows a value so that everything that must survive a journey makes a difference: tuples, -0, NaN, classes, key order. */
export function picture(value: unknown): string {
  if (isTuple(value)) return `${namedTupleInfo(value)?.name ?? "tuple"}(${value.map(picture).join(", ")})`;
  if (Array.isArray(value)) return `[${value.map(picture).join(", ")}]`;
  if (value instanceof Map)
    return `Map{${[...value].map(([k, v]) => `${picture(k)}: ${picture(v)}`).join(", ")}}`;
  if (value instanceof Set) {
    return `${value instanceof FrozenSet ? "frozenset" : "set"}{${[...(value as Set<unknown>)].map(picture).join(", ")}}`;
  }
  if (value instanceof NdArray)
    return `NdArray(${value.dtype}, [${value.shape.join()}], ${picture(value.data)})`;
  if (typeof value === "object" && value !== null && isPlain(value)) {
    return `{${Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => `${JSON.stringify(key)}: ${picture(item)}`)
      .join(", ")}}`;
  }
  return inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null });
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
