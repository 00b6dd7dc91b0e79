/** Filling an environment: installing what the project asks for, and checking that it can be imported. */
import type { Installer, WorkOptions } from "./installer.js";
import { normalizedName, type Interpreter } from "./interpreter.js";
import { versionsOf } from "./packages.js";
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
  const { requirements, versions, frozen, onProgress } = options;
  const nothing = requirements.direct.length === 0 && requirements.files.length === 0;
  if (frozen === true) {
    const exact = Object.entries(versions ?? {}).map(([name, version]) => `${name}==${version}`);
    if (exact.length === 0) return;
    onProgress?.({
      phase: "install",
      message: `Installing ${exact.length === 1 ? "one package" : `${exact.length} packages`} as locked, with ${installer.name}.`,
    });
    // A requirement with an address can't be had by its version alone; it stands in for the locked one.
    const addressed = requirements.direct.filter((each) => each.includes("@"));
    const names = new Set(addressed.map((each) => normalizedName(each.split(/[[@\s]/, 1)[0] ?? "")));
    const locked = Object.entries(versions ?? {}).flatMap(([name, version]) =>
      names.has(normalizedName(name)) ? [] : [`${name}==${version}`],
    );
    await installer.install(
      interpreter,
      { requirements: [...locked, ...addressed], files: [], withoutDependencies: true },
      work(options, "install"),
    );
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
