/** A wrapper's exported name changes in `snakebridge.json`: the imports and uses of it in a document follow. */
import type { TextEdit } from "vscode-languageserver-protocol";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { AnalyzedSource } from "../source-document.js";

export function renameExport(
  document: AnalyzedSource,
  module: string,
  from: string,
  to: string,
  knowledge: Knowledge,
): TextEdit[] {
  const { wrappers, members } = document.analysis.occurrences();
  const edits = new Map<number, TextEdit>();
  const replace = (span: { start: number; end: number }, newText: string): void => {
    edits.set(span.start, { range: document.rangeOf(span), newText });
  };
  for (const wrapper of wrappers) {
    if (knowledge.wrapperOfImport(wrapper.specifier, document.uri)?.module !== module) {
      continue;
    }
    for (const name of wrapper.names) {
      if (name.imported !== from) {
        continue;
      }
      if (name.local === from) {
        replace(name.span, to);
        for (const use of document.analysis.usesOfName(name.span.start)) {
          replace(use, to);
        }
      } else {
        replace({ start: name.span.start, end: name.span.start + from.length }, to);
      }
    }
    for (const access of members) {
      if (
        access.object.kind === "import" &&
        access.object.specifier === wrapper.specifier &&
        access.name === from
      ) {
        replace(access.nameSpan, to);
      }
    }
  }
  return [...edits.values()];
}
