/** Files and the cursor, as a test moves them. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import {
  commands,
  Range,
  Selection,
  Uri,
  window,
  workspace,
  type Position,
  type TextDocument,
  type TextEditor,
} from "vscode";
import { lookAtFailure } from "./failure.ts";
import { eventually, press, visibleText } from "./window.ts";

export function workspaceFolder(): string {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder, "a folder is open");
  return folder.uri.fsPath;
}

/** Marks the cursor in a text that a test writes. */
const marker = "|";

/**
 * Writes a file into the workspace, opens it, and puts the cursor where the text has `|`.
 * Waits until the window really shows it with the focus in it, so that keys arrive there.
 */
export async function openWith(name: string, textWithCursor: string): Promise<TextEditor> {
  const at = textWithCursor.indexOf(marker);
  assert.notEqual(at, -1, `the text of ${name} marks the cursor with ${marker}`);
  const text = textWithCursor.slice(0, at) + textWithCursor.slice(at + 1);
  const uri = Uri.joinPath(Uri.file(workspaceFolder()), name);
  await workspace.fs.writeFile(uri, Buffer.from(text));
  const document = await eventually(`the text of ${name}`, () => opened(uri, text));
  const editor = await window.showTextDocument(document, { preview: false });
  const cursor = document.positionAt(at);
  editor.selection = new Selection(cursor, cursor);
  editor.revealRange(new Range(cursor, cursor));
  await eventually(`${name} in the window, with the focus`, async () => {
    await commands.executeCommand("workbench.action.focusActiveEditorGroup");
    const tabs = await visibleText(".tab.active");
    const focused = await visibleText(".part.editor .monaco-editor.focused");
    return (focused.length > 0 && tabs.some((tab) => tab.includes(basename(name)))) || undefined;
  });
  return editor;
}

/**
 * The document, once it has the text. A file that was open a moment ago may still be in memory, with changes that were not saved or are just
 * being saved over ours: it is written again, and what is in memory given up for it.
 */
async function opened(uri: Uri, text: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(uri);
  if (document.getText() === text) return document;
  const saved = Buffer.from(await workspace.fs.readFile(uri)).toString();
  if (saved !== text) await workspace.fs.writeFile(uri, Buffer.from(text));
  const held = document.getText();
  await window.showTextDocument(document);
  await commands.executeCommand("workbench.action.files.revert");
  throw new Error(`In memory it was\n${held}\nand on disk\n${saved}`);
}

/** Where a text first stands in the open file. */
export function positionOf(editor: TextEditor, text: string, offset = 0): Position {
  const at = editor.document.getText().indexOf(text);
  assert.notEqual(at, -1, `${text} stands in the file`);
  return editor.document.positionAt(at + offset);
}

export function lineAtCursor(editor: TextEditor): string {
  return editor.document.lineAt(editor.selection.active.line).text;
}

/** Waits for the line at the cursor: what was typed reaches the document a moment after the window. */
export const lineBecomes = (editor: TextEditor, wanted: string | RegExp): Promise<true> =>
  eventually(`the line ${String(wanted)}`, () => {
    if (typeof wanted === "string") assert.equal(lineAtCursor(editor), wanted);
    else assert.match(lineAtCursor(editor), wanted);
    return true;
  });

/**
 * For `afterEach`: closes every editor without saving, so that a test leaves nothing to the next. First looks
 * at the window of a test that failed, which says more than its message.
 */
export async function closeAll(this: Mocha.Context): Promise<void> {
  await lookAtFailure(this.currentTest);
  await press("Escape");
  while (window.tabGroups.all.some((group) => group.tabs.length > 0)) {
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
  await commands.executeCommand("notifications.clearAll");
}

/** Paths below a folder of the workspace, sorted; empty where there is no such folder. */
export function filesBelow(folder: string): string[] {
  try {
    return readdirSync(join(workspaceFolder(), folder), { recursive: true, encoding: "utf8" }).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
