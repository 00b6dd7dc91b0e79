/** Filling an environment: installing what the project asks for, and checking that it can be imported. */
import { frozenFailed } from "./installer-failures.js";
import type { Installer, WorkOptions } from "./installer.js";
import { platformOf, type Interpreter } from "./interpreter.js";
import { versionsOf } from "./packages.js";
import { pinsOf } from "./pins.js";
import { listPackages } from "./probe.js";
import { requiredNames } from "./requirements.js";
import type { Outcome, SetupOptions, SetupResult } from "./setup-options.js";
import { checkImports, judge, modulesToCheck } from "./verify.js";

/** Installs and checks. */
export async function fill(
  interpreter: Interpreter,
  installer: Installer,
  options: SetupOptions,
): Promise<Omit<Outcome, "created">> {
  const { requirements, onProgress, signal } = options;
  const before = versionsOf(await listPackages(interpreter, { signal }));
  await installRequirements(interpreter, installer, options);
  const packages = await listPackages(interpreter, { signal });
  const distributions = modulesToCheck(await requiredNames(requirements), packages);
  const wanted = options.modules ?? [];
  const modules = [...new Set([...wanted, ...[...distributions.values()].flat()])];
  const checks = await checkImports(interpreter, modules, {
    paths: options.paths,
    signal,
    onModule: (module) => onProgress?.({ phase: "verify", message: `Importing ${module}.` }),
  });
  judge(checks, distributions, wanted);
  return { interpreter, packages, changes: difference(before, versionsOf(packages)), checks };
}

async function installRequirements(
  interpreter: Interpreter,
  installer: Installer,
  options: SetupOptions,
): Promise<void> {
  const { requirements, versions = {}, frozen, onProgress } = options;
  const nothing = requirements.direct.length === 0 && requirements.files.length === 0;
  if (frozen === true) {
    await installLocked(interpreter, installer, options);
    return;
  }
  if (nothing) return;
  const from = requirements.sources.join(", ");
  onProgress?.({
    phase: "install",
    message: `Installing what ${from} ${requirements.sources.length === 1 ? "asks" : "ask"} for, with ${installer.name}.`,
  });
  const request = {
    requirements: requirements.direct,
    files: requirements.files,
    upgrade: options.upgrade,
    excludeNewer: options.excludeNewer,
    constraints: options.upgrade === true ? undefined : versions,
  };
  await installer.install(interpreter, request, work(options, "install"));
}

/** Exactly what the lock holds. */
async function installLocked(
  interpreter: Interpreter,
  installer: Installer,
  options: SetupOptions,
): Promise<void> {
  const { requirements, versions = {}, onProgress } = options;
  const { verified, unverified } = pinsOf(versions, options.hashes ?? {}, requirements.direct);
  const count = verified.length + unverified.length;
  if (count === 0) return;
  onProgress?.({
    phase: "install",
    message: `Installing ${count === 1 ? "one package" : `${count} packages`} as locked${verified.length === 0 ? " (the lock holds no hashes, so only versions are checked)" : ""}, with ${installer.name}.`,
  });
  for (const lines of [verified, unverified]) {
    if (lines.length === 0) continue;
    const request = { requirements: lines, files: [], withoutDependencies: true };
    try {
      await installer.install(
        interpreter,
        { ...request, verified: lines === verified },
        work(options, "install"),
      );
    } catch (error) {
      throw frozenFailed(error, platformOf(interpreter), options);
    }
  }
}

/** How a tool works for a setup. */
export function work(options: SetupOptions, phase: "create" | "install"): WorkOptions {
  const { folder, signal, env, onProgress } = options;
  return { cwd: folder, signal, env, onLine: (line) => onProgress?.({ phase, message: line, line }) };
}

function difference(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): SetupResult["changes"] {
  const changes: Record<string, readonly [string | undefined, string | undefined]> = {};
  for (const name of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    if (before[name] !== after[name]) changes[name] = [before[name], after[name]];
  }
  return changes;
}
