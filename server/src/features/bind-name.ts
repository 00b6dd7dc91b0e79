/** A quick fix for a name that TypeScript does not know and that is a Python module's: it binds the module. */
import { CodeActionKind, type CodeAction, type Diagnostic } from "vscode-languageserver-protocol";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { AnalyzedSource } from "../source-document.js";
import { insertImport, modulesCalled } from "./insert-import.js";

/** TypeScript's "Cannot find name", without and with a suggestion, and with one of a type library. */
const unknownName = new Set(["2304", "2552", "2580", "2582", "2591"]);

export function bindName(
  document: AnalyzedSource,
  diagnostics: readonly Diagnostic[],
  knowledge: Knowledge,
): CodeAction[] {
  return diagnostics
    .filter(
      ({ source, code }) => /^(?:ts|js|typescript)$/.test(source ?? "") && unknownName.has(String(code)),
    )
    .flatMap((diagnostic) => {
      const { start, end } = diagnostic.range;
      const name = document.text.slice(document.offsetAt(start), document.offsetAt(end));
      const modules = knowledge.installed() ?? [];
      const module = modulesCalled(name).find((candidate) =>
        modules.some((installed) => installed.name === candidate.split(".")[0]),
      );
      const edits = module === undefined ? [] : insertImport(document, module, name).edits;
      return edits.length === 0
        ? []
        : [
            {
              title: `Bind '${name}' to the Python module '${module}'`,
              kind: CodeActionKind.QuickFix,
              diagnostics: [diagnostic],
              edit: { changes: { [document.uri]: edits } },
            },
          ];
    });
}
