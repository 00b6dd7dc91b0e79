/** Whether a path stays inside a folder, links resolved as far as it exists. */
import { realpathSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";

/** True for a folder and what is in it. */
export async function isInside(path: string, folder: string): Promise<boolean> {
  return isBelow(await realPathOf(path), await realPathOf(folder));
}

/** As {@link isInside}, for what has to be known at once. */
export function isInsideSync(path: string, folder: string): boolean {
  return isBelow(realPathOfSync(path), realPathOfSync(folder));
}

function isBelow(path: string, folder: string): boolean {
  const between = relative(folder, path);
  return between === "" || !(between === ".." || between.startsWith(`..${sep}`) || isAbsolute(between));
}

async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPathOf(parent), basename(path));
  }
}

function realPathOfSync(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPathOfSync(parent), basename(path));
  }
}
