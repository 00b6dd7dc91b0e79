/** What stands under the pointer. */
import ts from "typescript";
import type { Evaluator } from "./evaluate.js";
import type { PythonExpression, Target } from "./expression.js";
import { fromPackage } from "./imported-value.js";
import { memberAccess } from "./member-access.js";
import { callOfKeywords } from "./python-call.js";
import { contentSpan, isPropertyName, spanOf, tokenAt } from "./syntax.js";

export function targetAt(offset: number, evaluator: Evaluator): Target | null {
  const file = evaluator.file;
  const node = tokenAt(file, offset);
  if (offset < node.getStart(file)) {
    return null;
  }
  if (ts.isStringLiteralLike(node)) {
    return stringTarget(node, offset, evaluator);
  }
  if (!ts.isIdentifier(node) || node.text === "") {
    return null;
  }
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const object = evaluator.evaluate(parent.expression);
    if (object && object.kind !== "host") {
      return { kind: "member", access: memberAccess(parent, object, file), span: spanOf(node, file) };
    }
    const whole = evaluator.evaluate(parent);
    return whole && whole.kind !== "host" ? bindingTarget(node, whole, file) : null;
  }
  if (ts.isPropertyAssignment(parent) && parent.name === node) {
    const call = callOfKeywords(parent.parent, evaluator);
    return call ? { kind: "keyword", call, name: node.text, span: spanOf(node, file) } : null;
  }
  if (ts.isShorthandPropertyAssignment(parent)) {
    const call = callOfKeywords(parent.parent, evaluator);
    if (call) {
      return { kind: "keyword", call, name: node.text, span: spanOf(node, file) };
    }
  }
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    return destructuredTarget(node, parent, evaluator);
  }
  return identifierTarget(node, evaluator);
}

function bindingTarget(node: ts.Identifier, expression: PythonExpression, file: ts.SourceFile): Target {
  return { kind: "binding", expression, name: node.text, span: spanOf(node, file) };
}

function destructuredTarget(
  node: ts.Identifier,
  element: ts.BindingElement,
  evaluator: Evaluator,
): Target | null {
  const value = evaluator.declaration(element);
  if (!value || value.kind === "host") {
    return null;
  }
  const isProperty = element.propertyName === node || (!element.propertyName && element.name === node);
  if (value.kind === "member" && isProperty) {
    const span = spanOf(node, evaluator.file);
    return {
      kind: "member",
      access: { object: value.object, name: value.name, nameSpan: span, span },
      span,
    };
  }
  return bindingTarget(node, value, evaluator.file);
}

function identifierTarget(node: ts.Identifier, evaluator: Evaluator): Target | null {
  if (isPropertyName(node)) {
    return null;
  }
  const declaration = evaluator.scopes.find(node.text, node);
  const value = declaration ? evaluator.declaration(declaration) : null;
  return value && value.kind !== "host" ? bindingTarget(node, value, evaluator.file) : null;
}

/** A module's name, a step of a path, a member by its name, or the file that an import names. */
export function stringTarget(
  node: ts.StringLiteralLike,
  offset: number,
  evaluator: Evaluator,
): Target | null {
  const file = evaluator.file;
  const span = contentSpan(node, file);
  const parent = node.parent;
  if (ts.isImportDeclaration(parent) && !fromPackage(node.text)) {
    return { kind: "wrapper", specifier: node.text, span };
  }
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) {
    const object = evaluator.evaluate(parent.expression);
    return object && object.kind !== "host"
      ? {
          kind: "member",
          access: { object, name: node.text, nameSpan: span, span: spanOf(parent, file) },
          span,
        }
      : null;
  }
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) {
    return null;
  }
  const callee = evaluator.evaluate(parent.expression);
  if (callee?.kind !== "host") {
    return null;
  }
  if (callee.name === "module") {
    return { kind: "module-name", module: node.text, span };
  }
  if (callee.name !== "call") {
    return null;
  }
  const steps = node.text.split(".");
  let start = span.start;
  for (const [index, step] of steps.entries()) {
    if (offset <= start + step.length) {
      return {
        kind: "path-step",
        path: steps.slice(0, index + 1),
        span: { start, end: start + step.length },
      };
    }
    start += step.length + 1;
  }
  return null;
}
