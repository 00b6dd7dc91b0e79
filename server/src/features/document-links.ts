/** Links in code: a module's name in a string opens its Python source. */
import type { DocumentLink } from "vscode-languageserver-protocol";
import { URI } from "vscode-uri";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { AnalyzedSource } from "../source-document.js";

export function documentLinks(document: AnalyzedSource, knowledge: Knowledge): DocumentLink[] {
  return document.analysis.occurrences().modules.flatMap((use) => {
    const state = knowledge.module(use.module);
    const file = state.state === "described" ? state.description.file : undefined;
    return file?.endsWith(".py") || file?.endsWith(".pyi")
      ? [
          {
            range: document.rangeOf(use.nameSpan),
            target: URI.file(file).toString(),
            tooltip: `Open ${use.module}`,
          },
        ]
      : [];
  });
}
