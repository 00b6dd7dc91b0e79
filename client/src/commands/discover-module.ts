import { commands, l10n, window } from "vscode";
import type { Command } from "../context.js";
import { chooseFolder, inFolder } from "../folders.js";
import { pickModule } from "../module-picker.js";
import { withProgress } from "../present.js";
import { requireTrust } from "../trust.js";

/** Describes a module, shows it in the view and says what it holds. */
export const discoverModule: Command = async (context, name) => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const title = l10n.t("Discover Module");
  const module = typeof name === "string" ? name : await pickModule(context, folder, title);
  if (module === undefined) return;
  const found = await withProgress(context, l10n.t("Discovering {0}", module), (asked) =>
    context.server.ask("discoverModule", { ...inFolder(folder), module, refresh: true }, asked),
  );
  await context.modules.reveal(folder, module);
  const insert = l10n.t("Insert Import");
  const generate = l10n.t("Generate Wrapper");
  const answer = await window.showInformationMessage(
    l10n.t(
      "{0}: {1} functions, {2} classes, {3} submodules.",
      [found.module, found.version].filter((part) => part !== undefined).join(" "),
      found.functions,
      found.classes,
      found.submodules,
    ),
    insert,
    generate,
  );
  if (answer === insert) await commands.executeCommand("snakebridge.insertImport", module);
  if (answer === generate) await commands.executeCommand("snakebridge.generateWrapper", module);
};
