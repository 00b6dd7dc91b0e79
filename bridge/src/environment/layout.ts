import { stat } from "node:fs/promises";
import { interpreterOfEnvironment, interpretersOfInstallationOn } from "./platforms.js";

/** The interpreter of an environment on this machine. */
export function interpreterIn(environment: string): string {
  return interpreterOfEnvironment(environment, process.platform);
}

/** The interpreters that an installation on this machine may hold. */
export function interpretersOfInstallation(folder: string): string[] {
  return interpretersOfInstallationOn(folder, process.platform);
}

/** The folder of an environment that a project uses by default. */
export const DEFAULT_ENVIRONMENT = ".venv";

export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/** The first of these that is a file. */
export async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isFile(path)) return path;
  return undefined;
}
