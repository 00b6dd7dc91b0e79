import { l10n, window } from "vscode";
import { CallSyntaxError, parseCall } from "../call-expression.js";
import type { Command } from "../context.js";
import { aroundEditor, chooseFolder } from "../folders.js";
import { withProgress } from "../present.js";
import { requireTrust } from "../trust.js";

/** Calls a Python function with values that the user types and shows the result. */
export const callFunction: Command = async (context, path) => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const start = typeof path === "string" ? `${path}()` : "";
  const typed = await window.showInputBox({
    title: l10n.t("Call Function"),
    prompt: l10n.t("A function with its module, and its arguments as JSON"),
    placeHolder: 'json.dumps({"a": 1}, indent=2)',
    value: start,
    valueSelection: [Math.max(0, start.length - 1), Math.max(0, start.length - 1)],
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === "" ? undefined : problemOf(value)),
  });
  if (typed === undefined || typed.trim() === "") return;
  const call = parseCall(typed);
  const result = await withProgress(context, l10n.t("Calling {0}", call.path), (asked) =>
    context.server.ask("callFunction", { ...aroundEditor(folder), ...call }, asked),
  );
  const printed = result.output === "" ? "" : `\n\n# ${l10n.t("printed")}\n${result.output}`;
  await context.reports.show(`${call.path}.txt`, `>>> ${typed.trim()}\n${result.text}${printed}\n`);
};

function problemOf(text: string): string | undefined {
  try {
    parseCall(text);
    return undefined;
  } catch (error) {
    if (error instanceof CallSyntaxError) return error.message;
    throw error;
  }
}
