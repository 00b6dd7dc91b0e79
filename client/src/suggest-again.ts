/**
 * LSP can't say that a completion list has become better. When a description arrives, suggestions are asked for again
 * if the user has not moved or typed since an unfinished list was shown, or went on with the word where none was.
 */
import { commands, window } from "vscode";
import type { DescriptionReadyParams } from "../../server/protocol/index.js";
import type { CompletionPlace } from "./connection/connection.js";

export class SuggestAgain {
  #place: CompletionPlace | undefined;

  remember(place: CompletionPlace): void {
    this.#place = place;
  }

  async onDescriptionReady(ready: DescriptionReadyParams): Promise<void> {
    const place = this.#place;
    const editor = window.activeTextEditor;
    // What was given up because the environment changed is looked for anew when it is asked for anew.
    const failed = ready.error !== undefined && ready.error.kind !== "cancelled";
    if (failed || place === undefined || editor === undefined) return;
    const { document, selection } = editor;
    const { active } = selection;
    const same =
      document.uri.toString() === place.uri &&
      selection.isEmpty &&
      active.line === place.line &&
      ready.documents.some(({ uri }) => uri === place.uri) &&
      (document.version === place.version
        ? active.character === place.character
        : // Nothing was shown, and the same word went on: VS Code need not have asked for each of its letters.
          place.empty &&
          active.character > place.character &&
          /^[\w.]*$/.test(document.lineAt(active.line).text.slice(place.character, active.character))) &&
      // The names of modules make no difference to a list of members that is shown, where a row may be selected.
      (ready.module !== "" || place.empty);
    if (!same) return;
    this.#place = undefined;
    await suggestAnew();
  }
}

/** VS Code ignores the command while a list is open, and one of the file's words is, where nobody had an answer. */
export async function suggestAnew(): Promise<void> {
  await commands.executeCommand("hideSuggestWidget");
  await commands.executeCommand("editor.action.triggerSuggest");
}
