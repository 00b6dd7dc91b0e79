/**
 * What is typed before the language server runs gets no suggestions of ours, and VS Code does not ask again by itself.
 * So they are asked for when the server is there, if the cursor still stands where a list of ours is expected.
 */
import { window } from "vscode";
import { importsLibrary } from "./activity.js";
import { suggestAnew } from "./suggest-again.js";

export async function suggestForTypedEarly(): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || !editor.selection.isEmpty) return;
  const { document, selection } = editor;
  const { line, character } = selection.active;
  const { text } = document.lineAt(line);
  const [before, behind] = [text.slice(0, character), text.slice(character)];
  const ours = document.fileName.endsWith("snakebridge.json")
    ? expectsName(before, behind)
    : expectsList(before, behind) && importsLibrary(document.getText());
  if (ours) await suggestAnew();
}

/** In `snakebridge.json`: inside a string, behind what may begin the name of a module or of what is in it. */
export function expectsName(before: string, behind: string): boolean {
  return /^(?:[^"]*"[^"]*")*[^"]*"[\w.]*$/.test(before) && !/^[\w.]/.test(behind);
}

/** Behind a dot or a name begun there, or inside the string of `python.module("`; never in the middle of a name. */
export function expectsList(before: string, behind: string): boolean {
  return (
    /(?:\w\s*\??\.\w*|[\])]\s*\??\.\w*|\b(?:module|call)\(\s*["'`][\w.]*)$/.test(before) &&
    !/^\w/.test(behind)
  );
}
