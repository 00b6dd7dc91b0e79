/**
 * The configuration of the program that runs here. Synchronous: a program's start waits for nothing else, and a way through other
 * threads for each folder takes longer than the questions.
 */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CONFIG_NAME, workspaceMarks } from "./find.js";

/** The nearest `snakebridge.json` from the main module up, then from the working directory; undefined where there is none. */
export function configOfProgram(): string | undefined {
  const [, main] = process.argv;
  const folder =
    (main === undefined ? undefined : upwards(dirname(main), [CONFIG_NAME])) ??
    upwards(process.cwd(), [CONFIG_NAME]);
  return folder === undefined ? undefined : join(folder, CONFIG_NAME);
}

/** As `workspaceOf`. */
export function workspaceOfSync(folder: string): string {
  return upwards(folder, workspaceMarks) ?? folder;
}

/** The nearest folder, from one up, that holds any of these names. */
function upwards(start: string, names: readonly string[]): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (names.some((name) => existsSync(join(folder, name)))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
