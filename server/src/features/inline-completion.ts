/** Ghost text: the arguments of a Python call, from its signature and the names in scope. Deterministic, no network. */
import type { InlineCompletionContext, InlineCompletionItem, Position } from "vscode-languageserver-protocol";
import type { CallSite } from "../analysis/expression.js";
import { calledSignatures } from "../knowledge/callee.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { chooseSignature } from "../knowledge/overloads.js";
import type { AnalyzedSource } from "../source-document.js";
import { lackingArguments } from "./argument-text.js";

export function inlineCompletion(
  document: AnalyzedSource,
  position: Position,
  context: InlineCompletionContext,
  knowledge: Knowledge,
): InlineCompletionItem[] {
  const offset = document.offsetAt(position);
  const around = document.analysis.callAt(offset);
  if (!around || around.keyword !== undefined) {
    return [];
  }
  const { call } = around;
  if (!isAtEnd(document.text, call, offset)) {
    return [];
  }
  const text = suggestion(document, call, offset, knowledge);
  if (text === undefined) {
    return [];
  }
  const selected = context.selectedCompletionInfo;
  if (selected) {
    // The list's choice is about to be inserted: ghost text may only continue it.
    return text.startsWith(selected.text) ? [{ insertText: text, range: selected.range }] : [];
  }
  return [{ insertText: text, range: { start: position, end: position } }];
}

/** Nothing but the closing parenthesis follows in the call, and nothing half-typed stands before the cursor. */
function isAtEnd(text: string, call: CallSite, offset: number): boolean {
  const end = call.close ?? Math.min(call.span.end, offset);
  const before = text.slice(call.open, offset).trimEnd();
  const behind = text.slice(offset, Math.max(offset, end)).trim();
  const lineRest = /^[^\n]*/.exec(text.slice(offset))?.[0] ?? "";
  const quiet = call.close !== undefined || /^[\s)\];,}]*$/.test(lineRest);
  return behind === "" && quiet && (before === "" || before.endsWith(","));
}

function suggestion(
  document: AnalyzedSource,
  call: CallSite,
  offset: number,
  knowledge: Knowledge,
): string | undefined {
  const called = calledSignatures(call, knowledge, document.uri);
  if (called.state !== "known" || called.typed || call.byPath === true) {
    return undefined;
  }
  const signature = chooseSignature(called.signatures, call.arguments);
  if (!signature) {
    return undefined;
  }
  const lacking = lackingArguments(document, call, signature, offset);
  const parts = [...lacking.positional];
  if (lacking.keywords.length > 0) {
    parts.push(`${document.analysis.imports().kw ?? "kw"}({ ${lacking.keywords.join(", ")} })`);
  }
  if (parts.length === 0) {
    return undefined;
  }
  const gap = /,$/.test(document.text.slice(call.open, offset)) ? " " : "";
  return gap + parts.join(", ") + (call.close === undefined ? ")" : "");
}
