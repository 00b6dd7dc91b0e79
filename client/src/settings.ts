/** The settings that the client itself reads; the server pulls its own by `workspace/configuration`. */
import { ConfigurationTarget, workspace, type WorkspaceFolder } from "vscode";

/** Program for *Run File*. */
export function nodeProgram(folder: WorkspaceFolder | undefined): string {
  return workspace.getConfiguration("snakebridge", folder).get<string>("node")?.trim() || "node";
}

/** Sets the interpreter of a folder, or goes back to the search with undefined. */
export async function setInterpreter(
  folder: WorkspaceFolder,
  interpreter: string | undefined,
): Promise<void> {
  const several = (workspace.workspaceFolders?.length ?? 0) > 1;
  const target = several ? ConfigurationTarget.WorkspaceFolder : ConfigurationTarget.Workspace;
  await workspace.getConfiguration("snakebridge", folder).update("interpreter", interpreter, target);
}
