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
  if (!expectsList(text.slice(0, character), text.slice(character))) return;
  if (importsLibrary(document.getText())) await suggestAnew();
}

/** Behind a dot or a name begun there, or inside the string of `python.module("`; never in the middle of a name. */
export function expectsList(before: string, behind: string): boolean {
  return (
    /(?:\w\s*\??\.\w*|[\])]\s*\??\.\w*|\b(?:module|call)\(\s*["'`][\w.]*)$/.test(before) &&
    !/^\w/.test(behind)
  );
}
