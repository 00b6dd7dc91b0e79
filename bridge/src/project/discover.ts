import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import { newConfigText, withModule, withRequirement } from "../config/index.js";
import { unreadableConfig } from "../config/problems.js";
import {
  DescriptionError,
  type DescribedModule,
  type DescribeOptions,
  type DescribeProgress,
  type DescriptionStore,
} from "../description/index.js";
import { normalizedName, parseRequirement } from "../environment/index.js";
import { withLock } from "../environment/lock.js";
import { configFromDescription, type DescribedAs } from "./config-from-description.js";
import { withDescriptions } from "./descriptions.js";
import { configFileOf, type Project } from "./project.js";

/** How a module is discovered. */
export interface DiscoverProjectOptions {
  /** Describe again, whatever the cache holds. */
  readonly refresh?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DescribeProgress) => void) | undefined;
}

/**
 * Describes a module of the project's environment.
 *
 * @throws {DescriptionError} There is no such module, or importing it failed.
 * @throws {EnvironmentError} There is no usable Python.
 */
export async function discoverModule(
  project: Project,
  module: string,
  options: DiscoverProjectOptions = {},
): Promise<DescribedModule> {
  return await withDescriptions(project, options.signal, (store) =>
    store.describe(module, describeOptions(options)),
  );
}

/**
 * Describes what a search in a module looks at beside the module itself: its submodules that are loaded with it. Those that would have to be
 * imported count only where they are described already.
 *
 * @returns the names of all, the module first
 */
export async function describeForSearch(
  store: DescriptionStore,
  described: DescribedModule,
  options: DescribeOptions,
): Promise<string[]> {
  const names = [described.module];
  for (const { name, lazy } of described.submodules) {
    const full = name.startsWith(`${described.module}.`) ? name : `${described.module}.${name}`;
    if (store.peek(full) === undefined && (lazy === true || !(await describes(store, full, options))))
      continue;
    names.push(full);
  }
  return names;
}

async function describes(
  store: DescriptionStore,
  module: string,
  options: DescribeOptions,
): Promise<boolean> {
  try {
    await store.describe(module, options);
    return true;
  } catch (error) {
    // One submodule that can't be described does not spoil the search in the others.
    if (error instanceof DescriptionError) return false;
    throw error;
  }
}

/** The store's options, without what is undefined. */
export function describeOptions({ refresh, signal, onProgress }: DiscoverProjectOptions): DescribeOptions {
  return {
    ...(refresh === undefined ? {} : { refresh }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
}

/**
 * Adds a module and the distribution that provides it to the project's `snakebridge.json`; writes a new one where there is none. Several
 * that are added at once, by this process or by others, take turns.
 *
 * @throws {ConfigError} The file is there and can't be read.
 */
export async function saveModule(
  project: Project,
  description: DescribedAs,
): Promise<{ file: string; changed: boolean }> {
  const file = configFileOf(project);
  return await withLock(file, {}, () => addTo(file, project, description));
}

async function addTo(
  file: string,
  project: Project,
  description: DescribedAs,
): Promise<{ file: string; changed: boolean }> {
  const before = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unreadableConfig(file, error);
  });
  const { modules = {}, python } = configFromDescription(description);
  let text = before ?? newConfigText({});
  for (const module of Object.keys(modules)) text = withModule(text, module);
  for (const requirement of python?.requirements ?? []) {
    if (!alreadyRequired(project, description.distribution ?? "")) text = withRequirement(text, requirement);
  }
  if (text === before) return { file, changed: false };
  await writeFileAtomic(file, text);
  return { file, changed: true };
}

/** A requirement that the user wrote says what they want; it is not replaced. */
function alreadyRequired(project: Project, distribution: string): boolean {
  const wanted = normalizedName(distribution);
  return (project.config.python.requirements ?? []).some((each) => parseRequirement(each)?.name === wanted);
}
