import { EnvironmentError, checkCancelled } from "./errors.js";
import { chooseInstaller, type Installer, type WorkOptions } from "./installer.js";
import type { InstalledPackage, Interpreter } from "./interpreter.js";
import { withLock } from "./lock.js";
import { readMarker, removeMarker, writeMarker } from "./marker.js";
import { listPackages } from "./probe.js";
import type { ProgressListener } from "./progress.js";
import { parseRequirement } from "./requirements.js";

/** Versions by name as the distributions spell it. */
export function versionsOf(packages: readonly InstalledPackage[]): Record<string, string> {
  return Object.fromEntries(packages.map(({ name, version }) => [name, version]));
}

/**
 * Changes the packages of an environment, and goes back to what was there if that fails or is cancelled. Meanwhile the environment is marked
 * as unfinished; if we die, the next setup puts it right.
 */
export async function changePackages<T>(
  interpreter: Interpreter,
  environment: string,
  installer: Installer,
  options: WorkOptions,
  action: () => Promise<T>,
): Promise<T> {
  const found = await readMarker(environment);
  const before =
    found?.state === "changing" && found.before !== undefined
      ? found.before
      : versionsOf(await listPackages(interpreter, { signal: options.signal }));
  const ours = found?.ours ?? false;
  await writeMarker(environment, { state: "changing", ours, before });
  let result: T;
  try {
    result = await action();
    checkCancelled(options.signal);
  } catch (error) {
    // Checking imports changes nothing, so what was installed stays and is reported.
    if (!(error instanceof EnvironmentError && error.problem === "verify-failed")) {
      await goBack(interpreter, before, installer, options);
    }
    await settle(environment, ours);
    throw error;
  }
  await settle(environment, ours);
  return result;
}

/** An environment of the user's own keeps no note of ours. */
async function settle(environment: string, ours: boolean): Promise<void> {
  if (ours) await writeMarker(environment, { state: "complete", ours });
  else await removeMarker(environment);
}

/** Uninstalls what was added and reinstalls what was changed. Not cancellable: it ends the cancelled work. */
async function goBack(
  interpreter: Interpreter,
  before: Readonly<Record<string, string>>,
  installer: Installer,
  options: WorkOptions,
): Promise<void> {
  const quiet: WorkOptions = { cwd: options.cwd, env: options.env };
  const now = versionsOf(await listPackages(interpreter));
  const added = Object.keys(now).filter((name) => before[name] === undefined);
  if (added.length > 0) await installer.uninstall(interpreter, added, quiet);
  const changed = Object.entries(before).filter(([name, version]) => now[name] !== version);
  if (changed.length > 0) {
    const requirements = changed.map(([name, version]) => `${name}==${version}`);
    await installer.install(interpreter, { requirements, files: [], withoutDependencies: true }, quiet);
  }
}

/** Installing one package. */
export interface InstallPackagesOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly cwd: string;
  readonly upgrade?: boolean;
}

/**
 * Installs requirements into an environment, all or nothing.
 *
 * @throws {EnvironmentError} `requirements-invalid`; `not-an-environment` for an installation that the system's package manager owns;
 * `install-failed` with the installer's lines.
 */
export async function installPackages(
  interpreter: Interpreter,
  requirements: readonly string[],
  options: InstallPackagesOptions,
): Promise<InstalledPackage[]> {
  for (const requirement of requirements) {
    if (parseRequirement(requirement) === undefined) {
      throw new EnvironmentError(
        "requirements-invalid",
        `"${requirement}" is not a requirement.`,
        'Write a distribution\'s name with or without versions, such as "numpy>=2".',
      );
    }
  }
  if (interpreter.externallyManaged || !(interpreter.virtual || interpreter.conda)) {
    throw new EnvironmentError(
      "not-an-environment",
      `${interpreter.path} is not in an environment of its own, so nothing is installed into it.`,
      "Make an environment with `snakebridge setup` first.",
      { path: interpreter.path },
    );
  }
  const { onProgress, signal } = options;
  const environment = interpreter.prefix;
  const installer = await chooseInstaller(options.env);
  const onWait = () =>
    onProgress?.({ phase: "find", message: `Another setup of ${environment} is running; waiting for it.` });
  return await withLock(environment, { signal, onWait }, async () => {
    onProgress?.({
      phase: "install",
      message: `Installing ${requirements.join(", ")} with ${installer.name}.`,
    });
    const work: WorkOptions = {
      cwd: options.cwd,
      signal,
      env: options.env,
      onLine: (line) => onProgress?.({ phase: "install", message: line, line }),
    };
    await changePackages(interpreter, environment, installer, work, () =>
      installer.install(interpreter, { requirements, files: [], upgrade: options.upgrade }, work),
    );
    return await listPackages(interpreter, { signal });
  });
}
