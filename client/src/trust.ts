/** Nothing runs Python, installs or writes in a workspace that the user has not trusted. */
import { commands, l10n, window, workspace } from "vscode";

/** True where the workspace is trusted; else says why nothing happens and offers to change that. */
export async function requireTrust(): Promise<boolean> {
  if (workspace.isTrusted) return true;
  const manage = l10n.t("Manage Workspace Trust");
  const answer = await window.showWarningMessage(
    l10n.t("SnakeBridge runs no Python and installs nothing in a workspace that you have not trusted."),
    manage,
  );
  if (answer === manage) await commands.executeCommand("workbench.trust.manage");
  return false;
}
