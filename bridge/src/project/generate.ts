import { resolve } from "node:path";
import { readLock, writeLock, type Lock } from "../config/lockfile.js";
import type { DescriptionStore, ModuleDescription } from "../description/index.js";
import { withLock } from "../environment/lock.js";
import type { GeneratedFile, GenerationReport } from "../generate/index.js";
import { SnakeBridgeError } from "../wire/errors.js";
import { withDescriptions } from "./descriptions.js";
import { descriptionHash } from "./description-hash.js";
import { driftOf, type Drift } from "./drift.js";
import { generateInMemory, type Omission } from "./generate-input.js";
import { withKeptTexts } from "./kept-texts.js";
import type { Project } from "./project.js";
import { sourceFiles } from "./sources.js";
import { findUsedNames, type UsedNames } from "./used-names.js";
import { hashOf, lockedPath, removeFiles, writeFiles, type WrapperFile } from "./wrapper-files.js";

/** How wrappers are generated. */
export interface GenerateProjectOptions {
  /** Default: those of the configuration, else those of the last run. */
  readonly modules?: readonly string[] | undefined;
  /** Absolute. Default: the configuration's. */
  readonly outDir?: string | undefined;
  readonly output?: "js" | "ts" | undefined;
  /** Only the names that the program uses. Default: as the configuration says. `UsedNames` from somewhere else are taken as they are. */
  readonly used?: boolean | UsedNames | undefined;
  /** Write nothing, find out what would change. */
  readonly check?: boolean | undefined;
  readonly refresh?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((message: string) => void) | undefined;
  readonly onDetail?: ((message: string) => void) | undefined;
}

/** What came of it. */
export interface GenerateProjectResult {
  /** Absolute. */
  readonly outDir: string;
  readonly modules: readonly string[];
  readonly files: readonly WrapperFile[];
  /** With `check`: what has drifted. Empty: nothing. */
  readonly drift: readonly Drift[];
  readonly report: GenerationReport;
  readonly omitted: readonly Omission[];
  /** `python` and the distributions that the wrappers are made from. */
  readonly python: string;
}

/** There is nothing to generate. */
export class NothingToGenerateError extends SnakeBridgeError {
  readonly fix: string;
  constructor() {
    const fix =
      "Name modules (`snakebridge generate numpy`), or add them to snakebridge.json (`snakebridge discover numpy --save`).";
    super("NOTHING_TO_GENERATE", `There is no module to generate wrappers for. ${fix}`);
    this.fix = fix;
  }
}

/**
 * Writes the wrappers of a project, or finds out whether they are as they would be written. Unchanged files are not touched, files of modules
 * that are gone are removed, and two runs at once take turns.
 *
 * @throws {NothingToGenerateError}
 * @throws {DescriptionError} A module can't be described.
 * @throws {EnvironmentError} There is no usable Python.
 * @throws {LockError} The lock file can't be read.
 */
export async function generateProject(
  project: Project,
  options: GenerateProjectOptions = {},
): Promise<GenerateProjectResult> {
  const { signal, onStep } = options;
  const onWait = () => onStep?.("Another run is generating for this project; waiting for it.");
  const work = () => withDescriptions(project, signal, (store) => generateWith(project, store, options));
  // Looking changes nothing and need not wait.
  return options.check === true
    ? await work()
    : await withLock(`${project.folder}.generate`, { signal, onWait }, work);
}

