import { rm } from "node:fs/promises";
import { join } from "node:path";
import { LOCK_NAME, readLock, writeLock, type Lock } from "../config/lockfile.js";
import { defaultCacheFolder, DescriptionCache } from "../description/index.js";
import { readMarker } from "../environment/index.js";
import type { Project } from "./project.js";
import { removeFiles } from "./wrapper-files.js";

/** What to remove. */
export interface CleanProjectOptions {
  /** Also the environment, if we made it. */
  readonly environment?: boolean | undefined;
  /** Leave the cached descriptions. */
  readonly keepCache?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** What was removed. */
export interface CleanProjectResult {
  readonly removed: readonly string[];
  /** Wrappers that somebody has changed since: kept. */
  readonly kept: readonly { readonly path: string; readonly reason: string }[];
  readonly cache: { readonly folder: string; readonly bytes: number; readonly files: number } | undefined;
}

/** Removes what we generated and cached, and nothing else. Runs no Python. */
export async function cleanProject(
  project: Project,
  options: CleanProjectOptions = {},
): Promise<CleanProjectResult> {
  const { dryRun = false } = options;
  const removed: string[] = [];
  const kept: { path: string; reason: string }[] = [];
  const lock = await readLock(project.folder);
  for (const { path, state } of await removeFiles(lock?.files ?? {}, project.folder, { dryRun })) {
    if (state === "removed") removed.push(path);
    else kept.push({ path, reason: "changed since it was generated" });
  }
  if (lock !== undefined && (lock.files !== undefined || lock.descriptions !== undefined))
    await forgetWrappers(project, lock, dryRun, removed);
  if (options.environment === true) await removeEnvironment(project, dryRun, removed, kept);
  return { removed, kept, cache: options.keepCache === true ? undefined : clearCache(project, dryRun) };
}

/** The part of the lock that setup wrote stays: `setup --frozen` needs it. */
async function forgetWrappers(
  project: Project,
  lock: Lock,
  dryRun: boolean,
  removed: string[],
): Promise<void> {
  const { descriptions: _descriptions, files: _files, ...rest } = lock;
  const file = join(project.folder, LOCK_NAME);
  if (rest.distributions === undefined) {
    removed.push(file);
    if (!dryRun) await rm(file, { force: true });
  } else if (!dryRun) await writeLock(project.folder, rest);
}

async function removeEnvironment(
  project: Project,
  dryRun: boolean,
  removed: string[],
  kept: { path: string; reason: string }[],
): Promise<void> {
  const { environment } = project.config.python;
  const marker = await readMarker(environment);
  if (marker === undefined) return;
  if (!marker.ours) {
    kept.push({ path: environment, reason: "not made by SnakeBridge" });
    return;
  }
  removed.push(environment);
  if (!dryRun) await rm(environment, { recursive: true, force: true, maxRetries: 5 });
}

function clearCache(project: Project, dryRun: boolean): CleanProjectResult["cache"] {
  const folder = project.cacheFolder ?? defaultCacheFolder();
  const cache = new DescriptionCache({ folder });
  const bytes = cache.size();
  return { folder, bytes, files: dryRun ? 0 : cache.clear() };
}
