/** The folder of the wrappers, or the module that one wraps, is called otherwise in `snakebridge.json`: imports follow. */
import system, { type PlatformPath } from "node:path";
import { URI } from "vscode-uri";
import type { TextEdit } from "vscode-languageserver-protocol";
import type { AnalyzedSource } from "../source-document.js";

/**
 * Edits that turn a document's relative imports of what lies at `from` into imports of what lies at `to`. Both are absolute paths
 * without extension: a folder, or a wrapper that is a file (`math.js`) or a folder (`numpy/index.js`).
 */
export function moveWrappers(document: AnalyzedSource, from: string, to: string): TextEdit[] {
  if (!document.uri.startsWith("file:")) {
    return [];
  }
  const here = system.dirname(URI.parse(document.uri).fsPath);
  return document.analysis.occurrences().wrappers.flatMap((wrapper) => {
    const newText = movedSpecifier(wrapper.specifier, { here, from, to });
    return newText === undefined ? [] : [{ range: document.rangeOf(wrapper.specifierSpan), newText }];
  });
}

/**
 * How a document in the folder `here` imports what moved `from` one place `to` another; undefined for what it imports from elsewhere.
 * Windows tells no letters apart by their case: an editor's `c:` is the `C:` of a configuration's path.
 */
export function movedSpecifier(
  specifier: string,
  { here, from, to }: { readonly here: string; readonly from: string; readonly to: string },
  path: PlatformPath = system,
): string | undefined {
  if (!specifier.startsWith(".")) {
    return undefined;
  }
  const folded = (text: string): string => (path.sep === "\\" ? text.toLowerCase() : text);
  const target = path.resolve(here, specifier);
  const rest = target.slice(from.length);
  if (folded(target.slice(0, from.length)) !== folded(from) || !/^(?:$|[./\\])/.test(rest)) {
    return undefined;
  }
  const moved = path
    .relative(here, to + rest)
    .split(path.sep)
    .join("/");
  return moved.startsWith(".") ? moved : `./${moved}`;
}
