/** Reads a call's arguments as Python will see them: `runtime.md`'s rule of positional arguments and a last `kw({...})`. */
import ts from "typescript";
import type { Argument, ArgumentShape, CallSite, PythonExpression, Span } from "./expression.js";
import { contentSpan, spanOf } from "./syntax.js";

export function shapeOf(node: ts.Node): ArgumentShape {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
    return "string";
  }
  if (ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)) {
    return "number";
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.ExclamationToken) {
    return "number";
  }
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return "boolean";
    case ts.SyntaxKind.NullKeyword:
      return "null";
    case ts.SyntaxKind.ArrayLiteralExpression:
      return "array";
    case ts.SyntaxKind.ObjectLiteralExpression:
      return "object";
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.FunctionExpression:
      return "function";
    default:
      return ts.isIdentifier(node) && node.text === "undefined" ? "undefined" : "unknown";
  }
}

/** The object literal of `kw({...})`. How `kw` was imported does not matter: nothing else goes by that name here. */
export function keywordObject(node: ts.Node): ts.ObjectLiteralExpression | "opaque" | undefined {
  if (!ts.isCallExpression(node)) {
    return undefined;
  }
  const callee = node.expression;
  const named =
    (ts.isIdentifier(callee) && callee.text === "kw") ||
    (ts.isPropertyAccessExpression(callee) && callee.name.text === "kw");
  if (!named) {
    return undefined;
  }
  const first = node.arguments[0];
  return first && ts.isObjectLiteralExpression(first) ? first : "opaque";
}

function keywordsOf(
  object: ts.ObjectLiteralExpression,
  file: ts.SourceFile,
): Pick<Argument, "keywords" | "complete"> {
  const keywords: NonNullable<Argument["keywords"]> = [];
  let complete = true;
  for (const property of object.properties) {
    const name = property.name;
    if (!name || !(ts.isIdentifier(name) || ts.isStringLiteralLike(name)) || name.text === "") {
      complete = false;
      continue;
    }
    const value = ts.isPropertyAssignment(property) ? property.initializer : property;
    keywords.push({
      name: name.text,
      span: ts.isIdentifier(name) ? spanOf(name, file) : contentSpan(name, file),
      value: spanOf(value, file),
      shape: ts.isPropertyAssignment(property) ? shapeOf(value) : "unknown",
    });
  }
  return { keywords, complete };
}

/** Inside the braces, also where the closing one is missing. */
export function bodyOf(object: ts.Node, file: ts.SourceFile): Span {
  const start = object.getStart(file) + 1;
  const closed = file.text[object.end - 1] === "}" && object.end - 1 >= start;
  return { start, end: closed ? object.end - 1 : object.end };
}

export function argumentOf(node: ts.Expression, file: ts.SourceFile): Argument {
  const span = spanOf(node, file);
  const text = ts.isIdentifier(node) || ts.isLiteralExpression(node) ? node.getText(file) : "";
  const object = keywordObject(node);
  if (object === "opaque") {
    return { kind: "keywords", span, shape: "unknown", text, keywords: [], complete: false };
  }
  if (object) {
    return {
      kind: "keywords",
      span,
      shape: "object",
      text,
      ...keywordsOf(object, file),
      body: bodyOf(object, file),
    };
  }
  return { kind: ts.isSpreadElement(node) ? "spread" : "positional", span, shape: shapeOf(node), text };
}

export function callSite(
  node: ts.CallExpression | ts.NewExpression,
  callee: PythonExpression,
  file: ts.SourceFile,
): CallSite {
  const calleeNode = node.expression;
  const list = node.arguments;
  const open = list ? openingOf(node, list, file) : node.end;
  const closed = list !== undefined && file.text[node.end - 1] === ")" && node.end - 1 >= open;
  const byPath = isPathCall(callee, calleeNode);
  const nodes = list ? [...list] : [];
  return {
    callee,
    name: nameOf(callee) ?? calleeNode.getText(file),
    span: spanOf(node, file),
    calleeSpan: spanOf(calleeNode, file),
    open,
    ...(closed ? { close: node.end - 1 } : {}),
    arguments: byPath
      ? pathArguments(nodes, file)
      : isArgumentList(calleeNode)
        ? listed(nodes, file)
        : nodes.filter((argument) => !isMissing(argument)).map((argument) => argumentOf(argument, file)),
    ...(byPath ? { byPath: true } : {}),
    ...(ts.isNewExpression(node) ? { constructed: true } : {}),
  };
}

function isMissing(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === "";
}

function nameOf(callee: PythonExpression): string | undefined {
  return callee.kind === "member" ? callee.name : callee.kind === "module" ? callee.module : undefined;
}

function isPathCall(callee: PythonExpression, node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === "call" &&
    (callee.kind === "member" || callee.kind === "module") &&
    callee.span.start > node.end
  );
}

/** `f.$call([...], {...})` */
function isArgumentList(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === "$call";
}

function openingOf(node: ts.Node, list: ts.NodeArray<ts.Node>, file: ts.SourceFile): number {
  const before = file.text.lastIndexOf("(", list.pos);
  return before >= node.pos && list.pos - before <= 1 ? before + 1 : list.pos;
}

function pathArguments(nodes: ts.Expression[], file: ts.SourceFile): Argument[] {
  return listed(nodes.slice(1), file);
}

/** Arguments given as one array and one object of keywords. */
function listed(nodes: ts.Expression[], file: ts.SourceFile): Argument[] {
  const [values, keywords] = nodes;
  const found: Argument[] = [];
  if (values && ts.isArrayLiteralExpression(values)) {
    found.push(...values.elements.map((element) => argumentOf(element, file)));
  } else if (values && !isMissing(values)) {
    found.push({ kind: "spread", span: spanOf(values, file), shape: "unknown", text: "" });
  }
  if (keywords && ts.isObjectLiteralExpression(keywords)) {
    found.push({
      kind: "keywords",
      span: spanOf(keywords, file),
      shape: "object",
      text: "",
      ...keywordsOf(keywords, file),
      body: bodyOf(keywords, file),
    });
  } else if (keywords && !isMissing(keywords)) {
    found.push({
      kind: "keywords",
      span: spanOf(keywords, file),
      shape: "unknown",
      text: "",
      keywords: [],
      complete: false,
    });
  }
  return found;
}
