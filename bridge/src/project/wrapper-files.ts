import { createHash } from "node:crypto";
import { lstat, mkdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { GeneratedFile } from "../generate/index.js";
import { move } from "./move-file.js";

/** What happened to a file, or would. */
export type FileState = "written" | "unchanged" | "removed" | "kept";

/** A file of the wrappers. */
export interface WrapperFile {
  /** Absolute. */
  readonly path: string;
  readonly state: FileState;
}

/** SHA-256 of a text, as the lock file holds it. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The path under which the lock file knows a file: relative to it, with `/`. */
export function lockedPath(folder: string, path: string): string {
  return relative(folder, path).split(sep).join("/");
}

/** Where a run puts what it writes until all of it is there; beside the wrappers, so that moving it is one step. */
const STAGING = ".snakebridge-partial";

/**
 * Writes what differs, all or nothing: everything is written beside its place first and then moved there. A full disk, a signal or a death
 * before the first move leaves the wrappers as they were. Runs of one project take turns, so what lies in the staging folder is of a dead one.
 */
export async function writeFiles(
  files: readonly GeneratedFile[],
  outDir: string,
  signal: AbortSignal | undefined,
): Promise<WrapperFile[]> {
  const staging = join(outDir, STAGING);
  const done: WrapperFile[] = [];
  const moves: { from: string; to: string }[] = [];
  const made = await firstMissing(outDir);
  try {
    await rm(staging, { recursive: true, force: true });
    for (const { path, text } of files) {
      const to = join(outDir, path);
      const state = (await textOf(to)) === text ? "unchanged" : "written";
      done.push({ path: to, state });
      if (state === "unchanged") continue;
      signal?.throwIfAborted();
      const from = join(staging, path);
      await mkdir(dirname(from), { recursive: true });
      await writeFile(from, text);
      moves.push({ from, to });
    }
    signal?.throwIfAborted();
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (made !== undefined) await removeEmpty(outDir, dirname(made));
    throw error;
  }
  // From here on nothing is cancelled: a part of the new wrappers would not fit the rest.
  for (const { from, to } of moves) {
    await mkdir(dirname(to), { recursive: true });
    await move(from, to);
  }
  await rm(staging, { recursive: true, force: true });
  return done;
}

/** The topmost folder of a path that is not there yet; undefined where all are. */
async function firstMissing(path: string): Promise<string | undefined> {
  let missing: string | undefined;
  for (let current = path; !(await isThere(current)); current = dirname(current)) {
    missing = current;
    // A drive that is not there has nothing above it.
    if (current === dirname(current)) break;
  }
  return missing;
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/**
 * Removes files that we wrote, with the folders that this leaves empty. One that has been changed since is no longer ours alone and is kept.
 */
export async function removeFiles(
  locked: Readonly<Record<string, string>>,
  folder: string,
  options: { dryRun?: boolean } = {},
): Promise<WrapperFile[]> {
  const done: WrapperFile[] = [];
  for (const [path, hash] of Object.entries(locked)) {
    const absolute = resolve(folder, path);
    const text = await textOf(absolute);
    if (text === undefined) continue;
    if (hashOf(text) !== hash) {
      done.push({ path: absolute, state: "kept" });
      continue;
    }
    done.push({ path: absolute, state: "removed" });
    if (options.dryRun === true) continue;
    await rm(absolute, { force: true });
    await removeEmpty(dirname(absolute), folder);
  }
  return done;
}

async function removeEmpty(folder: string, stop: string): Promise<void> {
  for (let current = folder; current !== stop && current.startsWith(stop + sep); current = dirname(current)) {
    try {
      await rmdir(current);
    } catch (error) {
      // Not empty: something else lies there.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") return;
    }
  }
}

/** The text of a file; undefined where there is none. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
