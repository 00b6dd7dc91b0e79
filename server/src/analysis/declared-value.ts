/** What a declared name holds: by its import, its initializer, the pattern or loop that it stands in, or who calls the function. */
import ts from "typescript";
import type { PythonExpression } from "./expression.js";
import { importedModule, importedName } from "./imported-value.js";
import { neverReassigned, type Declaration } from "./scope.js";
import { awaited, depthLimit, itemOfArray, iterated, memberOf, type Evaluation } from "./steps.js";

export function declaredValue(
  declaration: Declaration,
  evaluation: Evaluation,
  depth: number,
): PythonExpression | null {
  if (depth > depthLimit) {
    return null;
  }
  if (ts.isImportSpecifier(declaration)) {
    const imported = (declaration.propertyName ?? declaration.name).text;
    return importedName(declaration.parent.parent.parent, imported, declaration, evaluation.file);
  }
  if (ts.isNamespaceImport(declaration)) {
    return importedName(declaration.parent.parent, undefined, declaration, evaluation.file);
  }
  if (ts.isImportClause(declaration)) {
    return importedName(declaration.parent, undefined, declaration, evaluation.file);
  }
  if (ts.isImportEqualsDeclaration(declaration)) {
    const reference = declaration.moduleReference;
    return ts.isExternalModuleReference(reference)
      ? importedModule(reference.expression, evaluation.file)
      : null;
  }
  if (ts.isVariableDeclaration(declaration)) {
    if (!neverReassigned(declaration, evaluation.text)) {
      return null;
    }
    return variable(declaration, evaluation, depth + 1);
  }
  if (ts.isBindingElement(declaration)) {
    return neverReassigned(declaration, evaluation.text)
      ? bindingElement(declaration, evaluation, depth + 1)
      : null;
  }
  return ts.isParameter(declaration) ? parameter(declaration, evaluation, depth + 1) : null;
}

/** By its initializer, or by what its loop goes through. */
function variable(
  declaration: ts.VariableDeclaration,
  evaluation: Evaluation,
  depth: number,
): PythonExpression | null {
  const loop = declaration.parent.parent;
  return ts.isForOfStatement(loop)
    ? iterated(evaluation.evaluate(loop.expression, depth))
    : evaluation.evaluate(declaration.initializer, depth);
}

/** What a pattern takes out of its source. */
function bindingElement(
  element: ts.BindingElement,
  evaluation: Evaluation,
  depth: number,
): PythonExpression | null {
  if (element.dotDotDotToken || depth > depthLimit) {
    return null;
  }
  const source = patternSource(element.parent, evaluation, depth);
  if (ts.isArrayBindingPattern(element.parent)) {
    const index = element.parent.elements.indexOf(element);
    const settled = settledTogether(element.parent, index, evaluation, depth);
    if (settled) {
      return settled;
    }
    return source && source.kind !== "host" ? { kind: "element", object: source, index } : null;
  }
  const key = element.propertyName ?? element.name;
  return ts.isIdentifier(key) || ts.isStringLiteralLike(key)
    ? memberOf(source, key.text, element, evaluation.file)
    : null;
}

/** `const [a, b] = await Promise.all([x(), y()])` */
function settledTogether(
  pattern: ts.ArrayBindingPattern,
  index: number,
  evaluation: Evaluation,
  depth: number,
): PythonExpression | null {
  const initializer = ts.isVariableDeclaration(pattern.parent) ? pattern.parent.initializer : undefined;
  const call = initializer && ts.isAwaitExpression(initializer) ? initializer.expression : undefined;
  if (!call || !ts.isCallExpression(call) || call.expression.getText(evaluation.file) !== "Promise.all") {
    return null;
  }
  const list = call.arguments[0];
  return list && ts.isArrayLiteralExpression(list)
    ? awaited(evaluation.evaluate(list.elements[index], depth))
    : null;
}

function patternSource(
  pattern: ts.BindingPattern,
  evaluation: Evaluation,
  depth: number,
): PythonExpression | null {
  const holder = pattern.parent;
  if (ts.isVariableDeclaration(holder)) {
    return variable(holder, evaluation, depth);
  }
  return ts.isBindingElement(holder)
    ? bindingElement(holder, evaluation, depth)
    : parameter(holder, evaluation, depth);
}

/** Methods of JavaScript's arrays that call a function with each item. */
const ofEachItem = new Set(["every", "filter", "find", "findLast", "flatMap", "forEach", "map", "some"]);

/** Parameters whose value is known: typed as a session of ours, or of a function handed to `enter`, `then` or a method of an array. */
function parameter(
  parameter: ts.ParameterDeclaration,
  evaluation: Evaluation,
  depth: number,
): PythonExpression | null {
  if (parameter.type && ts.isTypeReferenceNode(parameter.type) && ts.isIdentifier(parameter.type.typeName)) {
    const typeDeclaration = evaluation.scopes.find(parameter.type.typeName.text, parameter);
    const type = typeDeclaration ? evaluation.declaration(typeDeclaration, depth) : null;
    if (type?.kind === "host") {
      return { kind: "host" };
    }
  }
  const fn = parameter.parent;
  const call = fn.parent;
  if (!ts.isCallExpression(call) || !ts.isFunctionLike(fn) || fn.parameters.indexOf(parameter) !== 0) {
    return null;
  }
  if (!ts.isPropertyAccessExpression(call.expression)) {
    return null;
  }
  const receiver = evaluation.evaluate(call.expression.expression, depth);
  if (receiver?.kind === "host" && call.expression.name.text === "enter") {
    const manager = evaluation.evaluate(call.arguments[0], depth);
    return manager && manager.kind !== "host" ? { kind: "entered", object: manager } : null;
  }
  if (receiver && receiver.kind !== "host" && call.expression.name.text === "then") {
    return awaited(receiver);
  }
  return ofEachItem.has(call.expression.name.text) ? itemOfArray(receiver) : null;
}
