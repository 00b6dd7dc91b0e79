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
