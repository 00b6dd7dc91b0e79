import { resolve } from "node:path";
import type { Lock } from "../config/lockfile.js";
import type { ModuleDescription } from "../description/index.js";
import type { GeneratedFile } from "../generate/index.js";
import type { Project } from "./project.js";
import { hashOf, lockedPath, textOf } from "./wrapper-files.js";

/** One way in which the wrappers on disk are not what would be written now. */
export interface Drift {
  readonly kind: "missing" | "stale" | "edited" | "left over" | "module" | "generator" | "lock";
  /** The file or the module. */
  readonly name: string;
  /** In words. */
  readonly reason: string;
}

/** What drift is looked for in. */
export interface DriftRequest {
  readonly project: Project;
  readonly lock: Lock | undefined;
  /** The lock as it would be written now. */
  readonly next: Lock;
  readonly files: readonly GeneratedFile[];
  readonly outDir: string;
  readonly descriptions: readonly ModuleDescription[];
}

/** Compares what would be written with what is there: causes first, then files. Reads, and writes nothing. */
export async function driftOf(request: DriftRequest): Promise<Drift[]> {
  const { lock } = request;
  const drift: Drift[] = [];
  const { folder } = request.project;
  if (lock?.files === undefined)
    drift.push({
      kind: "lock",
      name: "snakebridge.lock.json",
      reason: "there is none, or it knows of no wrappers",
    });
  else if (lock.generator !== request.next.generator) {
    drift.push({
      kind: "generator",
      name: lock.generator,
      reason: `the wrappers were written by ${lock.generator}, this is ${request.next.generator}`,
    });
  }
  drift.push(...changedModules(request));
  for (const { path, text } of request.files) {
    const absolute = resolve(request.outDir, path);
    const name = lockedPath(folder, absolute);
    const there = await textOf(absolute);
    if (there === text) continue;
    if (there === undefined) drift.push({ kind: "missing", name, reason: "it is not there" });
    else if (lock?.files?.[name] !== undefined && hashOf(there) !== lock.files[name])
      drift.push({ kind: "edited", name, reason: "it was changed by hand since it was written" });
    else drift.push({ kind: "stale", name, reason: "it would be written differently now" });
  }
  for (const name of Object.keys(lock?.files ?? {})) {
    if (request.next.files?.[name] === undefined && (await textOf(resolve(folder, name))) !== undefined) {
      drift.push({ kind: "left over", name, reason: "no module asks for it any more" });
    }
  }
  return drift;
}

function changedModules({ lock, next, descriptions }: DriftRequest): Drift[] {
  const before = lock?.descriptions ?? {};
  const versions = new Map(descriptions.map((description) => [description.module, description]));
  const drift: Drift[] = [];
  for (const [module, hash] of Object.entries(next.descriptions ?? {})) {
    if (before[module] === undefined || before[module] === hash) continue;
    const { distribution, version } = versions.get(module) ?? {};
    const locked = distribution === undefined ? undefined : lock?.distributions?.[distribution];
    const reason =
      locked !== undefined && version !== undefined && locked !== version
        ? `${distribution ?? module} is ${version} here, and was ${locked} when the wrappers were written`
        : "its API is not the one that the wrappers were written from";
    drift.push({ kind: "module", name: module, reason });
  }
  return drift;
}
