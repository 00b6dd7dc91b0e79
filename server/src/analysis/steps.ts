/** Single steps from one Python expression to the next, and what a step asks of the one who takes them all. */
import ts from "typescript";
import { intercepted } from "./intercepted.js";
import type { PythonExpression } from "./expression.js";
import type { Declaration, Scopes } from "./scope.js";
import { spanOf } from "./syntax.js";

/** Follows names and expressions within one version of one document; `depth` ends what goes round in circles. */
export interface Evaluation {
  readonly file: ts.SourceFile;
  /** Of the whole document, also where the tree has blanks for bodies far away. */
  readonly text: string;
  readonly scopes: Scopes;
  /** What the expression stands for in Python; null where it is not Python's or nobody can tell. */
  evaluate(node: ts.Node | undefined, depth?: number): PythonExpression | null;
  /** What a declared name holds. */
  declaration(declaration: Declaration, depth?: number): PythonExpression | null;
}

export const depthLimit = 60;

/** The attribute of an object, or the export of the package, that the node names. */
export function memberOf(
  object: PythonExpression | null,
  name: string,
  node: ts.Node,
  file: ts.SourceFile,
): PythonExpression | null {
  if (!object || object.kind === "converted") {
    return null;
  }
  if (object.kind === "host") {
    return { kind: "host", name };
  }
  if (intercepted.has(name)) {
    return null;
  }
  return { kind: "member", object, name, span: spanOf(node, file) };
}

/** What `await` makes of it. */
export function awaited(value: PythonExpression | null): PythonExpression | null {
  if (!value || value.kind === "host" || value.kind === "converted" || value.kind === "awaited") {
    return value;
  }
  return { kind: "awaited", value };
}

/** Each item that a loop over it gives. */
export function iterated(object: PythonExpression | null): PythonExpression | null {
  return object && object.kind !== "host" ? { kind: "iterated", object } : null;
}

/** What JavaScript's brackets take out of an array, and what its methods hand to their callbacks. */
export function itemOfArray(object: PythonExpression | null, index?: ts.Expression): PythonExpression | null {
  if (!object || object.kind === "host" || (index && ts.isPrefixUnaryExpression(index))) {
    return null;
  }
  return {
    kind: "element",
    object,
    ofArray: true,
    ...(index && ts.isNumericLiteral(index) ? { index: Number(index.text) } : {}),
  };
}
