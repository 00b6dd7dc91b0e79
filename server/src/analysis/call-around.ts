/** Which call is around the cursor, and in which of its arguments it stands. */
import ts from "typescript";
import type { Evaluator } from "./evaluate.js";
import type { CallSite } from "./expression.js";
import { callOfKeywords, pythonCall } from "./python-call.js";
import { nodeAt } from "./syntax.js";

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
