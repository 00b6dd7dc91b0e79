import { createHash } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import envPaths from "env-paths";
import lockfile from "proper-lockfile";
import { SnakeBridgeError } from "../wire/errors.js";
import { cancelled, checkCancelled } from "./errors.js";

/** How long a lock holds after its owner died without a word. */
const staleMilliseconds = 10_000;
const pollMilliseconds = 200;

/** Waiting for a lock. */
export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once if someone else holds the lock. */
  readonly onWait?: (() => void) | undefined;
}

/**
 * Does something to a folder while no other process does. The lock lies in the user's cache folder, not in the project; where that can't be
 * written (read-only, full, no folder), in the folder for temporary files.
 *
 * @throws {EnvironmentError} `cancelled`, when the signal aborts while waiting.
 * @throws {SnakeBridgeError} `WRITING_IMPOSSIBLE`, where neither folder can be written.
 */
export async function withLock<T>(
  folder: string,
  options: LockOptions,
  action: () => Promise<T>,
): Promise<T> {
  const name = createHash("sha256")
    .update(await identityOf(folder))
    .digest("hex")
    .slice(0, 24);
  const release = await acquireSomewhere(name, options);
  try {
    return await action();
  } finally {
    await release().catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "ERELEASED") throw error;
    });
  }
}

/** A lock that is held says so also where nothing new can be written, so two runs agree on the folder as long as both find it the same. */
async function acquireSomewhere(name: string, options: LockOptions): Promise<() => Promise<void>> {
  let failure: NodeJS.ErrnoException | undefined;
  for (const folder of lockFolders()) {
    try {
      await mkdir(folder, { recursive: true });
      return await acquire(join(folder, name), options);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined || !unwritable.has(code)) throw error;
      failure = error as NodeJS.ErrnoException;
    }
  }
  throw new SnakeBridgeError(
    "WRITING_IMPOSSIBLE",
    `No lock can be written, neither in ${lockFolders().join(" nor in ")}: ${failure?.message ?? ""}. Make room on the disk, or make one of the folders writable.`,
    { cause: failure },
  );
}

/** What a folder says that can't be written: no rights, a read-only or full disk, a quota, something that is no folder. */
const unwritable = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOTDIR", "EEXIST", "ENOENT"]);

function lockFolders(): string[] {
  return [
    join(envPaths("snakebridge", { suffix: "" }).cache, "locks"),
    join(tmpdir(), `snakebridge-locks-${userInfo().username.replaceAll(/\W/g, "_")}`),
  ];
}

async function acquire(lockPath: string, options: LockOptions): Promise<() => Promise<void>> {
  for (let first = true; ; first = false) {
    checkCancelled(options.signal);
    try {
      return await lockfile.lock(lockPath, {
        realpath: false,
        stale: staleMilliseconds,
        update: staleMilliseconds / 4,
        // It was taken over by another process while this machine slept, or went with the cache. What is half done is better ended than
        // left; by itself the library throws from a timer, which would end the program.
        onCompromised: () => undefined,
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    }
    if (first) options.onWait?.();
    try {
      await wait(pollMilliseconds, undefined, { signal: options.signal });
    } catch {
      throw cancelled();
    }
  }
}

/** One name for a folder that may not exist yet, however it was reached. */
async function identityOf(folder: string): Promise<string> {
  const path = resolve(folder);
  const parent = await realpath(dirname(path)).catch(() => dirname(path));
  return join(parent, basename(path));
}
