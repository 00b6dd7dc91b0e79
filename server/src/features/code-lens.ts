/** Lenses on module bindings and imports of wrappers: version, freshness, what can be done. */
import type { CodeLens } from "vscode-languageserver-protocol";
import { serverCommands } from "../../protocol/index.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { AnalyzedSource } from "../source-document.js";
import { command, type CodeActionOptions } from "./code-action-options.js";

export function codeLenses(
  document: AnalyzedSource,
  knowledge: Knowledge,
  options: Pick<CodeActionOptions, "folder" | "mayWrite">,
): CodeLens[] {
  const lenses: CodeLens[] = [];
  const { modules, wrappers } = document.analysis.occurrences();
  for (const use of modules) {
    if (!use.declaration) {
      continue;
    }
    const range = document.rangeOf(use.declaration.statement);
    const title = moduleTitle(use.module, knowledge);
    if (title !== undefined) {
      lenses.push({ range, command: { title, command: "" } });
    }
    if (options.mayWrite && knowledge.module(use.module).state === "described") {
      const written = knowledge.wrapper(use.module) !== undefined;
      const argument = {
        modules: [use.module],
        document: document.uri,
        addToConfiguration: true,
        ...(options.folder === undefined ? {} : { folder: options.folder }),
      };
      lenses.push({
        range,
        command: command(
          written ? "Use typed wrapper" : "Generate typed wrapper",
          serverCommands.generateWrapper,
          argument,
        ),
      });
    }
  }
  for (const use of wrappers) {
    const wrapper = knowledge.wrapperOfImport(use.specifier, document.uri);
    if (!wrapper) {
      continue;
    }
    const range = document.rangeOf(use.statement);
    const version = wrapper.version === undefined ? "" : ` ${wrapper.version}`;
    const state = wrapper.stale === undefined ? "up to date" : `out of date: ${wrapper.stale}`;
    lenses.push({ range, command: { title: `${wrapper.module}${version}, ${state}`, command: "" } });
    if (options.mayWrite) {
      const argument = {
        modules: [wrapper.module],
        ...(options.folder === undefined ? {} : { folder: options.folder }),
      };
      lenses.push({ range, command: command("Regenerate", serverCommands.generateWrapper, argument) });
    }
  }
  return lenses;
}

function moduleTitle(module: string, knowledge: Knowledge): string | undefined {
  const state = knowledge.module(module);
  switch (state.state) {
    case "described": {
      const { description } = state;
      if (description.standardLibrary) {
        return `Python ${description.python}`;
      }
      const version = description.version ?? "";
      return `${description.distribution ?? module}${version ? ` ${version}` : ""}`;
    }
    case "waiting":
      return "discovering…";
    case "absent":
      return "not installed";
    case "failed":
      return "can't be imported";
    case "unknown":
      return undefined;
  }
}
