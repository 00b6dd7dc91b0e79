/**
 * What is typed while the language server starts gets no suggestions of ours, and VS Code does not ask again by itself.
 * So the last place is kept, and suggestions are asked for there if nothing has moved since.
 */
import { commands, window, workspace, type Disposable } from "vscode";
import { importsLibrary } from "./activity.js";

/** Behind a dot, or inside the string of `python.module("`: where a list of ours is expected. */
const expectsList = /(?:\.\s*\w*|\b(?:module|call)\(\s*["'`][\w.]*)$/;

export class TypedEarly implements Disposable {
  #place: { readonly uri: string; readonly version: number } | undefined;
  readonly #listener: Disposable;

  constructor() {
    this.#listener = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0)
        this.#place = { uri: document.uri.toString(), version: document.version };
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }

  /** The server runs now. */
  async suggest(): Promise<void> {
    this.dispose();
    const place = this.#place;
    const editor = window.activeTextEditor;
    if (place === undefined || editor === undefined || !editor.selection.isEmpty) return;
    const { document, selection } = editor;
    if (document.uri.toString() !== place.uri || document.version !== place.version) return;
    const { text } = document.lineAt(selection.active.line);
    if (!expectsList.test(text.slice(0, selection.active.character))) return;
    if (importsLibrary(document.getText())) await commands.executeCommand("editor.action.triggerSuggest");
  }
}
