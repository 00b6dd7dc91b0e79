/** Descriptions on disk: read without waiting, written atomically, bounded in size, shared by processes. */
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, type Dirent } from "node:fs";
import { join } from "node:path";
import envPaths from "env-paths";
import writeFileAtomic from "write-file-atomic";
import { CorruptCacheError } from "./errors.js";
import { stillHolds } from "./evidence.js";
import { PackFile } from "./pack-file.js";

const DEFAULT_LIMIT = 512 * 1024 * 1024;
/** How much is left after a clean-up, so that not every write cleans. */
const KEPT_SHARE = 0.8;
const DAY = 24 * 60 * 60 * 1000;

/** Where descriptions are kept unless the caller says otherwise. */
export function defaultCacheFolder(): string {
  return join(envPaths("snakebridge", { suffix: "" }).cache, "descriptions");
}

export interface CacheOptions {
  readonly folder: string;
  /** Bytes that the whole folder may take. */
  readonly limit?: number;
}

export class DescriptionCache {
  readonly folder: string;
  readonly #limit: number;
  /** Why nothing could be written, once that happened: a full disk, a read-only folder. */
  #writeProblem: Error | null = null;

  constructor({ folder, limit }: CacheOptions) {
    this.folder = folder;
    this.#limit = limit ?? DEFAULT_LIMIT;
  }

  /** Why descriptions can't be kept; `null` while they can. */
  get writeProblem(): Error | null {
    return this.#writeProblem;
  }

  /** The description in a file of the cache, if it is there, whole, for this key and still true. */
  read(path: string, key: string): PackFile | null {
    let file: PackFile;
    try {
      file = new PackFile(path);
    } catch (error) {
      if (error instanceof CorruptCacheError) this.remove(path);
      // A file that is not there or can't be read is made anew.
      return null;
    }
    if (file.index.key !== key || !stillHolds(file.index.evidence)) return null;
    this.#touch(path);
    return file;
  }

  /** The file that has taken the place of one; `null` where that one itself is damaged, which removes it. */
  reread(file: PackFile): PackFile | null {
    const found = this.read(file.path, file.index.key);
    if (found === null || found.header.build !== file.header.build) return found;
    this.remove(file.path);
    return null;
  }

  /**
   * Writes a file whole or not at all. Several processes may write the same one: the last wins, and readers of the older
   * one notice. Where the folder can't be written, nothing happens but that `writeProblem` says why.
   */
  async write(path: string, bytes: Buffer): Promise<boolean> {
    try {
      mkdirSync(join(path, ".."), { recursive: true });
      await writeFileAtomic(path, bytes, { fsync: false });
      this.#writeProblem = null;
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      this.#writeProblem = error;
      return false;
    }
    this.#bound(path);
    return true;
  }

  remove(path: string): void {
    try {
      rmSync(path, { force: true });
    } catch {
      // A read-only folder: the file is ignored each time instead.
    }
  }

  /** Removes every description and returns how many files that were. Files of others in the folder are left alone. */
  clear(): number {
    const files = this.#files();
    for (const file of files) this.remove(file.path);
    for (const folder of subfolders(this.folder)) {
      try {
        if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
      } catch {
        // Another process has just written into it.
      }
    }
    return files.length;
  }

  /** Bytes on disk. */
  size(): number {
    return this.#files().reduce((sum, file) => sum + file.size, 0);
  }

  /** Removes what was used least recently, down to a share of the limit. */
  #bound(justWritten: string): void {
    const files = this.#files();
    let total = files.reduce((sum, file) => sum + file.size, 0);
    if (total <= this.#limit) return;
    files.sort((left, right) => left.used - right.used);
    for (const file of files) {
      if (total <= this.#limit * KEPT_SHARE) break;
      if (file.path === justWritten) continue;
      this.remove(file.path);
      total -= file.size;
    }
  }

  #touch(path: string): void {
    try {
      const now = Date.now();
      if (now - statSync(path).mtimeMs > DAY) utimesSync(path, now / 1000, now / 1000);
    } catch {
      // It only decides what is removed first.
    }
  }

  #files(): { path: string; size: number; used: number }[] {
    const found: { path: string; size: number; used: number }[] = [];
    for (const folder of subfolders(this.folder)) {
      for (const entry of entriesOf(folder)) {
        if (!entry.isFile() || !entry.name.includes(".description")) continue;
        const path = join(folder, entry.name);
        const stat = statSync(path, { throwIfNoEntry: false });
        if (stat !== undefined) found.push({ path, size: stat.size, used: stat.mtimeMs });
      }
    }
    return found;
  }
}

function subfolders(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{24}$/.test(entry.name))
    .map((entry) => join(folder, entry.name));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Not made yet.
    return [];
  }
}
