/** Tells the server which interpreter another extension chose, and the other way round after a set-up. */
import { Disposable, workspace, type LogOutputChannel, type WorkspaceFolder } from "vscode";
import type { EnvironmentStatus } from "../../../server/protocol/index.js";
import type { Connection } from "../connection/connection.js";
import type { InterpreterProvider } from "./provider.js";
import { pythonEnvironments } from "./python-environments.js";
import { pythonExtension } from "./python-extension.js";

/** The first that is installed; an extension that fails to start is as good as absent. */
async function installedProvider(log: LogOutputChannel): Promise<InterpreterProvider | undefined> {
  for (const find of [pythonEnvironments, pythonExtension]) {
    try {
      const provider = await find();
      if (provider !== undefined) return provider;
    } catch (error) {
      log.warn(`An extension for Python did not start: ${String(error)}`);
    }
  }
  return undefined;
}

/** Keeps the server told, from now until disposed. */
export async function followInterpreters(connection: Connection, log: LogOutputChannel): Promise<Disposable> {
  const provider = await installedProvider(log);
  if (provider === undefined) return new Disposable(() => undefined);
  const tell = async (): Promise<void> => {
    for (const folder of workspace.workspaceFolders ?? []) {
      const interpreter = await provider.interpreterOf(folder);
      if (interpreter === undefined) continue;
      log.info(`${provider.origin}: ${folder.name} uses ${interpreter}`);
      await connection.tell("useInterpreter", {
        folder: folder.uri.toString(),
        interpreter,
        origin: provider.origin,
      });
    }
  };
  const report = (error: unknown): void => {
    log.warn(`${provider.origin}: ${String(error)}`);
  };
  await tell().catch(report);
  return provider.onDidChange(() => {
    tell().catch(report);
  });
}

/** A failure here is no failure of the set-up: our own environment works without the other extension. */
export async function shareInterpreter(
  folder: WorkspaceFolder,
  status: EnvironmentStatus,
  log: LogOutputChannel,
): Promise<void> {
  if (status.interpreter === undefined) return;
  const provider = await installedProvider(log);
  try {
    await provider?.use?.(folder, status.interpreter);
  } catch (error) {
    log.warn(`${provider?.origin ?? ""}: ${String(error)}`);
  }
}
