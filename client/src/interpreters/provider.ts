/** Interpreters that the user chose in another extension; none of these extensions is required. */
import type { Disposable, WorkspaceFolder } from "vscode";

export interface InterpreterProvider {
  /** For people: `Python Environments extension`. */
  readonly origin: string;
  /** The interpreter that the user chose for the folder, or undefined where none was. */
  interpreterOf(folder: WorkspaceFolder): Promise<string | undefined>;
  onDidChange(listener: () => void): Disposable;
  /** Makes the other extension use our new environment, too. */
  use?(folder: WorkspaceFolder, interpreter: string): Promise<void>;
}
