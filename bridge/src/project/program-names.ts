/** Names in the syntax of JavaScript and TypeScript. */
import type { Node } from "@babel/types";

type Member = Extract<Node, { type: "MemberExpression" | "OptionalMemberExpression" }>;

/** The name of a key that is written out: `{ a }`, `{ "a": 1 }`. */
export function keyName(key: Node): string | undefined {
  return key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : undefined;
}

/** The member that is reached, where it is written out: `x.a`, `x["a"]`. */
export function memberName(node: Member): string | undefined {
  if (!node.computed) return node.property.type === "Identifier" ? node.property.name : undefined;
  return node.property.type === "StringLiteral" ? node.property.value : undefined;
}

/** An identifier that is a key, a label of a type or a declaration, not a value. */
export function isName(node: Node, parent: Node | undefined): boolean {
  switch (parent?.type) {
    case "MemberExpression":
    case "OptionalMemberExpression":
      return parent.property === node && !parent.computed;
    case "ObjectProperty":
      return parent.key === node && !parent.computed && !parent.shorthand;
    case "ObjectMethod":
    case "ClassMethod":
    case "ClassProperty":
      return parent.key === node && !parent.computed;
    case "ImportSpecifier":
    case "ExportSpecifier":
      return true;
    default:
      return (
        parent?.type.startsWith("TS") === true &&
        !["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression"].includes(parent.type)
      );
  }
}
