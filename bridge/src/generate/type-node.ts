/** Python types as trees: what they are, apart from how TypeScript writes them. */
import type { TypeNode } from "../description/model.js";

/** What stands for a type argument that nobody gave. */
export const anyNode: TypeNode = { kind: "any" };

/** In the place of an alias's definition that refers to itself. */
export const DEEP = Symbol("an alias that refers to itself");

export function isNever(name: string): boolean {
  return name === "typing.Never" || name === "typing.NoReturn";
}

export function isText(node: TypeNode): boolean {
  if (node.kind === "literal") return node.values.every((value) => typeof value === "string");
  if (node.kind === "union") return node.items.every(isText);
  return node.kind === "ref" && (node.name === "str" || node.name === "typing.LiteralString");
}

/** The type with type variables replaced. */
export function substitute(node: TypeNode, bound: ReadonlyMap<string, TypeNode>): TypeNode {
  if (bound.size === 0) return node;
  const all = (items: readonly TypeNode[]): TypeNode[] => items.map((item) => substitute(item, bound));
  switch (node.kind) {
    case "typevar":
      return bound.get(node.name) ?? node;
    case "union":
      return { ...node, items: all(node.items) };
    case "tuple":
      return { ...node, items: all(node.items) };
    case "unpack":
      return { ...node, item: substitute(node.item, bound) };
    case "ref":
      return node.args === undefined ? node : { ...node, args: all(node.args) };
    case "callable": {
      const params = node.params?.map((param) =>
        param.type === undefined ? param : { ...param, type: substitute(param.type, bound) },
      );
      return {
        ...node,
        ...(params === undefined ? {} : { params }),
        returns: substitute(node.returns, bound),
      };
    }
    default:
      return node;
  }
}
