/** Which workspace folder a command is about. */
import { commands, l10n, window, workspace, type Uri, type WorkspaceFolder } from "vscode";

/** The folder of the resource or of the active editor, or undefined where that can't be told. */
export function folderOf(resource?: Uri): WorkspaceFolder | undefined {
  const uri = resource ?? window.activeTextEditor?.document.uri;
  const folder = uri === undefined ? undefined : workspace.getWorkspaceFolder(uri);
  if (folder !== undefined) return folder;
  return workspace.workspaceFolders?.length === 1 ? workspace.workspaceFolders[0] : undefined;
}

/** The folder, asked for where several are open. Undefined: the user chose none, or no folder is open. */
export async function chooseFolder(resource?: Uri): Promise<WorkspaceFolder | undefined> {
  const folder = folderOf(resource);
  if (folder !== undefined) return folder;
  if ((workspace.workspaceFolders?.length ?? 0) > 0) {
    return window.showWorkspaceFolderPick({
      placeHolder: l10n.t("Folder whose Python environment is meant"),
    });
  }
  const open = l10n.t("Open Folder");
  const answer = await window.showInformationMessage(
    l10n.t("Open a folder first: a Python environment belongs to a folder."),
    open,
  );
  if (answer === open) await commands.executeCommand("vscode.openFolder");
  return undefined;
}

/** The `folder` field of a request. */
export function inFolder(folder: WorkspaceFolder | undefined): { folder?: string } {
  return folder === undefined ? {} : { folder: folder.uri.toString() };
}

/**
 * The `folder` field of a request about what the user is working on: the document in the active editor, where it lies in the folder. The
 * `snakebridge.json` that is nearest to it rules, which may be that of a package of the folder.
 */
export function aroundEditor(folder: WorkspaceFolder | undefined): { folder?: string } {
  const uri = window.activeTextEditor?.document.uri;
  const inside = uri !== undefined && folder !== undefined && workspace.getWorkspaceFolder(uri) === folder;
  return inside ? { folder: uri.toString() } : inFolder(folder);
}
