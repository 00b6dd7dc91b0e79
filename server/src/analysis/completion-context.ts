/** What could be completed at a position. Half-typed code is the normal case. */
import ts from "typescript";
import { bodyOf } from "./call.js";
import type { Evaluator } from "./evaluate.js";
import type { CompletionContext, Span } from "./expression.js";
import { accessAt, memberAccess } from "./member-access.js";
import { argumentAround, callOfKeywords } from "./python-call.js";
import { contentSpan, nodeAt } from "./syntax.js";
import { pythonSourceContext } from "./template.js";

export function completionAt(offset: number, evaluator: Evaluator): CompletionContext | null {
  const file = evaluator.file;
  const blanks = /\.[ \t]+$/.exec(file.text.slice(Math.max(0, offset - 80), offset));
  const node = nodeAt(file, blanks ? offset - blanks[0].length + 1 : offset);
  if (inComment(file, offset)) {
    return null;
  }
  if (ts.isStringLiteralLike(node) && within(offset, contentSpan(node, file))) {
    return ts.isTaggedTemplateExpression(node.parent)
      ? pythonSourceContext(node.parent, offset, evaluator)
      : inString(node, offset, evaluator);
  }
  if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
    const tagged =
      node.parent.kind === ts.SyntaxKind.TemplateSpan ? node.parent.parent.parent : node.parent.parent;
    const inText = offset > node.getStart(file) && (offset < node.end || ts.isTemplateTail(node));
    return inText && ts.isTaggedTemplateExpression(tagged)
      ? pythonSourceContext(tagged, offset, evaluator)
      : null;
  }
  const access = accessAt(node, offset, file);
  if (access) {
    return memberContext(access, offset, evaluator);
  }
  return (
    destructuredAt(node, offset, evaluator) ??
    keywordAt(node, offset, evaluator) ??
    openModuleCall(node, offset, evaluator)
  );
}

function within(offset: number, span: Span): boolean {
  return offset >= span.start && offset <= span.end;
}

function inComment(file: ts.SourceFile, offset: number): boolean {
  const lineStart = file.text.lastIndexOf("\n", offset - 1) + 1;
  const before = file.text.slice(lineStart, offset);
  const slashes = before.indexOf("//");
  if (slashes < 0 && !before.trimStart().startsWith("*") && !before.includes("/*")) {
    return false;
  }
  const node = nodeAt(file, lineStart + Math.max(slashes, 0));
  const ranges = [
    ...(ts.getLeadingCommentRanges(file.text, node.pos) ?? []),
    ...(ts.getTrailingCommentRanges(file.text, node.pos) ?? []),
    ...(ts.getTrailingCommentRanges(file.text, node.end) ?? []),
    ...(ts.getLeadingCommentRanges(file.text, file.endOfFileToken.pos) ?? []),
  ];
  return ranges.some(
    (range) =>
      offset > range.pos &&
      (offset < range.end || (range.kind === ts.SyntaxKind.SingleLineCommentTrivia && offset === range.end)),
  );
}

function memberContext(
  access: ts.PropertyAccessExpression,
  offset: number,
  evaluator: Evaluator,
): CompletionContext | null {
  const object = evaluator.evaluate(access.expression);
  if (!object || object.kind === "host") {
    return null;
  }
  const found = memberAccess(access, object, evaluator.file, offset);
  return { kind: "member", access: found, typed: { start: found.nameSpan.start, end: offset } };
}

function inString(
  literal: ts.StringLiteralLike,
  offset: number,
  evaluator: Evaluator,
): CompletionContext | null {
  const file = evaluator.file;
  const content = contentSpan(literal, file);
  const parent = literal.parent;
  if (ts.isCallExpression(parent) && parent.arguments[0] === literal) {
    const callee = evaluator.evaluate(parent.expression);
    if (callee?.kind === "host" && callee.name === "module") {
      return { kind: "module-name", text: literal.text, typed: content, quoted: true };
    }
    if (callee?.kind === "host" && callee.name === "call") {
      return { kind: "dotted-path", text: file.text.slice(content.start, offset), typed: content };
    }
  }
  const around = argumentAround(literal, evaluator);
  return around ? { kind: "literal", ...around, typed: content, quoted: true } : null;
}

function destructuredAt(node: ts.Node, offset: number, evaluator: Evaluator): CompletionContext | null {
  const file = evaluator.file;
  let pattern: ts.Node = node;
  while (!ts.isObjectBindingPattern(pattern)) {
    if (!ts.isIdentifier(pattern) && !ts.isBindingElement(pattern)) {
      return null;
    }
    pattern = pattern.parent;
  }
  const body = bodyOf(pattern, file);
  if (!within(offset, body) || !ts.isVariableDeclaration(pattern.parent)) {
    return null;
  }
  const object = evaluator.evaluate(pattern.parent.initializer);
  if (!object || object.kind === "host") {
    return null;
  }
  const typed = wordBefore(file.text, offset);
  if (/:\s*$/.test(file.text.slice(body.start, typed.start))) {
    return null;
  }
  const present = pattern.elements
    .filter((element) => !(element.getStart(file) <= offset && element.end >= offset))
    .map((element) => element.propertyName ?? element.name)
    .flatMap((name) => (ts.isIdentifier(name) ? [name.text] : []));
  return { kind: "destructured", object, typed, present };
}

function keywordAt(node: ts.Node, offset: number, evaluator: Evaluator): CompletionContext | null {
  const file = evaluator.file;
  for (let current: ts.Node = node; !ts.isSourceFile(current); current = current.parent) {
    if (ts.isBlock(current) || ts.isFunctionLike(current)) {
      return null;
    }
    if (!ts.isObjectLiteralExpression(current) || !within(offset, bodyOf(current, file))) {
      continue;
    }
    const call = callOfKeywords(current, evaluator);
    if (!call) {
      return null;
    }
    const typed = wordBefore(file.text, offset);
    const before = file.text.slice(bodyOf(current, file).start, typed.start).trimEnd();
    if (before !== "" && !before.endsWith(",")) {
      return null;
    }
    const argument = call.arguments.find((candidate) => candidate.kind === "keywords");
    const present = (argument?.keywords ?? [])
      .filter((keyword) => !within(offset, keyword.span))
      .map((keyword) => keyword.name);
    return { kind: "keyword", call, typed, present, separator: !/^\w*\s*:/.test(file.text.slice(offset)) };
  }
  return null;
}

/** `python.module(` with nothing in it yet. */
function openModuleCall(node: ts.Node, offset: number, evaluator: Evaluator): CompletionContext | null {
  const file = evaluator.file;
  for (let current: ts.Node = node; !ts.isSourceFile(current); current = current.parent) {
    if (ts.isCallExpression(current)) {
      const callee = evaluator.evaluate(current.expression);
      const empty = current.arguments.every((argument) => argument.getStart(file) >= argument.end);
      const inside =
        offset > current.expression.end && /^\s*\(\s*$/.test(file.text.slice(current.expression.end, offset));
      return callee?.kind === "host" && callee.name === "module" && empty && inside
        ? { kind: "module-name", text: "", typed: { start: offset, end: offset }, quoted: false }
        : null;
    }
    if (ts.isBlock(current) || current.end < offset - 200) {
      return null;
    }
  }
  return null;
}

function wordBefore(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && /[\w$]/.test(text[start - 1] ?? "")) {
    start -= 1;
  }
  return { start, end: offset };
}
