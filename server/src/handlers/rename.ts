/**
 * Rename in `snakebridge.json`: the exported name of something in a wrapper, with the imports and uses of it; the module that is
 * wrapped, and the folder of the wrappers, with the imports of the wrappers.
 */
import { readFile } from "node:fs/promises";
import { dirname, join, resolve as resolvePath } from "node:path";
import { URI } from "vscode-uri";
import type { Position, PrepareRenameResult, TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import { placeAt, rangeOfNode, treeOf, type NamedPlace } from "../configuration/config-document.js";
import type { ServerContext } from "../context.js";
import { moveWrappers } from "../features/move-wrappers.js";
import { renameExport } from "../features/rename-export.js";
import { analyzed, SourceDocument, type AnalyzedSource } from "../source-document.js";
import { typedError } from "../workspace/announcer.js";
import { isModuleName } from "../workspace/folder-knowledge.js";
import type { Folder } from "../workspace/folders.js";
import type { Announce } from "./language-features.js";

type Renamed = NamedPlace & { kind: "export" | "module" | "outDir" };

export function bindRename(context: ServerContext, announce: Announce): void {
  announce({ renameProvider: { prepareProvider: true } });
  const { connection } = context;
  connection.onPrepareRename(({ textDocument, position }): PrepareRenameResult | null => {
    const found = renamedAt(context, textDocument.uri, position);
    return found
      ? { range: rangeOfNode(found.document, found.place.node, true), placeholder: nameOf(found.place) }
      : null;
  });
  connection.onRenameRequest(async ({ textDocument, position, newName }): Promise<WorkspaceEdit | null> => {
    const found = renamedAt(context, textDocument.uri, position);
    if (!found) {
      return null;
    }
    const { document, place } = found;
    const folder = context.folders.of(document.uri);
    // Wrappers that were just generated: without them a program that imports one would be left behind.
    await folder.python.refreshWrappers();
    const edits = editsOf(place, newName, document, folder);
    const changes: Record<string, TextEdit[]> = {
      [document.uri]: [
        { range: rangeOfNode(document, place.node, true), newText: JSON.stringify(newName).slice(1, -1) },
      ],
    };
    for await (const script of scripts(context, folder, place)) {
      const found = edits(analyzed(script, context.analyzer.analyzer));
      if (found.length > 0) {
        changes[script.uri] = found;
      }
    }
    return { changes };
  });
}

function nameOf(place: Renamed): string {
  switch (place.kind) {
    case "export":
      return place.exported;
    case "module":
      return place.module;
    case "outDir":
      return place.path;
  }
}

/** What a rename changes in a script. @throws a typed error where the new name can't be one */
function editsOf(
  place: Renamed,
  newName: string,
  document: SourceDocument,
  folder: Folder,
): (script: AnalyzedSource) => TextEdit[] {
  const refuse = (reason: string): never => {
    throw typedError({ kind: "configuration", message: `'${newName}' is not ${reason}.` });
  };
  switch (place.kind) {
    case "export":
      if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(newName)) {
        refuse("a JavaScript name");
      }
      return (script) => renameExport(script, place.module, place.exported, newName, folder.knowledge);
    case "module": {
      if (!isModuleName(newName)) {
        refuse("the name of a Python module");
      }
      const pathOf = (module: string): string => join(folder.python.outDir, ...module.split("."));
      return (script) => moveWrappers(script, pathOf(place.module), pathOf(newName));
    }
    case "outDir": {
      if (newName.trim() === "") {
        refuse("a folder");
      }
      const base = dirname(URI.parse(document.uri).fsPath);
      return (script) => moveWrappers(script, resolvePath(base, place.path), resolvePath(base, newName));
    }
  }
}

function renamedAt(
  context: ServerContext,
  uri: string,
  position: Position,
): { document: SourceDocument; place: Renamed } | undefined {
  const document = context.configuration(uri);
  const root = document ? treeOf(document) : undefined;
  const place = document && root ? placeAt(root, document.offsetAt(position)) : undefined;
  return document && (place?.kind === "export" || place?.kind === "module" || place?.kind === "outDir")
    ? { document, place }
    : undefined;
}

/** Open documents as they are, and the folder's other source files that may import a wrapper. */
async function* scripts(
  context: ServerContext,
  folder: Folder,
  place: Renamed,
): AsyncGenerator<SourceDocument> {
  const own = place.kind === "module" ? [`/${place.module.split(".")[0] ?? place.module}`] : [];
  const words = [...context.relevantWords(folder), ...own];
  const open = new Set<string>();
  for (const document of context.documents) {
    open.add(document.uri);
    if (context.folders.of(document.uri) === folder && document.mentions(words)) {
      yield document;
    }
  }
  for await (const path of folder.python.sourceFiles()) {
    const uri = URI.file(path).toString();
    if (!open.has(uri)) {
      const text = await readFile(path, "utf8").catch(() => "");
      const language = /x$/.test(path) ? "typescriptreact" : "typescript";
      if (words.some((word) => text.includes(word))) {
        yield new SourceDocument(uri, language, 0, text);
      }
    }
  }
}
