import { commands, l10n, window } from "vscode";
import type { Result } from "../connection/connection.js";
import type { Command } from "../context.js";
import { aroundEditor, chooseFolder } from "../folders.js";
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
    context.server.ask("discoverModule", { ...aroundEditor(folder), module, refresh: true }, asked),
  );
  await context.modules.reveal(folder, module);
  const insert = l10n.t("Insert Import");
  const generate = l10n.t("Generate Wrapper");
  const answer = await window.showInformationMessage(
    `${[found.module, found.version].filter((part) => part !== undefined).join(" ")}: ${contentsOf(found)}.`,
    insert,
    generate,
  );
  if (answer === insert) await commands.executeCommand("snakebridge.insertImport", module);
  if (answer === generate) await commands.executeCommand("snakebridge.generateWrapper", module);
};

/** "3 functions, 1 class": what there is none of is not said. */
function contentsOf(found: Result<"discoverModule">): string {
  const { functions, classes, submodules } = found;
  const parts = [
    functions === 1 ? l10n.t("1 function") : l10n.t("{0} functions", functions),
    classes === 1 ? l10n.t("1 class") : l10n.t("{0} classes", classes),
    submodules === 1 ? l10n.t("1 submodule") : l10n.t("{0} submodules", submodules),
  ].filter((_, index) => [functions, classes, submodules][index] !== 0);
  return parts.length === 0 ? l10n.t("no functions, classes or submodules") : parts.join(", ");
}
