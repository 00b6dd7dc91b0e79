import { l10n, Uri, window, workspace, type WorkspaceFolder } from "vscode";
import { importsLibrary } from "../activity.js";
import type { ClientContext, Command } from "../context.js";
import { aroundEditor, chooseFolder } from "../folders.js";
import { pickModule } from "../module-picker.js";
import { withProgress } from "../present.js";
import { applyEdit } from "../apply-edit.js";
import { requireTrust } from "../trust.js";

/** Generates the wrapper of one module and rewrites the import of the open program. */
export const generateWrapper: Command = async (context, name) => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const module =
    typeof name === "string" ? name : await pickModule(context, folder, l10n.t("Generate Wrapper"));
  if (module !== undefined)
    await generate(context, folder, [module], l10n.t("Generating the wrapper of {0}", module));
};

/** Generates every module of `snakebridge.json` again. */
export const regenerateAll: Command = async (context) => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder !== undefined) await generate(context, folder, [], l10n.t("Generating all wrappers"));
};

async function generate(
  context: ClientContext,
  folder: WorkspaceFolder,
  modules: string[],
  title: string,
): Promise<void> {
  const document = window.activeTextEditor?.document;
  const rewritten = modules.length > 0 && document !== undefined && importsLibrary(document.getText());
  const result = await withProgress(context, title, (asked) =>
    context.server.ask(
      "generateWrapper",
      {
        ...aroundEditor(folder),
        modules,
        ...(rewritten ? { document: document.uri.toString() } : {}),
        addToConfiguration: modules.length > 0,
      },
      asked,
    ),
  );
  if (result.edit !== undefined) await applyEdit(result.edit);
  for (const warning of result.warnings) context.log.warn(warning);
  context.modules.refresh();
  await tellResult(context, result.written, result.unchanged, result.warnings.length);
}

async function tellResult(
  context: ClientContext,
  written: readonly string[],
  unchanged: readonly string[],
  warnings: number,
): Promise<void> {
  const open = l10n.t("Open");
  const showLog = l10n.t("Show Log");
  const first = written[0] ?? unchanged[0];
  const text =
    written.length === 0
      ? l10n.t("The wrapper is up to date.")
      : written.length === 1
        ? l10n.t("Wrote {0}.", workspace.asRelativePath(Uri.parse(written[0] ?? "")))
        : l10n.t("Wrote {0} files.", written.length);
  const actions = [first === undefined ? undefined : open, warnings > 0 ? showLog : undefined];
  const answer = await window.showInformationMessage(
    warnings > 0 ? `${text} ${l10n.t("{0} warnings are in the log.", warnings)}` : text,
    ...actions.filter((action) => action !== undefined),
  );
  if (answer === open && first !== undefined) await window.showTextDocument(Uri.parse(first));
  if (answer === showLog) context.log.show();
}
