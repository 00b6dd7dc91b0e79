/** What a call gives: of the package's own functions, of the methods that every reference has, and of Python's. */
import ts from "typescript";
import { callSite } from "./call.js";
import type { PythonExpression } from "./expression.js";
import { importedModule } from "./imported-value.js";
import { memberOf, type Evaluation } from "./steps.js";
import { contentSpan } from "./syntax.js";

/** Exports of the package that are not sessions and make none. */
const markers = new Set([
  "kw",
  "tuple",
  "float",
  "int",
  "slice",
  "bytes",
  "copy",
  "callback",
  "references",
  "scope",
]);

/** Null where it is not Python that is called. */
export function callValue(
  node: ts.CallExpression,
  evaluation: Evaluation,
  depth: number,
): PythonExpression | null {
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return importedModule(node.arguments[0], evaluation.file);
  }
  if (ts.isIdentifier(node.expression) && node.expression.text === "require") {
    return importedModule(node.arguments[0], evaluation.file);
  }
  const callee = evaluation.evaluate(node.expression, depth);
  if (!callee) {
    return null;
  }
  if (callee.kind === "host") {
    return hostCall(callee, node, evaluation.file);
  }
  if (callee.kind === "member" && callee.name.startsWith("$")) {
    return ownCall(callee, node, evaluation, depth);
  }
  return { kind: "call", callee, call: callSite(node, callee, evaluation.file) };
}

/** Calls of what the package exports. */
function hostCall(
  callee: PythonExpression & { kind: "host" },
  node: ts.CallExpression,
  file: ts.SourceFile,
): PythonExpression | null {
  const first = node.arguments[0];
  if (callee.name === "module") {
    return first && ts.isStringLiteralLike(first) && first.text !== ""
      ? { kind: "module", module: first.text, span: contentSpan(first, file) }
      : null;
  }
  if (callee.name === "call") {
    const path = first && ts.isStringLiteralLike(first) ? pathExpression(first, file) : null;
    return path ? { kind: "call", callee: path, call: callSite(node, path, file) } : null;
  }
  // `openPython()`, `python.session("a")`, `pool.session()` give something that has `module` again.
  return callee.name === undefined || markers.has(callee.name) ? null : { kind: "host" };
}

/** Calls of the methods that the runtime puts on every reference. */
function ownCall(
  callee: PythonExpression & { kind: "member" },
  node: ts.CallExpression,
  evaluation: Evaluation,
  depth: number,
): PythonExpression | null {
  const first = node.arguments[0];
  const object = callee.object;
  switch (callee.name) {
    case "$ref":
    case "$with":
    case "$stream":
      return object;
    case "$value":
      return { kind: "converted", value: object };
    case "$get":
      return first && ts.isStringLiteralLike(first)
        ? memberOf(object, first.text, node, evaluation.file)
        : null;
    case "$call":
    case "$coro":
      return { kind: "call", callee: object, call: callSite(node, object, evaluation.file) };
    case "$item":
      return {
        kind: "element",
        object,
        ...(first && ts.isNumericLiteral(first) ? { index: Number(first.text) } : {}),
      };
    case "$as": {
      const asClass = evaluation.evaluate(first, depth);
      return asClass ? { kind: "instance", class: asClass } : null;
    }
    default:
      return null;
  }
}

/** The dotted path of `python.call("numpy.linalg.norm")` as members of its first step's module. */
function pathExpression(literal: ts.StringLiteralLike, file: ts.SourceFile): PythonExpression | null {
  const span = contentSpan(literal, file);
  const [first, ...rest] = literal.text.split(".");
  if (!first) {
    return null;
  }
  let end = span.start + first.length;
  let result: PythonExpression = { kind: "module", module: first, span: { start: span.start, end } };
  for (const name of rest) {
    end += 1 + name.length;
    result = { kind: "member", object: result, name, span: { start: span.start, end } };
  }
  return result;
}
