import { stat } from "node:fs/promises";
import { readLock, writeLock, type Lock } from "../config/lockfile.js";
import {
  chooseInstaller,
  EnvironmentError,
  gatherRequirements,
  hashableLines,
  normalizedName,
  probeInterpreter,
  setUpEnvironment,
  platformOf,
  type Hashes,
  type HashesFor,
  type ProgressListener,
  type Requirements,
  type SetupResult,
} from "../environment/index.js";
import type { Project } from "./project.js";

/** How a project is set up. */
export interface ProjectSetupOptions {
  /** Install exactly what the lock file says, or fail. */
  readonly frozen?: boolean | undefined;
  readonly upgrade?: boolean | undefined;
  readonly recreate?: boolean | undefined;
  /** The interpreter to make the environment from. */
  readonly python?: string | undefined;
  /** The folder of the environment, instead of the configuration's. */
  readonly environment?: string | undefined;
  /** Requirements beside those of the project. */
  readonly packages?: readonly string[] | undefined;
  /** Leave the project's own requirements out. */
  readonly onlyPackages?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/** What came of it. */
export interface ProjectSetupResult extends SetupResult {
  /** What happened to the lock file. `none`: the project has no `snakebridge.json` to lock. */
  readonly lock: "written" | "unchanged" | "checked" | "none";
  readonly requirements: Requirements;
}

/** Tools of environments that come and go with them. */
const notLocked = new Set(["pip", "setuptools", "wheel"]);

/**
 * Makes the project's environment hold what the project asks for, and writes down what that was.
 *
 * @throws {EnvironmentError} What failed and what to do. Nothing half-made is left.
 * @throws {LockError} The lock file can't be read.
 */
export async function setUpProject(
  project: Project,
  options: ProjectSetupOptions = {},
): Promise<ProjectSetupResult> {
  const { config } = project;
  const { frozen, upgrade } = options;
  const requirements = await gatherRequirements({
    folder: config.folder,
    requirements: [
      ...(options.onlyPackages === true ? [] : (config.python.requirements ?? [])),
      ...(options.packages ?? []),
    ],
    files: options.onlyPackages === true ? [] : config.python.requirementsFiles,
  });
  const lock = await readLock(config.folder);
  if (frozen === true) checkFrozen(lock, requirements, project);
  const locked = lock?.requirements === requirements.hash ? lock.distributions : undefined;
  const result = await setUpEnvironment({
    folder: config.folder,
    environment: options.environment ?? (await environmentFolder(project)),
    python: options.python ?? project.search.python,
    version: frozen === true ? lockedVersion(lock) : config.python.version,
    requirements,
    versions: locked,
    hashes: lock?.hashes,
    hashesFor: lock?.hashesFor,
    lockedOn: lockedOn(lock),
    frozen,
    upgrade,
    recreate: options.recreate,
    excludeNewer: config.python.excludeNewer,
    modules: options.onlyPackages === true ? [] : wantedModules(project),
    paths: config.python.paths,
    env: project.env,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  project.forgetInterpreter();
  return {
    ...result,
    requirements,
    lock: frozen === true ? "checked" : await record(project, lock, requirements, result, options),
  };
}

function checkFrozen(
  lock: Lock | undefined,
  requirements: Requirements,
  project: Project,
): asserts lock is Lock {
  const how = "Run `snakebridge setup` without --frozen and commit snakebridge.lock.json.";
  if (lock?.distributions === undefined || lock.requirements === undefined) {
    throw new EnvironmentError(
      "frozen-mismatch",
      `--frozen needs a lock file, but ${project.folder} has none with distributions.`,
      how,
    );
  }
  if (lock.requirements !== requirements.hash) {
    throw new EnvironmentError(
      "frozen-mismatch",
      `The lock file was made from other requirements than those of ${requirements.sources.join(", ") || "the project"} today.`,
      how,
    );
  }
}

/** The lock fits the Python that it was made with, up to the minor version. */
function lockedVersion(lock: Lock | undefined): string | undefined {
  const version = lock?.python?.version;
  return version === undefined ? undefined : `==${version.split(".").slice(0, 2).join(".")}.*`;
}

/** The platform that the lock was written on, as far as it says so. */
function lockedOn(lock: Lock | undefined): string | undefined {
  const python = lock?.python;
  return python?.machine === undefined ? undefined : platformOf({ ...python, machine: python.machine });
}

/** The environment's folder: the configuration may name its interpreter instead. */
async function environmentFolder(project: Project): Promise<string> {
  const { environment } = project.config.python;
  const found = await stat(environment).catch(() => undefined);
  if (found?.isFile() !== true) return environment;
  const interpreter = await probeInterpreter(environment);
  if (interpreter.virtual) return interpreter.prefix;
  throw new EnvironmentError(
    "not-an-environment",
    `python.environment names ${environment}, which is in no environment of its own; nothing is installed there.`,
    "Name a folder, such as .venv.",
    { path: environment },
  );
}

/** Modules of the configuration, the top-level ones: their submodules may need what is optional. */
function wantedModules(project: Project): string[] {
  return [...new Set(Object.keys(project.config.modules).map((name) => name.split(".", 1)[0] ?? name))];
}

async function record(
  project: Project,
  lock: Lock | undefined,
  requirements: Requirements,
  result: SetupResult,
  options: ProjectSetupOptions,
): Promise<ProjectSetupResult["lock"]> {
  if (project.config.file === undefined) return "none";
  const { version, implementation, platform, machine } = result.interpreter;
  const distributions = Object.fromEntries(
    result.packages
      .filter(({ name }) => !notLocked.has(normalizedName(name)))
      .map(({ name, version: installed }) => [name, installed]),
  );
  const changed = await writeLock(project.folder, {
    ...lock,
    lock: 1,
    generator: project.generator,
    python: { version, implementation, platform, machine },
    requirements: requirements.hash,
    distributions,
    ...(await hashesOf(project, lock, distributions, requirements, result, options)),
  });
  return changed ? "written" : "unchanged";
}

/**
 * The hashes for `--frozen`, asked of the index where the lock does not have them for this platform; those of other platforms stay. An environment that holds what no index has (a user's own,
 * or conda's) is locked by versions alone, and that is said.
 */
async function hashesOf(
  project: Project,
  lock: Lock | undefined,
  distributions: Readonly<Record<string, string>>,
  requirements: Requirements,
  { interpreter }: SetupResult,
  { signal, onProgress }: ProjectSetupOptions,
): Promise<{ hashes: Hashes | undefined; hashesFor: HashesFor | undefined }> {
  const lines = hashableLines(distributions, requirements.direct);
  const same =
    lock?.requirements === requirements.hash &&
    JSON.stringify(lock.distributions) === JSON.stringify(sortedByName(distributions));
  const known = same ? lock.hashes : undefined;
  const knownFor = known === undefined ? [] : (lock?.hashesFor ?? []);
  const here = platformOf(interpreter);
  if (known !== undefined && (knownFor === "all" || knownFor.includes(here)))
    return { hashes: known, hashesFor: knownFor };
  if (lines.length === 0) return { hashes: {}, hashesFor: "all" };
  const installer = await chooseInstaller(project.env);
  onProgress?.({ phase: "finish", message: "Asking for the hashes of what is installed." });
  try {
    const found = await installer.hashes(
      interpreter,
      { requirements: lines, files: [] },
      { cwd: project.folder, signal, env: project.env },
    );
    return {
      hashes: united(known ?? {}, found),
      hashesFor: installer.hashesAllPlatforms || knownFor === "all" ? "all" : [...knownFor, here].sort(),
    };
  } catch (error) {
    if (!(error instanceof EnvironmentError) || error.problem === "cancelled") throw error;
    onProgress?.({
      phase: "finish",
      message: `The lock holds no hashes${known === undefined ? "" : ` for ${here}`}: ${error.log.at(-1) ?? error.message}`,
    });
    return { hashes: known, hashesFor: known === undefined ? undefined : knownFor };
  }
}

function united(some: Hashes, more: Hashes): Hashes {
  const names = [...new Set([...Object.keys(some), ...Object.keys(more)])];
  return Object.fromEntries(
    names.map((name) => [name, [...new Set([...(some[name] ?? []), ...(more[name] ?? [])])].sort()]),
  );
}

function sortedByName(versions: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(versions).sort(([one], [other]) => (one < other ? -1 : 1)));
}