/** As {@link generateProject}, with descriptions that are open already. */
export async function generateWith(
  project: Project,
  store: DescriptionStore,
  options: GenerateProjectOptions,
): Promise<GenerateProjectResult> {
  const { config } = project;
  const { interpreter } = await project.interpreter(options.signal);
  const outDir = options.outDir ?? config.outDir;
  const lock = await readLock(project.folder);
  const modules = modulesOf(project, lock, options.modules);
  const used = await usedNames(project, outDir, modules, options);
  const wanted = used === undefined ? modules : modules.filter((module) => isUsed(module, used));
  const {
    result,
    modules: descriptions,
    omitted,
  } = await generateInMemory(store, {
    config,
    modules: wanted,
    outDir,
    output: options.output ?? config.output,
    generator: project.generator,
    used,
    refresh: options.refresh,
    signal: options.signal,
    onStep: options.onStep,
    onDetail: options.onDetail,
  });
  const unused = modules
    .filter((module) => !wanted.includes(module))
    .map((module) => ({ module, reason: "the program uses nothing of it" }));
  const outcome = {
    outDir,
    modules: wanted,
    report: result.report,
    omitted: [...omitted, ...unused, ...(used === undefined ? [] : usedSubmodules(used, descriptions))],
    python: interpreter.version,
  };
  const texts = await withKeptTexts(result.files, outDir);
  const next = nextLock(project, lock, outDir, descriptions, texts);
  if (options.check === true)
    return {
      ...outcome,
      files: [],
      drift: await driftOf({ project, lock, next, files: texts, outDir, descriptions }),
    };
  const files = await writeFiles(texts, outDir, options.signal);
  const gone = Object.fromEntries(
    Object.entries(lock?.files ?? {}).filter(([path]) => next.files?.[path] === undefined),
  );
  files.push(...(await removeFiles(gone, project.folder)));
  await writeLock(project.folder, next);
  return { ...outcome, files, drift: [] };
}

/** Named modules are added to those of the last run, since wrappers refer to each other and share files. */
function modulesOf(project: Project, lock: Lock | undefined, named: readonly string[] = []): string[] {
  const configured = Object.keys(project.config.modules);
  const before = Object.keys(lock?.descriptions ?? {});
  const modules = named.length > 0 ? [...before, ...named] : configured.length > 0 ? configured : before;
  if (modules.length === 0) throw new NothingToGenerateError();
  return [...new Set(modules)].sort();
}

async function usedNames(
  project: Project,
  outDir: string,
  modules: readonly string[],
  options: GenerateProjectOptions,
): Promise<UsedNames | undefined> {
  const { config } = project;
  if (typeof options.used === "object") return options.used;
  if (options.used === false || (options.used === undefined && config.used === undefined)) return undefined;
  options.onStep?.("Looking for the names that the program uses.");
  const environment = config.python.environment;
  const files = sourceFiles(config.used ?? [config.folder], [outDir, environment]);
  const known = new Set(modules);
  const moduleOf = (path: string): string | undefined => {
    const name = path
      .split("/")
      .filter((part) => part !== "")
      .join(".");
    if (known.has(name)) return name;
    const folder = name.replace(/(^|\.)index$/, "");
    return folder === "" ? undefined : folder;
  };
  return await findUsedNames(files, { outDir: resolve(outDir), moduleOf });
}

/** A module is used by its own names or by those of a submodule. */
function isUsed(module: string, used: UsedNames): boolean {
  return [...used.keys()].some((name) => name === module || name.startsWith(`${module}.`));
}

/** Submodules that the program uses and nobody asked to wrap: the wrapper of their package says nothing of them. */
function usedSubmodules(
  used: UsedNames,
  descriptions: readonly ModuleDescription[],
): { module: string; reason: string }[] {
  const wrapped = new Set(descriptions.map(({ module }) => module));
  return descriptions.flatMap(({ module, submodules }) => {
    const names = used.get(module);
    if (names === undefined || names === "all") return [];
    const there = new Set(submodules.map(({ name }) => name));
    return names
      .filter((name) => there.has(`${module}.${name}`) && !wrapped.has(`${module}.${name}`))
      .map((name) => ({
        module: `${module}.${name}`,
        reason: `the program uses it: add "${name}" to the submodules of ${module} in snakebridge.json`,
      }));
  });
}

function nextLock(
  project: Project,
  lock: Lock | undefined,
  outDir: string,
  descriptions: readonly ModuleDescription[],
  files: readonly GeneratedFile[],
): Lock {
  return {
    ...lock,
    lock: 1,
    generator: project.generator,
    descriptions: Object.fromEntries(
      descriptions.map((description) => [description.module, descriptionHash(description)]),
    ),
    files: Object.fromEntries(
      files.map(({ path, text }) => [lockedPath(project.folder, resolve(outDir, path)), hashOf(text)]),
    ),
  };
}
