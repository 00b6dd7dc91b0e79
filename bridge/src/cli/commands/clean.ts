import { dirname, relative, sep } from "node:path";
import { cleanProject } from "../../project/clean.js";
import type { Context, SharedOptions } from "../context.js";

export interface CleanOptions extends SharedOptions {
  readonly environment?: boolean;
  readonly cache?: boolean;
  readonly dryRun?: boolean;
}

const listedAtMost = 20;

/** The folder that holds both. */
function sharedFolder(one: string, other: string): string {
  let folder = one;
  while (other !== folder && !other.startsWith(folder + sep) && folder !== dirname(folder))
    folder = dirname(folder);
  return folder;
}

export async function clean(context: Context, options: CleanOptions): Promise<undefined> {
  const project = await context.openProject();
  const { removed, kept, cache } = await cleanProject(project, {
    environment: options.environment,
    keepCache: options.cache === false,
    dryRun: options.dryRun,
  });
  if (context.json) {
    context.printJson({ removed, kept, cache, dryRun: options.dryRun === true });
    return undefined;
  }
  const { green, yellow, dim } = context.style;
  const word = options.dryRun === true ? "Would remove" : "Removed";
  const shown = (path: string) => relative(process.cwd(), path) || path;
  if (removed.length === 0) context.print(dim("There was nothing of ours in the project."));
  // Whole libraries are thousands of files.
  if (removed.length <= listedAtMost)
    for (const path of removed) context.print(`${green(word)} ${shown(path)}`);
  else {
    const folders = [...new Set(removed.map((path) => dirname(path)))];
    const common = folders.reduce(sharedFolder);
    context.print(`${green(word)} ${removed.length} files in ${shown(common)} (--json lists all)`);
  }
  for (const { path, reason } of kept)
    context.print(`${yellow("Kept")} ${shown(path)} ${dim(`(${reason})`)}`);
  if (cache !== undefined)
    context.print(
      cache.bytes === 0
        ? dim(`The cache ${cache.folder} is empty.`)
        : `${green(word)} ${(cache.bytes / 1e6).toFixed(1)} MB of descriptions in ${cache.folder}`,
    );
  return undefined;
}
