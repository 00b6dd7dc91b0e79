/** Looks on this machine for what `chooseRunner` needs to know. */
import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runProgram } from "../project/run-program.js";

/** What the program answers to `--version`; undefined where it can't be run. */
export async function nodeVersionOf(program: string, cwd: string): Promise<string | undefined> {
  try {
    const { code, output } = await runProgram({ program, args: ["--version"], cwd });
    return code === 0 ? output.trim() : undefined;
  } catch {
    return undefined;
  }
}

/** The nearest `tsx` in a `node_modules` of the folder or above it, as Node looks for packages. */
export async function findTsx(folder: string): Promise<string | undefined> {
  for (let place = folder; ; place = dirname(place)) {
    const candidate = join(place, "node_modules", "tsx", "dist", "cli.mjs");
    const there = await access(candidate).then(
      () => true,
      () => false,
    );
    if (there) return candidate;
    if (dirname(place) === place) return undefined;
  }
}
