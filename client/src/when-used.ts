/** Waits for the first sign that a folder uses SnakeBridge. */
import { Disposable, Uri, workspace, type TextDocument, type WorkspaceFolder } from "vscode";
import { changedLines, importsLibrary } from "./activity.js";

const languages = new Set(["typescript", "typescriptreact", "javascript", "javascriptreact"]);

/**
 * Calls `used` once: for a folder with a `snakebridge.json`, or when an open file imports the library. Until then it
 * only looks at text that is opened or typed.
 */
export function whenUsed(used: () => void): Disposable {
  const listeners: Disposable[] = [];
  const stop = (): void => {
    for (const listener of listeners.splice(0)) listener.dispose();
  };
  const found = (): void => {
    // Nothing listens any more: it was found before, or the extension ends.
    if (listeners.length === 0) return;
    stop();
    used();
  };
  const look = (document: TextDocument): void => {
    if (concerns(document) && importsLibrary(document.getText())) found();
  };
  listeners.push(
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (concerns(document) && contentChanges.some((change) => touchesImport(document, change))) found();
    }),
    workspace.onDidChangeWorkspaceFolders(({ added }) => {
      lookForConfiguration(added).then(orNot(found), () => undefined);
    }),
  );
  for (const document of workspace.textDocuments) look(document);
  lookForConfiguration(workspace.workspaceFolders ?? []).then(orNot(found), () => undefined);
  return new Disposable(stop);
}

const orNot =
  (found: () => void) =>
  (there: boolean): void => {
    if (there) found();
  };

/** True where one of the folders holds a `snakebridge.json`. */
async function lookForConfiguration(folders: readonly WorkspaceFolder[]): Promise<boolean> {
  const answers = folders.map(({ uri }) =>
    workspace.fs.stat(Uri.joinPath(uri, "snakebridge.json")).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(answers)).includes(true);
}

const concerns = (document: TextDocument): boolean =>
  languages.has(document.languageId) || document.fileName.endsWith("snakebridge.json");

function touchesImport(document: TextDocument, change: Parameters<typeof changedLines>[0]): boolean {
  const { firstLine, lineCount } = changedLines(change);
  const last = Math.min(document.lineCount, firstLine + lineCount);
  for (let line = firstLine; line < last; line++) {
    if (importsLibrary(document.lineAt(line).text)) return true;
  }
  return false;
}
