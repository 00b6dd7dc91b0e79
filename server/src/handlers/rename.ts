/** Rename in `snakebridge.json`: the exported name of something in a wrapper, with the imports and uses of it. */
import { readFile } from "node:fs/promises";
import { URI } from "vscode-uri";
import type { Position, PrepareRenameResult, TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import { placeAt, rangeOfNode, treeOf, type NamedPlace } from "../configuration/configDocument.js";
import type { ServerContext } from "../context.js";
import { renameExport } from "../features/renameExport.js";
import { analyzed, SourceDocument } from "../sourceDocument.js";
import { typedError } from "../workspace/announcer.js";
import type { Folder } from "../workspace/folders.js";
import type { Announce } from "./languageFeatures.js";

export function bindRename(context: ServerContext, announce: Announce): void {
  announce({ renameProvider: { prepareProvider: true } });
  const { connection } = context;
  connection.onPrepareRename(({ textDocument, position }): PrepareRenameResult | null => {
    const found = exportAt(context, textDocument.uri, position);
    return found
      ? { range: rangeOfNode(found.document, found.place.node, true), placeholder: found.place.exported }
      : null;
  });
  connection.onRenameRequest(async ({ textDocument, position, newName }): Promise<WorkspaceEdit | null> => {
    const found = exportAt(context, textDocument.uri, position);
    if (!found) {
      return null;
    }
    const { document, place } = found;
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(newName)) {
      throw typedError({ kind: "configuration", message: `'${newName}' is not a JavaScript name.` });
    }
    const changes: Record<string, TextEdit[]> = {
      [document.uri]: [{ range: rangeOfNode(document, place.node, true), newText: newName }],
    };
    const folder = context.folders.of(document.uri);
    for await (const script of scripts(context, folder)) {
      const edits = renameExport(
        analyzed(script, context.analyzer.analyzer),
        place.module,
        place.exported,
        newName,
        folder.knowledge,
      );
      if (edits.length > 0) {
        changes[script.uri] = edits;
      }
    }
    return { changes };
  });
}

function exportAt(
  context: ServerContext,
  uri: string,
  position: Position,
): { document: SourceDocument; place: NamedPlace & { kind: "export" } } | undefined {
  const document = context.configuration(uri);
  const root = document ? treeOf(document) : undefined;
  const place = document && root ? placeAt(root, document.offsetAt(position)) : undefined;
  return document && place?.kind === "export" ? { document, place } : undefined;
}

/** Open documents as they are, and the folder's other source files that may import a wrapper. */
async function* scripts(context: ServerContext, folder: Folder): AsyncGenerator<SourceDocument> {
  const words = context.relevantWords(folder);
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
