/** What stands under the pointer, and which call is around the cursor. */
import ts from "typescript";
import { callOfKeywords, memberAccess, pythonCall } from "./completionContext.js";
import type { Evaluator } from "./evaluate.js";
import { fromPackage } from "./evaluate.js";
import type { CallSite, PythonExpression, Target } from "./expression.js";
import { declaredName, type Declaration } from "./scope.js";
import { contentSpan, nodeAt, spanOf } from "./syntax.js";

/** The identifier or literal under the offset; at its end too, as editors ask there. */
function tokenAt(file: ts.SourceFile, offset: number): ts.Node {
  const node = nodeAt(file, offset);
  if (node.getStart(file) <= offset && (ts.isIdentifier(node) || ts.isStringLiteralLike(node))) {
    return node;
  }
  const next = nodeAt(file, offset + 1);
  return next.getStart(file) <= offset && offset < next.end ? next : node;
}

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

/** Names that are not references to a variable: members, keys, labels, parts of types. */
export function isPropertyName(node: ts.Identifier): boolean {
  const parent = node.parent;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isPropertyDeclaration(parent) && parent.name === node) ||
    (ts.isMethodDeclaration(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    (ts.isImportSpecifier(parent) && parent.propertyName === node) ||
    ts.isJsxAttribute(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isLabeledStatement(parent)
  );
}

function stringTarget(node: ts.StringLiteralLike, offset: number, evaluator: Evaluator): Target | null {
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

/** The nearest call around the offset, if it is Python's, with the argument that the offset is in. */
export function callAt(
  offset: number,
  evaluator: Evaluator,
): { call: CallSite; argument: number; keyword?: string } | null {
  const file = evaluator.file;
  let inKeywords = false;
  // Behind the last token of an unclosed call the parser sees the end of the file.
  const blanks = /[(,{]\s+$/.exec(file.text.slice(Math.max(0, offset - 200), offset));
  const anchor = blanks ? offset - blanks[0].length + 1 : offset;
  for (let node: ts.Node = nodeAt(file, anchor); !ts.isSourceFile(node); node = node.parent) {
    const body = ts.isFunctionLike(node) && "body" in node ? node.body : undefined;
    if (body && offset > body.getStart(file) && offset < body.end && ts.isBlock(body)) {
      return null;
    }
    if (ts.isObjectLiteralExpression(node) && callOfKeywords(node, evaluator)) {
      inKeywords = true;
    }
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) {
      continue;
    }
    const call = pythonCall(node, evaluator);
    const inside =
      node.arguments !== undefined && offset > node.expression.end && !isBehind(node, offset, file);
    if (!inside) {
      continue;
    }
    if (!call) {
      if (inKeywords && isKeywordMarker(node)) {
        continue;
      }
      return null;
    }
    if (offset < call.open) {
      continue;
    }
    return located(call, offset, file);
  }
  return null;
}

function isKeywordMarker(node: ts.Node): boolean {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "kw";
}

/** Behind the closing parenthesis. */
function isBehind(node: ts.Node, offset: number, file: ts.SourceFile): boolean {
  return offset >= node.end && file.text[node.end - 1] === ")";
}

function located(
  call: CallSite,
  offset: number,
  file: ts.SourceFile,
): { call: CallSite; argument: number; keyword?: string } {
  let argument = 0;
  for (const [index, candidate] of call.arguments.entries()) {
    if (offset > candidate.span.end) {
      const next = file.text.slice(candidate.span.end, offset);
      argument = next.includes(",") ? index + 1 : index;
    } else if (offset >= candidate.span.start) {
      argument = index;
    }
  }
  const active = call.arguments[argument];
  if (active?.kind === "keywords") {
    const keyword = active.keywords?.findLast(
      (candidate) =>
        offset >= candidate.span.start &&
        (offset <= candidate.value.end || /^\s*$/.test(file.text.slice(candidate.value.end, offset))),
    );
    return { call, argument, ...(keyword ? { keyword: keyword.name } : {}) };
  }
  return { call, argument };
}

/** The uses of the variable under the offset, or of the same member of the same thing. */
export function referencesAt(offset: number, evaluator: Evaluator): { start: number; end: number }[] {
  const file = evaluator.file;
  const node = tokenAt(file, offset);
  if (!ts.isIdentifier(node) && !ts.isStringLiteralLike(node)) {
    return [];
  }
  const found: { start: number; end: number }[] = [];
  const target = targetAt(offset, evaluator);
  if (!target) {
    return [];
  }
  const identity = identityOf(target, evaluator);
  const declaration =
    ts.isIdentifier(node) && !isPropertyName(node) ? evaluator.scopes.find(node.text, node) : undefined;
  const visit = (current: ts.Node): void => {
    if (ts.isIdentifier(current) && current.text !== "") {
      if (declaration && current.text === node.text && !isPropertyName(current)) {
        if (evaluator.scopes.find(current.text, current) === declaration) {
          found.push(spanOf(current, file));
          return;
        }
      }
      const name = target.kind === "member" ? target.access.name : undefined;
      if (identity !== undefined && (name === undefined || current.text === name)) {
        const other = targetAt(current.getStart(file), evaluator);
        if (other && identityOf(other, evaluator) === identity) {
          found.push(other.span);
        }
      }
      return;
    }
    if (ts.isStringLiteralLike(current) && identity !== undefined) {
      const other = stringTarget(current, current.end - 1, evaluator);
      if (other && identityOf(other, evaluator) === identity) {
        found.push(other.span);
      }
    }
    ts.forEachChild(current, visit);
  };
  visit(file);
  const seen = new Set<number>();
  return found
    .filter(({ start }) => !seen.has(start) && seen.add(start))
    .sort((first, second) => first.start - second.start);
}

/** The uses of the variable whose name is at the offset. */
export function usesOfName(offset: number, evaluator: Evaluator): { start: number; end: number }[] {
  const file = evaluator.file;
  const node = tokenAt(file, offset);
  const declaration = ts.isIdentifier(node) ? evaluator.scopes.find(node.text, node) : undefined;
  if (!ts.isIdentifier(node) || !declaration) {
    return [];
  }
  const found: { start: number; end: number }[] = [];
  const visit = (current: ts.Node): void => {
    if (ts.isIdentifier(current) && current.text === node.text && !isPropertyName(current)) {
      if (evaluator.scopes.find(current.text, current) === declaration) {
        found.push(spanOf(current, file));
      }
    }
    ts.forEachChild(current, visit);
  };
  visit(file);
  return found;
}

/** A text that two expressions share if they surely name the same thing. */
export function identityText(expression: PythonExpression): string | undefined {
  switch (expression.kind) {
    case "module":
      return expression.module;
    case "import":
      return `import ${expression.specifier}`;
    case "member": {
      const object = identityText(expression.object);
      return object === undefined ? undefined : `${object}.${expression.name}`;
    }
    case "call": {
      const callee = identityText(expression.callee);
      return callee === undefined ? undefined : `${callee}()`;
    }
    case "awaited":
      return identityText(expression.value);
    default:
      return undefined;
  }
}

function identityOf(target: Target, evaluator: Evaluator): string | undefined {
  switch (target.kind) {
    case "member": {
      const object = identityText(target.access.object);
      return object === undefined ? undefined : `${object}.${target.access.name}`;
    }
    case "module-name":
      return target.module;
    case "path-step":
      return target.path.join(".");
    case "binding": {
      const declaration = findDeclarationOf(target, evaluator);
      return declaration && declaredName(declaration) ? undefined : identityText(target.expression);
    }
    default:
      return undefined;
  }
}

function findDeclarationOf(target: Target, evaluator: Evaluator): Declaration | undefined {
  const node = tokenAt(evaluator.file, target.span.start);
  return ts.isIdentifier(node) ? evaluator.scopes.find(node.text, node) : undefined;
}
