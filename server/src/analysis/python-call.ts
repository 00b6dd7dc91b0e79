/** Which call of Python a node is, or is an argument of. */
import ts from "typescript";
import { callSite, keywordObject } from "./call.js";
import type { Evaluator } from "./evaluate.js";
import type { ArgumentPosition, CallSite, PythonExpression } from "./expression.js";

/** Undefined where something else is called, or a method of ours such as `$ref`. */
export function pythonCall(
  node: ts.CallExpression | ts.NewExpression,
  evaluator: Evaluator,
): CallSite | undefined {
  const result = evaluator.evaluate(node);
  if (result?.kind === "call" && result.call.span.start === node.getStart(evaluator.file)) {
    return result.call;
  }
  const callee = evaluator.evaluate(node.expression);
  return callee && callee.kind !== "host" && !isOurs(callee)
    ? callSite(node, callee, evaluator.file)
    : undefined;
}

function isOurs(callee: PythonExpression): boolean {
  return callee.kind === "member" && callee.name.startsWith("$");
}

/** The Python call that takes its keywords from this object. */
export function callOfKeywords(
  object: ts.ObjectLiteralExpression,
  evaluator: Evaluator,
): CallSite | undefined {
  const parent = object.parent;
  if (!ts.isCallExpression(parent)) {
    return undefined;
  }
  if (keywordObject(parent) === object) {
    const outer = parent.parent;
    return (ts.isCallExpression(outer) || ts.isNewExpression(outer)) && outer.arguments?.includes(parent)
      ? pythonCall(outer, evaluator)
      : undefined;
  }
  const call = pythonCall(parent, evaluator);
  return call?.byPath && parent.arguments[2] === object ? call : undefined;
}

/** The Python call whose direct argument, or `kw` value, the node is. */
export function argumentAround(
  node: ts.Expression,
  evaluator: Evaluator,
): { call: CallSite; argument: ArgumentPosition } | undefined {
  const parent = node.parent;
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
    const marker = parent.parent.parent;
    const outer = marker.parent;
    if (
      keywordObject(marker) === parent.parent &&
      ts.isCallExpression(outer) &&
      (ts.isIdentifier(parent.name) || ts.isStringLiteralLike(parent.name))
    ) {
      const call = pythonCall(outer, evaluator);
      return call ? { call, argument: { keyword: parent.name.text } } : undefined;
    }
    return undefined;
  }
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    const positional = parent.arguments?.indexOf(node) ?? -1;
    const call = positional < 0 ? undefined : pythonCall(parent, evaluator);
    return call && !call.byPath ? { call, argument: { positional } } : undefined;
  }
  return undefined;
}
