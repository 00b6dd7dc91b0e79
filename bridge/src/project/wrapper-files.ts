import { createHash } from "node:crypto";
import { mkdir, readFile, rm, rmdir } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { GeneratedFile } from "../generate/index.js";

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

/** Writes what differs, each file whole or not at all. */
export async function writeFiles(
  files: readonly GeneratedFile[],
  outDir: string,
  signal: AbortSignal | undefined,
): Promise<WrapperFile[]> {
  const done: WrapperFile[] = [];
  for (const { path, text } of files) {
    signal?.throwIfAborted();
    const absolute = join(outDir, path);
    if ((await textOf(absolute)) === text) {
      done.push({ path: absolute, state: "unchanged" });
      continue;
    }
    await mkdir(dirname(absolute), { recursive: true });
    await writeFileAtomic(absolute, text);
    done.push({ path: absolute, state: "written" });
  }
  return done;
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
    } catch {
      // Not empty: something else lies there.
      return;
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
