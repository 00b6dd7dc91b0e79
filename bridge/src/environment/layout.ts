import { join } from "node:path";

const windows = process.platform === "win32";

/** The interpreter of an environment. */
export function interpreterIn(environment: string): string {
  return windows ? join(environment, "Scripts", "python.exe") : join(environment, "bin", "python");
}

/** The interpreters that an installation (not an environment) may hold: Windows and conda put it at the top. */
export function interpretersOfInstallation(folder: string): string[] {
  return windows
    ? [join(folder, "python.exe"), join(folder, "Scripts", "python.exe")]
    : [join(folder, "bin", "python3"), join(folder, "bin", "python")];
}

/** The folder of an environment that a project uses by default. */
export const DEFAULT_ENVIRONMENT = ".venv";
