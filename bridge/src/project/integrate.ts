import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError, type ConfigFile } from "../config/index.js";
import type { ModuleDescription } from "../description/index.js";
import { SnakeBridgeError } from "../wire/errors.js";
import { withDescriptions } from "./descriptions.js";
import { describeOptions } from "./discover.js";
import { generateProject, type GenerateProjectResult } from "./generate.js";
import { openProject, Project, type ProjectOptions } from "./project.js";

/** What `discover`, `generate` and `integrate` take. */
export interface TaskOptions extends ProjectOptions {
  /** Describe again, whatever the cache holds. */
  readonly refresh?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Describes a Python module.
 *
 * @throws {DescriptionError} There is no such module, or importing it failed.
 * @throws {EnvironmentError} There is no usable Python.
 */
export async function discover(module: string, options: TaskOptions): Promise<ModuleDescription> {
  const project = await openProject(options);
  return await withDescriptions(project, options.signal, async (store) =>
    (await store.describe(module, describeOptions(options))).description(),
  );
}

/** What `generate` takes beside the modules. */
export interface GenerateTaskOptions extends TaskOptions {
  /** Relative to the project's folder. */
  readonly outDir?: string | undefined;
  readonly output?: "js" | "ts" | undefined;
  readonly used?: boolean | undefined;
  readonly check?: boolean | undefined;
}

/**
 * Writes typed wrappers.
 *
 * @param what Modules by name, or a configuration (from {@link configFromDescription}) that is laid over the project's own. Default: the
 * project's.
 */
export async function generate(
  what: string | readonly string[] | ConfigFile | undefined,
  options: GenerateTaskOptions,
): Promise<GenerateProjectResult> {
  const project = await openProject(options);
  const modules = typeof what === "string" ? [what] : isList(what) ? what : undefined;
  const laid =
    what === undefined || modules !== undefined ? project : over(project, what as ConfigFile, options);
  const named = modules ?? (what === undefined ? undefined : Object.keys((what as ConfigFile).modules ?? {}));
  const { outDir, output, used, check, refresh, signal } = options;
  return await generateProject(laid, {
    modules: named,
    outDir: outDir === undefined ? undefined : resolve(project.folder, outDir),
    output,
    used,
    check,
    refresh,
    signal,
  });
}

/** What `integrate` brought about. */
export interface Integrated {
  readonly description: ModuleDescription;
  /** The wrapper, loaded: call its functions. */
  readonly module: Readonly<Record<string, unknown>>;
  readonly files: GenerateProjectResult["files"];
}

/** Discovers a module, generates its wrapper and loads it, in one step. */
export async function integrate(module: string, options: GenerateTaskOptions): Promise<Integrated> {
  const description = await discover(module, options);
  const { files, outDir } = await generate(module, { ...options, output: "js" });
  const path = files.map((file) => file.path).find((file) => isWrapperOf(file, outDir, module));
  if (path === undefined) throw new Error(`The wrapper of ${module} was not generated.`);
  return { description, files, module: await load(path, outDir) };
}

async function load(path: string, outDir: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new SnakeBridgeError(
      "WRAPPER_NOT_LOADED",
      `The wrapper ${path} can't be loaded: ${(error as Error).message}. Wrappers import the package snakebridge, so install it where ${outDir} finds it.`,
      { cause: error },
    );
  }
}

function isWrapperOf(file: string, outDir: string, module: string): boolean {
  const base = resolve(outDir, ...module.split("."));
  return file === `${base}.js` || file === resolve(base, "index.js");
}

function isList(what: unknown): what is readonly string[] {
  return Array.isArray(what);
}

/** The project with a configuration laid over its own, for one run. */
function over(project: Project, file: ConfigFile, options: ProjectOptions): Project {
  const { modules = {}, outDir, output, naming, int, missing, docs } = file;
  if (file.extends !== undefined)
    throw new ConfigError(
      [],
      "A configuration given to `generate` can't extend others; load it from a file.",
    );
  const settings = Object.fromEntries(
    Object.entries({ output, naming, int, missing, docs }).filter(([, value]) => value !== undefined),
  );
  const config = {
    ...project.config,
    ...settings,
    ...(outDir === undefined ? {} : { outDir: resolve(project.folder, outDir) }),
    modules: {
      ...project.config.modules,
      ...Object.fromEntries(
        Object.entries(modules).flatMap(([name, each]) => (each === false ? [] : [[name, each]])),
      ),
    },
  };
  return new Project(config, options);
}
