/** Lists and tuples that were awaited are arrays of JavaScript's, whose items may still be Python's. */
import type { PythonExpression } from "../analysis/expression.js";
import type { TypeNode } from "./model.js";
import { either, type Resolution, unknown } from "./resolution.js";
import { alternatives } from "./value-types.js";

const lists = new Set(["list", "typing.Sequence", "collections.abc.Sequence"]);

/** What `rows[0]`, or a callback of `rows.map`, gets; unknown where it is no array. */
export function itemOfArray(target: Resolution, index: number | undefined): Resolution {
  if (target.kind === "either") {
    return either(target.options.map((option) => itemOfArray(option, index)));
  }
  if (target.kind !== "value" || !target.awaited) {
    return unknown;
  }
  const items = alternatives(target.type).map((type) => itemType(type, index));
  const known = items.filter((item) => item !== undefined);
  const [first, second] = known;
  if (!first || known.length < items.length) {
    return unknown;
  }
  return { ...target, type: second ? { kind: "union", items: known } : first };
}

function itemType(type: TypeNode, index: number | undefined): TypeNode | undefined {
  if (type.kind === "tuple") {
    return type.variadic
      ? type.items[0]
      : index === undefined
        ? { kind: "union", items: type.items }
        : type.items[index];
  }
  return type.kind === "ref" && lists.has(type.name) ? type.args?.[0] : undefined;
}

/** Methods of arrays that give one item, or an array of the same. */
const givingItems = new Set(["at", "find", "findLast", "pop", "shift"]);
const givingAlike = new Set([
  "filter",
  "reverse",
  "slice",
  "sort",
  "splice",
  "toReversed",
  "toSorted",
  "toSpliced",
]);

/** Undefined where it is not JavaScript's method of an array that is called. */
export function ofArrayMethod(
  expression: PythonExpression & { kind: "call" },
  resolve: (part: PythonExpression) => Resolution,
): Resolution | undefined {
  const { callee } = expression;
  if (callee.kind !== "member" || !(givingItems.has(callee.name) || givingAlike.has(callee.name))) {
    return undefined;
  }
  const object = resolve(callee.object);
  const item = itemOfArray(object, undefined);
  if (item.kind !== "value" || object.kind !== "value") {
    return undefined;
  }
  return givingItems.has(callee.name)
    ? item
    : { ...object, type: { kind: "ref", name: "list", args: [item.type] } };
}
