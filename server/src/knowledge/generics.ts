/** Type variables and what they stand for. */
import type { ClassSymbol, TypeNode } from "./model.js";

export type Bindings = ReadonlyMap<string, TypeNode>;

/** What the class's own type variables are in `list[int]`. */
export function typeArguments(owner: ClassSymbol, type: TypeNode): Bindings {
  const bindings = new Map<string, TypeNode>();
  if (type.kind === "ref") {
    for (const [index, parameter] of (owner.typeParams ?? []).entries()) {
      bindings.set(parameter.name, type.args?.[index] ?? parameter.default ?? { kind: "any" });
    }
  } else if (type.kind === "tuple" && owner.typeParams?.[0]) {
    bindings.set(
      owner.typeParams[0].name,
      type.variadic && type.items[0] ? type.items[0] : { kind: "union", items: type.items },
    );
  }
  return bindings;
}

/** The type with type variables and `Self` replaced. */
export function substitute(type: TypeNode, bindings: Bindings, self: TypeNode | undefined): TypeNode {
  const inner = (part: TypeNode): TypeNode => substitute(part, bindings, self);
  switch (type.kind) {
    case "typevar":
      return bindings.get(type.name) ?? type;
    case "self":
      return self ?? type;
    case "ref":
      return type.args ? { ...type, args: type.args.map(inner) } : type;
    case "union":
    case "tuple":
      return { ...type, items: type.items.map(inner) };
    case "unpack":
      return { ...type, item: inner(type.item) };
    case "callable":
      return { ...type, returns: inner(type.returns) };
    default:
      return type;
  }
}
