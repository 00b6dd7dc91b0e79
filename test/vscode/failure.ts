/** What a person would see of the window where a test failed: the picture stays on the machine, the text goes into the error. */
import { commands, window } from "vscode";
import { screenshot, visibleText } from "./window.ts";

const seen = new WeakMap<Error, string>();

/** What the window showed when the test failed that way. */
export const seenAt = (error: Error): string | undefined => seen.get(error);

const parts: readonly [name: string, selector: string][] = [
  ["tabs", ".tab.active"],
  ["messages", ".notification-list-item"],
  ["message in the editor", ".monaco-editor-overlaymessage"],
  ["menu", ".action-widget .monaco-list-row"],
  ["suggestions", ".suggest-widget.visible .monaco-list-row .label-name"],
  ["input", ".quick-input-widget .quick-input-title, .quick-input-list .monaco-list-row"],
  ["status bar", ".statusbar-item"],
  ["side bar", "#workbench\\.parts\\.sidebar .monaco-list-row"],
  ["lenses", ".codelens-decoration"],
];

/** For `afterEach`, before anything is closed. */
export async function lookAtFailure(test: Mocha.Runnable | undefined): Promise<void> {
  const error = (test as { err?: Error } | undefined)?.err;
  if (test?.state !== "failed" || (error !== undefined && seen.has(error))) return;
  await screenshot(`failed ${test.fullTitle()}`);
  if (error === undefined) return;
  // A window that runs suites shows no message by itself.
  await commands.executeCommand("notifications.showList");
  const lines: string[] = [];
  for (const [name, selector] of parts) {
    const texts = await visibleText(selector);
    if (texts.length > 0) lines.push(`${name}: ${texts.join(" | ").slice(0, 600)}`);
  }
  const text = window.activeTextEditor?.document.getText();
  if (text !== undefined) lines.push(`text:\n${text.slice(0, 1_500)}`);
  seen.set(error, lines.join("\n"));
}
