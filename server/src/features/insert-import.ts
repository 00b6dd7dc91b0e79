/** The edits that bind a module: `const np = python.module("numpy");`, and the import of `python` where it is missing. */
import type { TextEdit } from "vscode-languageserver-protocol";
import type { InsertImportResult } from "../../protocol/index.js";
import { lastStep } from "../knowledge/lookup.js";
import type { AnalyzedSource } from "../source-document.js";

/** Names by which everybody knows these modules. */
const customary: Readonly<Record<string, string>> = {
  numpy: "np",
  pandas: "pd",
  polars: "pl",
  "matplotlib.pyplot": "plt",
  seaborn: "sns",
  tensorflow: "tf",
};

/** The modules that a name stands for with everybody: itself, and those that are customarily bound to it. */
export function modulesCalled(name: string): string[] {
  const known = Object.entries(customary).flatMap(([module, variable]) =>
    variable === name ? [module] : [],
  );
  return [...known, name];
}

/** @param wanted the variable's name, where the document uses it already; else one that is free */
export function insertImport(document: AnalyzedSource, module: string, wanted?: string): InsertImportResult {
  const known = document.analysis.occurrences().modules.find((use) => use.module === module);
  if (known?.declaration?.variable !== undefined) {
    return { edits: [], variable: known.declaration.variable };
  }
  const style = document.analysis.imports();
  const { quote } = style;
  const end = style.semicolon ? ";" : "";
  let variable = wanted ?? customary[module] ?? lastStep(module);
  while (wanted === undefined && new RegExp(`\\b${variable}\\b`).test(document.text)) {
    variable += "_";
  }
  const edits: TextEdit[] = [];
  const declaration = `const ${variable} = ${style.python ?? "python"}.module(${quote}${module}${quote})${end}\n`;
  const at = document.rangeOf({ start: style.insertAt, end: style.insertAt });
  if (style.python !== undefined) {
    edits.push({ range: at, newText: declaration });
  } else if (style.packageImport) {
    const last = style.packageImport.names.at(-1)?.span.end ?? style.packageImport.span.start;
    edits.push({ range: document.rangeOf({ start: last, end: last }), newText: ", python" });
    edits.push({ range: at, newText: declaration });
  } else {
    const statement = style.commonjs
      ? `const { python } = require(${quote}snakebridge${quote})${end}\n`
      : `import { python } from ${quote}snakebridge${quote}${end}\n`;
    edits.push({ range: at, newText: `${statement}\n${declaration}` });
  }
  return { edits, variable };
}
