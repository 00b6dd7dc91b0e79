import { stat } from "node:fs/promises";
import { dirname, join, parse, resolve } from "node:path";

/** The name of the configuration file. */
export const CONFIG_NAME = "snakebridge.json";

/** The nearest `snakebridge.json` in a folder or above it; undefined where there is none. */
export async function findConfig(folder: string): Promise<string | undefined> {
  return await upwards(folder, async (current) => {
    const path = join(current, CONFIG_NAME);
    return (await isThere(path)) ? path : undefined;
  });
}

/** What only the folder of a workspace holds. */
export const workspaceMarks = [".git", ".hg", "pnpm-workspace.yaml", ".vscode"];

/**
 * The workspace that a folder belongs to, where no editor says so: the nearest folder above with a version control's or editor's mark, or
 * the folder itself.
 */
export async function workspaceOf(folder: string): Promise<string> {
  const found = await upwards(folder, async (current) => {
    for (const mark of workspaceMarks) if (await isThere(join(current, mark))) return current;
    return undefined;
  });
  return found ?? resolve(folder);
}

async function upwards<T>(
  folder: string,
  look: (folder: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  const start = resolve(folder);
  const { root } = parse(start);
  for (let current = start; ; current = dirname(current)) {
    const found = await look(current);
    if (found !== undefined) return found;
    if (current === root) return undefined;
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
