/** The tasks of `snakebridge/tooling` for programs: loaded when one is called, so that a program that only calls Python pays nothing. */
import type { ConfigFile } from "./config/index.js";
import type { ModuleDescription } from "./description/index.js";
import type { GenerateProjectResult } from "./project/generate.js";
import type { GenerateTaskOptions, Integrated, TaskOptions } from "./project/integrate.js";
import type { Task } from "./tooling.js";

export { configFromDescription } from "./project/config-from-description.js";

/**
 * Describes a Python module of the project's environment: its functions, classes and values with signatures, types and docs.
 *
 * @throws {DescriptionError} (rejects) There is no such module, or importing it failed.
 * @throws {EnvironmentError} (rejects) There is no usable Python.
 * @example
 * const { members } = await discover("json");
 */
export async function discover(module: string, options?: Task<TaskOptions>): Promise<ModuleDescription> {
  return (await import("./tooling.js")).discover(module, options);
}

/**
 * Writes typed wrappers for modules, or for a configuration such as `configFromDescription` makes.
 *
 * All files are written, or none. The paths of `files` are absolute.
 *
 * @param what Names of modules, or a configuration that is laid over the project's own. Default: the modules of its `snakebridge.json`.
 * @throws {NothingToGenerateError} (rejects) Neither names a module; its `fix` says how.
 * @throws {ConfigError} (rejects) The project's configuration is faulty; `problems` has file, line and column of each fault.
 * @throws {DescriptionError} (rejects) There is no such module, or importing it failed.
 * @throws {EnvironmentError} (rejects) There is no usable Python; `problem` says what, `fix` what to do.
 * @throws {LockError} (rejects) The lock file can't be read.
 * @example
 * await generate(configFromDescription(await discover("json")));
 */
export async function generate(
  what?: string | readonly string[] | ConfigFile,
  options?: Task<GenerateTaskOptions>,
): Promise<GenerateProjectResult> {
  return (await import("./tooling.js")).generate(what, options);
}

/**
 * Discovers a module, generates its wrapper and loads it, in one step.
 *
 * @throws {SnakeBridgeError} (rejects) `WRAPPER_NOT_LOADED`: wrappers import the package `snakebridge`, which must be installed where they
 * lie. And what {@link generate} rejects with.
 * @example
 * const { module } = await integrate("json");
 */
export async function integrate(module: string, options?: Task<GenerateTaskOptions>): Promise<Integrated> {
  return (await import("./tooling.js")).integrate(module, options);
}
