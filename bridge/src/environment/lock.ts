import { createHash } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import envPaths from "env-paths";
import lockfile from "proper-lockfile";
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
 * written, in the folder for temporary files.
 *
 * @throws {EnvironmentError} `cancelled`, when the signal aborts while waiting.
 */
export async function withLock<T>(
  folder: string,
  options: LockOptions,
  action: () => Promise<T>,
): Promise<T> {
  const lockPath = join(
    await locksFolder(),
    createHash("sha256")
      .update(await identityOf(folder))
      .digest("hex")
      .slice(0, 24),
  );
  const release = await acquire(lockPath, options);
  try {
    return await action();
  } finally {
    await release();
  }
}

async function acquire(lockPath: string, options: LockOptions): Promise<() => Promise<void>> {
  for (let first = true; ; first = false) {
    checkCancelled(options.signal);
    try {
      return await lockfile.lock(lockPath, {
        realpath: false,
        stale: staleMilliseconds,
        update: staleMilliseconds / 4,
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

async function locksFolder(): Promise<string> {
  const folder = join(envPaths("snakebridge", { suffix: "" }).cache, "locks");
  try {
    await mkdir(folder, { recursive: true });
    return folder;
  } catch {
    const fallback = join(tmpdir(), `snakebridge-locks-${userInfo().username.replaceAll(/\W/g, "_")}`);
    await mkdir(fallback, { recursive: true });
    return fallback;
  }
}

/** One name for a folder that may not exist yet, however it was reached. */
async function identityOf(folder: string): Promise<string> {
  const path = resolve(folder);
  const parent = await realpath(dirname(path)).catch(() => dirname(path));
  return join(parent, basename(path));
}
