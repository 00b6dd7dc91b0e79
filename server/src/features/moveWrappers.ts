/** The folder of the wrappers, or the module that one wraps, is called otherwise in `snakebridge.json`: imports follow. */
import { dirname, relative, resolve as resolvePath, sep } from "node:path";
import { URI } from "vscode-uri";
import type { TextEdit } from "vscode-languageserver-protocol";
import type { AnalyzedSource } from "../sourceDocument.js";

/**
 * Edits that turn a document's relative imports of what lies at `from` into imports of what lies at `to`. Both are absolute paths
 * without extension: a folder, or a wrapper that is a file (`math.js`) or a folder (`numpy/index.js`).
 */
export function moveWrappers(document: AnalyzedSource, from: string, to: string): TextEdit[] {
  if (!document.uri.startsWith("file:")) {
    return [];
  }
  const here = dirname(URI.parse(document.uri).fsPath);
  return document.analysis.occurrences().wrappers.flatMap((wrapper) => {
    if (!wrapper.specifier.startsWith(".")) {
      return [];
    }
    const path = resolvePath(here, wrapper.specifier);
    const rest = path.startsWith(from) ? path.slice(from.length) : undefined;
    if (rest === undefined || !/^(?:$|[./\\])/.test(rest)) {
      return [];
    }
    const moved = relative(here, to + rest)
      .split(sep)
      .join("/");
    const newText = moved.startsWith(".") ? moved : `./${moved}`;
    return [{ range: document.rangeOf(wrapper.specifierSpan), newText }];
  });
}
