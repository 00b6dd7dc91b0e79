import { lstat, mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { chooseInterpreter, type InterpreterChoice } from "./choose.js";
import { checkCancelled, EnvironmentError } from "./errors.js";
import { fill, work } from "./fill.js";
import { chooseInstaller, type Installer } from "./installer.js";
import type { Interpreter } from "./interpreter.js";
import { interpreterIn } from "./layout.js";
import { withLock } from "./lock.js";
import { readMarker, writeMarker } from "./marker.js";
import { changePackages } from "./packages.js";
import { probeInterpreter } from "./probe.js";
import type { Outcome, SetupOptions, SetupResult } from "./setup-options.js";
import { matchesVersion } from "./versions.js";

export type { SetupOptions, SetupResult } from "./setup-options.js";

/**
 * Makes the environment where there is none, installs what the project asks for, and checks that it can be imported. All or nothing: a new
 * environment that fails or is cancelled is removed, an existing one gets its packages back. Two runs at once take turns.
 *
 * @throws {EnvironmentError} With the step that failed and what to do.
 */
export async function setUpEnvironment(options: SetupOptions): Promise<SetupResult> {
  const started = performance.now();
  const { environment, signal, onProgress } = options;
  checkCancelled(signal);
  const onWait = () =>
    onProgress?.({ phase: "find", message: `Another setup of ${environment} is running; waiting for it.` });
  return await withLock(environment, { signal, onWait }, async () => {
    const installer = await chooseInstaller(options.env);
    const existing = await existingEnvironment(options);
    const outcome =
      existing === undefined ? await makeNew(installer, options) : await change(existing, installer, options);
    onProgress?.({
      phase: "finish",
      message: `The environment ${environment} is ready (Python ${outcome.interpreter.version}).`,
    });
    return {
      environment,
      installer: installer.name,
      milliseconds: Math.round(performance.now() - started),
      ...outcome,
    };
  });
}

/** The environment that is there and can be kept; undefined where one must be made. */
async function existingEnvironment(options: SetupOptions): Promise<Interpreter | undefined> {
  const { environment, signal, version } = options;
  if (options.recreate === true || !(await isOccupied(environment))) return undefined;
  const marker = await readMarker(environment);
  // We hold the lock, so whoever was making it is gone.
  if (marker?.state === "making") return undefined;
  const interpreter = await probeInterpreter(environment, { signal, evenUnfinished: true });
  if (version !== undefined && !matchesVersion(interpreter.version, version)) {
    throw new EnvironmentError(
      "wrong-version",
      `The environment ${environment} has Python ${interpreter.version}, but the project asks for ${version}.`,
      "Make it again with `snakebridge setup --recreate`.",
      { path: environment, version: interpreter.version },
    );
  }
  await sayWhatStays(interpreter, options);
  return interpreter;
}

/** An interpreter that was asked for can't take the place of the one in an environment that is there; one that can't be used is an error. */
async function sayWhatStays(interpreter: Interpreter, options: SetupOptions): Promise<void> {
  const { environment, python, signal, onProgress } = options;
  if (python === undefined) return;
  const asked = await probeInterpreter(python, { signal });
  if (asked.version === interpreter.version) return;
  onProgress?.({
    phase: "find",
    message: `${environment} stays with Python ${interpreter.version}; \`snakebridge setup --recreate\` makes it from ${asked.version}.`,
  });
}

async function isOccupied(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  if (found === undefined) return false;
  if (found.isDirectory()) return (await readdir(folder)).length > 0;
  return true;
}

/** Makes the environment, from an interpreter of the search. What was there comes back if that fails. */
async function makeNew(installer: Installer, options: SetupOptions): Promise<Outcome> {
  const { environment, signal, onProgress } = options;
  onProgress?.({ phase: "find", message: "Looking for a Python interpreter." });
  const base = await baseInterpreter(installer, options);
  onProgress?.({
    phase: "find",
    message: `Using Python ${base.interpreter.version} at ${base.interpreter.path}. ${base.reason}`,
  });
  const aside = await moveAside(options);
  try {
    onProgress?.({
      phase: "create",
      message: `Making ${environment} with ${installer.name === "uv" ? "uv" : "venv"}.`,
    });
    await mkdir(environment, { recursive: true });
    await writeMarker(environment, { state: "making", ours: true });
    await installer.create(base.interpreter, environment, work(options, "create"));
    const interpreter = {
      ...(await probeUnfinished(environment, base.interpreter, signal)),
      path: interpreterIn(environment),
    };
    const outcome = await fill(interpreter, installer, options);
    checkCancelled(signal);
    await writeMarker(environment, { state: "complete", ours: true });
    if (aside !== undefined) await rm(aside, { recursive: true, force: true });
    return { ...outcome, created: true, base };
  } catch (error) {
    // All is installed; that something can't be imported is for the user to look at, with the environment at hand.
    if (error instanceof EnvironmentError && error.problem === "verify-failed") {
      await writeMarker(environment, { state: "complete", ours: true });
      if (aside !== undefined) await rm(aside, { recursive: true, force: true });
      throw error;
    }
    await rm(environment, { recursive: true, force: true, maxRetries: 5 });
    if (aside !== undefined) await rename(aside, environment);
    throw error;
  }
}

/** The interpreter to make the environment from. Where there is none, uv can bring one. */
async function baseInterpreter(installer: Installer, options: SetupOptions): Promise<InterpreterChoice> {
  const { folder, python, version, env, signal, onProgress } = options;
  const search = {
    folder,
    purpose: "make",
    needsVenv: installer.name === "pip",
    python,
    version,
    env,
    signal,
  } as const;
  try {
    return await chooseInterpreter(search);
  } catch (error) {
    const none = error instanceof EnvironmentError && error.problem === "python-not-found";
    if (!none || installer.installPython === undefined) throw error;
    onProgress?.({
      phase: "find",
      message: "There is no suitable Python on this machine; uv downloads one.",
    });
    await installer.installPython(version, work(options, "create"));
    return await chooseInterpreter(search);
  }
}

/** What stands where the environment is to be made. A folder that is no environment is never touched. */
async function moveAside(options: SetupOptions): Promise<string | undefined> {
  const { environment } = options;
  if (!(await isOccupied(environment))) return undefined;
  const marker = await readMarker(environment);
  const isEnvironment = (await lstat(join(environment, "pyvenv.cfg")).catch(() => undefined)) !== undefined;
  if (marker === undefined && !isEnvironment) {
    throw new EnvironmentError(
      "not-an-environment",
      `${environment} exists and is not a Python environment.`,
      "Move it away, or name another folder in python.environment of snakebridge.json.",
      { path: environment },
    );
  }
  if (marker?.state === "making") {
    await rm(environment, { recursive: true, force: true, maxRetries: 5 });
    return undefined;
  }
  const aside = join(dirname(environment), `${basename(environment)}.before-${process.pid}`);
  await rename(environment, aside);
  return aside;
}

/** An environment under way is refused by the normal probe, so its interpreter is asked by the base's knowledge and its own start. */
async function probeUnfinished(
  environment: string,
  base: Interpreter,
  signal: AbortSignal | undefined,
): Promise<Interpreter> {
  return await probeInterpreter(interpreterIn(environment), { signal, evenUnfinished: true }).catch(
    (cause: unknown) => {
      if (cause instanceof EnvironmentError && cause.problem === "cancelled") throw cause;
      throw new EnvironmentError(
        "create-failed",
        `The new environment ${environment} (from ${base.path}) does not start.`,
        "Choose another interpreter with --python.",
        {
          path: environment,
          cause,
        },
      );
    },
  );
}

/** Installs into an environment that is there; gives it its packages back if that fails. */
async function change(
  interpreter: Interpreter,
  installer: Installer,
  options: SetupOptions,
): Promise<Outcome> {
  const { environment, onProgress, signal } = options;
  onProgress?.({
    phase: "find",
    message: `Using the environment ${environment} (Python ${interpreter.version}).`,
  });
  const outcome = await changePackages(
    interpreter,
    environment,
    installer,
    { ...work(options, "install"), signal },
    () => fill(interpreter, installer, options),
  );
  return { ...outcome, created: false };
}
