/** Types of values: the classes behind them, and which of them awaiting converts. */
import type { Knowledge } from "./knowledge.js";
import type { ClassSymbol, TypeNode } from "./model.js";

/** Exact types that arrive converted, so that an awaited one has no Python members any more. */
const converted = new Set([
  "int",
  "float",
  "str",
  "bool",
  "bytes",
  "complex",
  "list",
  "tuple",
  "dict",
  "set",
  "frozenset",
  "range",
  "slice",
  "datetime.datetime",
  "datetime.date",
  "datetime.time",
  "datetime.timedelta",
  "decimal.Decimal",
  "fractions.Fraction",
  "uuid.UUID",
  "pathlib.Path",
  "typing.Sequence",
  "typing.Mapping",
]);

/** The class that a value's members come from; undefined where nobody knows or it is a union. */
export function classOfType(type: TypeNode, knowledge: Knowledge): ClassSymbol | undefined {
  switch (type.kind) {
    case "ref":
      return knowledge.class(type.name);
    case "tuple":
      return knowledge.class("tuple");
    case "literal": {
      const [first] = type.values;
      const name =
        typeof first === "string"
          ? "str"
          : typeof first === "number"
            ? "int"
            : typeof first === "boolean"
              ? "bool"
              : "";
      return name ? knowledge.class(name) : undefined;
    }
    case "callable":
      return undefined;
    default:
      return undefined;
  }
}

/** The parts of a union that have members; the type itself otherwise. */
export function alternatives(type: TypeNode): TypeNode[] {
  return type.kind === "union"
    ? type.items.flatMap(alternatives).filter((item) => item.kind !== "none")
    : [type];
}

/** An awaited value of these types is TypeScript's. */
export function isConverted(type: TypeNode): boolean {
  if (type.kind === "union") {
    return type.items.every(isConverted);
  }
  return (
    type.kind === "none" ||
    type.kind === "literal" ||
    type.kind === "tuple" ||
    (type.kind === "ref" && converted.has(type.name))
  );
}

/** What is left of a coroutine's type when it was awaited. */
export function settled(type: TypeNode): TypeNode {
  if (type.kind === "ref" && /(?:^|\.)(?:Awaitable|Coroutine)$/.test(type.name)) {
    return type.args?.[type.args.length - 1] ?? { kind: "any" };
  }
  return type;
}
