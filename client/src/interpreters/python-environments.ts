/** The Python Environments extension (`ms-python.vscode-python-envs`), by the part of its API that we need. */
import { Disposable, extensions, Uri, type WorkspaceFolder } from "vscode";
import type { InterpreterProvider } from "./provider.js";

const id = "ms-python.vscode-python-envs";

interface PythonEnvironment {
  readonly execInfo?: { readonly run?: { readonly executable?: string } };
}

interface Api {
  getEnvironment(scope: Uri): Promise<PythonEnvironment | undefined>;
  resolveEnvironment?(interpreter: Uri): Promise<PythonEnvironment | undefined>;
  setEnvironment?(scope: Uri, environment: PythonEnvironment): Promise<void>;
  onDidChangeEnvironment?(listener: () => void): Disposable;
}

export async function pythonEnvironments(): Promise<InterpreterProvider | undefined> {
  const extension = extensions.getExtension<Partial<Api> | undefined>(id);
  if (extension === undefined) return undefined;
  const api = extension.isActive ? extension.exports : await extension.activate();
  const getEnvironment = api?.getEnvironment;
  if (api === undefined || getEnvironment === undefined) return undefined;
  return {
    origin: "Python Environments extension",
    interpreterOf: async ({ uri }) => (await getEnvironment.call(api, uri))?.execInfo?.run?.executable,
    onDidChange: (listener) => api.onDidChangeEnvironment?.(listener) ?? nothing,
    use: (folder, interpreter) => useIn(api, folder, interpreter),
  };
}

async function useIn(api: Partial<Api>, folder: WorkspaceFolder, interpreter: string): Promise<void> {
  const environment = await api.resolveEnvironment?.(Uri.file(interpreter));
  if (environment !== undefined) await api.setEnvironment?.(folder.uri, environment);
}

const nothing = new Disposable(() => undefined);
