/**
 * For editors, build tools and the command line: `snakebridge/tooling`. Finding and filling environments, describing modules, reading
 * `snakebridge.json`, generating wrappers. Programs that call Python import `snakebridge`.
 */
import * as tasks from "./project/integrate.js";
import type { Resources } from "./project/project.js";
import { ownResources } from "./resources.js";
import type { ModuleDescription } from "./description/index.js";
import type { ConfigFile } from "./config/index.js";
import type { GenerateProjectResult } from "./project/generate.js";

export * from "./environment/index.js";
export * from "./description/index.js";
export * from "./config/index.js";
export { validateConfigText, type Validated } from "./config/validate.js";
export { configJsonSchema } from "./config/json-schema.js";
export { LOCK_NAME, LockError, readLock, writeLock, type Lock } from "./config/lockfile.js";
export * from "./generate/index.js";
export * from "./project/index.js";
export { distributionOf } from "./runtime/errors/distributions.js";
export { ownResources } from "./resources.js";

/** Options of a task, with what ships beside the code found by itself where the code is not bundled. */
export type Task<O> = Omit<O, "resources"> & { readonly resources?: Resources };

function complete<O extends { readonly resources: Resources }>(options: Task<O>): O {
  return { ...options, resources: options.resources ?? ownResources() } as O;
}

/**
 * Describes a Python module of the project's environment: its functions, classes and values with signatures, types and docs.
 *
 * @throws {DescriptionError} There is no such module, or importing it failed.
 * @throws {EnvironmentError} There is no usable Python.
 */
export function discover(module: string, options: Task<tasks.TaskOptions> = {}): Promise<ModuleDescription> {
  return tasks.discover(module, complete(options));
}

/**
 * Writes typed wrappers for modules, or for a configuration such as `configFromDescription` makes.
 *
 * @param what Default: the modules of the project's `snakebridge.json`.
 */
export function generate(
  what?: string | readonly string[] | ConfigFile,
  options: Task<tasks.GenerateTaskOptions> = {},
): Promise<GenerateProjectResult> {
  return tasks.generate(what, complete(options));
}

/** Discovers a module, generates its wrapper and loads it, in one step. */
export function integrate(
  module: string,
  options: Task<tasks.GenerateTaskOptions> = {},
): Promise<tasks.Integrated> {
  return tasks.integrate(module, complete(options));
}
