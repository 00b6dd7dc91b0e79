/** The Python extension (`ms-python.python`): the interpreter that was selected in it. */
import { extensions, type Disposable, type Uri, type WorkspaceFolder } from "vscode";
import type { InterpreterProvider } from "./provider.js";

interface Api {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: Uri): { readonly path: string; readonly id: string };
    resolveEnvironment(path: {
      path: string;
    }): Promise<{ readonly executable: { readonly uri?: Uri } } | undefined>;
    updateActiveEnvironmentPath?(path: string, resource?: WorkspaceFolder): Promise<void>;
    onDidChangeActiveEnvironmentPath(listener: () => void): Disposable;
  };
}

/** What its API answers where the user selected nothing: the bare command, which says nothing about the folder. */
const unset = new Set(["", "python", "python3", "DEFAULT_PYTHON"]);

export async function pythonExtension(): Promise<InterpreterProvider | undefined> {
  const extension = extensions.getExtension<Api | undefined>("ms-python.python");
  if (extension === undefined) return undefined;
  const api = extension.isActive ? extension.exports : await extension.activate();
  const environments = api?.environments;
  if (environments === undefined) return undefined;
  return {
    origin: "Python extension",
    interpreterOf: async ({ uri }) => {
      const chosen = environments.getActiveEnvironmentPath(uri);
      if (unset.has(chosen.path)) return undefined;
      return (await environments.resolveEnvironment(chosen))?.executable.uri?.fsPath;
    },
    onDidChange: (listener) => environments.onDidChangeActiveEnvironmentPath(listener),
    use: async (folder, interpreter) => environments.updateActiveEnvironmentPath?.(interpreter, folder),
  };
}
