/** References and highlights of something Python within the document. */
import {
  DocumentHighlightKind,
  type DocumentHighlight,
  type Location,
  type Position,
} from "vscode-languageserver-protocol";
import { locate, resolve } from "../knowledge/resolve.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { AnalyzedSource } from "../source-document.js";
import { isTyped } from "./hover.js";

/** TypeScript finds variables itself; ours are members of untyped modules and names in strings. */
export function references(
  document: AnalyzedSource,
  position: Position,
  knowledge: Knowledge,
): Location[] | null {
  const offset = document.offsetAt(position);
  const target = document.analysis.targetAt(offset);
  if (!target || target.kind === "binding" || target.kind === "wrapper" || target.kind === "keyword") {
    return null;
  }
  if (
    target.kind === "member" &&
    isTyped(resolve(locate(target.access.object, knowledge, document.uri), knowledge))
  ) {
    return null;
  }
  const spans = document.analysis.referencesAt(offset);
  return spans.length > 0
    ? spans.map((span) => ({ uri: document.uri, range: document.rangeOf(span) }))
    : null;
}

export function highlights(
  document: AnalyzedSource,
  position: Position,
  knowledge: Knowledge,
): DocumentHighlight[] | null {
  return (
    references(document, position, knowledge)?.map(({ range }) => ({
      range,
      kind: DocumentHighlightKind.Read,
    })) ?? null
  );
}
