import { l10n, window } from "vscode";
import type { Command } from "../context.js";
import { applyEdit } from "../apply-edit.js";
import { folderOf } from "../folders.js";
import { pickModule } from "../module-picker.js";

const languages = new Set(["typescript", "typescriptreact", "javascript", "javascriptreact"]);

/** Binds a module in the open file: `const json = python.module("json");` and the import of the library. */
export const insertImport: Command = async (context, name) => {
  const document = window.activeTextEditor?.document;
  if (document === undefined || !languages.has(document.languageId)) {
    await window.showInformationMessage(
      l10n.t("Open the TypeScript or JavaScript file that shall use the module."),
    );
    return;
  }
  const module =
    typeof name === "string"
      ? name
      : await pickModule(context, folderOf(document.uri), l10n.t("Insert Import"));
  if (module === undefined) return;
  const uri = document.uri.toString();
  const { edits } = await context.server.ask("insertImport", { uri, module });
  await applyEdit({ changes: { [uri]: edits } });
};
