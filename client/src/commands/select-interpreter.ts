import { l10n, QuickPickItemKind, window, workspace, type QuickPickItem } from "vscode";
import type { InterpreterChoice } from "../../../server/protocol/index.js";
import type { Command } from "../context.js";
import { chooseFolder, inFolder } from "../folders.js";
import { distinct, interpreterItem } from "../interpreters/choices.js";
import { liesBelow } from "../project/platform.js";
import { setInterpreter } from "../settings.js";
import { requireTrust } from "../trust.js";

interface Item extends QuickPickItem {
  readonly choose?: "search" | "browse" | InterpreterChoice;
}

export const selectInterpreter: Command = async (context) => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const items = context.server
    .ask("interpreters", inFolder(folder))
    .then(({ interpreters }) => distinct(interpreters))
    .then(itemsFor);
  const current = context.environments.known(folder)?.reason;
  const picked = await window.showQuickPick<Item>(items, {
    title: l10n.t("Select the Python Interpreter of {0}", folder.name),
    ...(current === undefined ? {} : { placeHolder: current }),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.choose === undefined) return;
  if (picked.choose === "search") await setInterpreter(folder, undefined);
  else if (picked.choose === "browse") {
    const files = await window.showOpenDialog({
      title: l10n.t("Python Interpreter"),
      defaultUri: folder.uri,
    });
    if (files?.[0] === undefined) return;
    await setInterpreter(folder, files[0].fsPath);
  } else await setInterpreter(folder, relativeWhereInside(picked.choose.path, folder.uri.fsPath));
  const status = await context.environments.read(folder, true);
  if (status.problem !== undefined) await window.showWarningMessage(status.problem);
};

function itemsFor(interpreters: readonly InterpreterChoice[]): Item[] {
  return [
    { label: `$(search) ${l10n.t("Let SnakeBridge choose")}`, choose: "search" },
    { label: `$(folder-opened) ${l10n.t("Browse…")}`, choose: "browse" },
    { label: "", kind: QuickPickItemKind.Separator },
    ...interpreters.map((choice) => ({ ...interpreterItem(choice), choose: choice })),
  ];
}

/** A path inside the folder is kept relative, so that the setting can be committed. */
function relativeWhereInside(path: string, folder: string): string {
  return liesBelow(folder, path, process.platform) ? workspace.asRelativePath(path, false) : path;
}
