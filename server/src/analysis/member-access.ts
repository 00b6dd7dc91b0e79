/** `object.name` as a place in the text, also where the name is still missing or the parser took it from the next line. */
import ts from "typescript";
import type { MemberAccess, PythonExpression, Span } from "./expression.js";
import { spanOf } from "./syntax.js";

/** The property access whose name, perhaps still empty, holds the offset. */
export function accessAt(
  node: ts.Node,
  offset: number,
  file: ts.SourceFile,
): ts.PropertyAccessExpression | undefined {
  for (let current = node; !ts.isSourceFile(current); current = current.parent) {
    if (ts.isPropertyAccessExpression(current)) {
      const dotEnd = dotOf(current, file).end;
      if (offset >= dotEnd && offset <= Math.max(dotEnd, nameSpan(current, dotEnd, offset, file).end)) {
        return current;
      }
    }
    if (current.end < offset - 200 || ts.isBlock(current)) {
      break;
    }
  }
  return undefined;
}

/** The `.` or `?.` of an access. */
function dotOf(access: ts.PropertyAccessExpression, file: ts.SourceFile): Span {
  if (access.questionDotToken) {
    return spanOf(access.questionDotToken, file);
  }
  let start = access.expression.end;
  while (start < access.end && file.text[start] !== ".") {
    const comment = /^\s*(?:\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)/.exec(file.text.slice(start, access.end));
    start += comment?.[0].length ? comment[0].length : 1;
  }
  return { start, end: start + 1 };
}

/** The name; empty behind the dot where the parser took the name from a later line than the cursor's. */
function nameSpan(
  access: ts.PropertyAccessExpression,
  dotEnd: number,
  offset: number | undefined,
  file: ts.SourceFile,
): Span {
  const start = access.name.getStart(file);
  if (access.name.text === "" || start > access.name.end) {
    const gap = offset !== undefined && /^[ \t]*$/.test(file.text.slice(dotEnd, offset)) ? offset : dotEnd;
    return { start: gap, end: gap };
  }
  if (offset !== undefined && offset < start && /[\r\n]/.test(file.text.slice(dotEnd, start))) {
    const blank = /^\s*$/.test(file.text.slice(dotEnd, offset));
    return blank ? { start: offset, end: offset } : { start: dotEnd, end: dotEnd };
  }
  return { start, end: access.name.end };
}

/** The access with the places of its dot and name; `offset` is the cursor of one who completes. */
export function memberAccess(
  access: ts.PropertyAccessExpression,
  object: PythonExpression,
  file: ts.SourceFile,
  offset?: number,
): MemberAccess {
  const dot = dotOf(access, file);
  const name = nameSpan(access, dot.end, offset, file);
  return {
    object,
    name: file.text.slice(name.start, name.end),
    nameSpan: name,
    dot,
    span: { start: access.getStart(file), end: name.end },
    ...(access.questionDotToken ? { optional: true } : {}),
    ...(isWritten(access) ? { written: true } : {}),
  };
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

function isWritten(node: ts.Node): boolean {
  const parent = node.parent;
  return (
    (ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent.operatorToken.kind)) ||
    ts.isDeleteExpression(parent)
  );
}
