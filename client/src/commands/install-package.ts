import { l10n, window, type WorkspaceFolder } from "vscode";
import type { ClientContext, Command } from "../context.js";
import { chooseFolder, inFolder } from "../folders.js";
import { withProgress } from "../present.js";
import { requireTrust } from "../trust.js";

/** Installs Python packages into the folder's environment, named by the caller or typed by the user. */
export const installPackage: Command = async (context, ...names) => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const given = names.filter((name) => typeof name === "string");
  const requirements = given.length > 0 ? given : await askForPackages();
  if (requirements.length === 0) return;
  const installed = await installPackages(context, folder, requirements);
  await window.showInformationMessage(
    installed.length === 0
      ? l10n.t("Already installed: {0}.", requirements.join(", "))
      : l10n.t("Installed {0}.", installed.join(", ")),
  );
};

/** Installs under a progress that can be cancelled, and returns what was added or changed. */
export async function installPackages(
  context: ClientContext,
  folder: WorkspaceFolder,
  requirements: string[],
): Promise<readonly string[]> {
  const result = await withProgress(context, l10n.t("Installing {0}", requirements.join(", ")), (asked) =>
    context.server.ask("installPackages", { ...inFolder(folder), requirements }, asked),
  );
  context.log.info(result.log);
  context.environments.keep({ ...inFolder(folder), ...result.status });
  context.modules.refresh();
  return result.installed;
}

async function askForPackages(): Promise<string[]> {
  const typed = await window.showInputBox({
    title: l10n.t("Install Package"),
    prompt: l10n.t("Python packages as pip names them, separated by spaces"),
    placeHolder: "numpy pandas>=2",
    validateInput: (value) =>
      /(^|\s)-/.test(value) ? l10n.t("Names of packages only: options of pip are not passed on.") : undefined,
  });
  return (typed ?? "").split(/\s+/).filter((word) => word !== "");
}
