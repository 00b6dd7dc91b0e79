/** Quick fixes of our diagnostics. */
import type { CodeAction, CodeActionContext, Range } from "vscode-languageserver-protocol";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { AnalyzedSource } from "../sourceDocument.js";
import type { CodeActionOptions } from "./codeActions.js";

export function repairs(
  _document: AnalyzedSource,
  _range: Range,
  _context: CodeActionContext,
  _knowledge: Knowledge,
  _options: CodeActionOptions,
  _wants: (kind: string) => boolean,
): CodeAction[] {
  return [];
}
