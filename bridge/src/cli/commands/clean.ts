import { relative } from "node:path";
import { cleanProject } from "../../project/clean.js";
import type { Context, SharedOptions } from "../context.js";

export interface CleanOptions extends SharedOptions {
  readonly environment?: boolean;
  readonly cache?: boolean;
  readonly dryRun?: boolean;
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
  for (const path of removed) context.print(`${green(word)} ${shown(path)}`);
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
