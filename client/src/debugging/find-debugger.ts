/** Where debugpy, the debugger inside the worker, comes from. */
import { extensions, l10n, Uri, window, type WorkspaceFolder } from "vscode";
import { installPackages } from "../commands/install-package.js";
import type { ClientContext } from "../context.js";
import { inFolder } from "../folders.js";

const pythonDebugger = "ms-python.debugpy";

/** `libraries` is a folder for `sys.path`, where the environment itself has no debugpy. */
export interface PythonDebugger {
  readonly libraries?: string;
}

/**
 * The environment's own; else the one that the Python Debugger extension carries; else the user is asked whether to
 * install it. Undefined: the user said no.
 */
export async function findDebugger(
  context: ClientContext,
  folder: WorkspaceFolder | undefined,
): Promise<PythonDebugger | undefined> {
  const asked = { ...inFolder(folder), query: "debugpy" };
  const { modules } = await context.server.ask("installedModules", asked);
  if (modules.some(({ name }) => name === "debugpy")) return {};
  const extension = extensions.getExtension(pythonDebugger);
  if (extension !== undefined) {
    return { libraries: Uri.joinPath(extension.extensionUri, "bundled", "libs").fsPath };
  }
  const install = l10n.t("Install debugpy");
  const answer = await window.showInformationMessage(
    l10n.t("Debugging Python needs the package debugpy, which this environment does not have."),
    install,
  );
  if (answer !== install || folder === undefined) return undefined;
  await installPackages(context, folder, ["debugpy"]);
  return {};
}
