import { statSync, type Stats } from "node:fs";
import { join, resolve } from "node:path";
import { candidates, type InterpreterSource, type SearchOptions } from "./candidates.js";
import type { ChoiceOptions } from "./choose.js";
import { interpreterIn } from "./layout.js";
import { isUnfinishedSync } from "./marker.js";
import { noneFound, notMadeYet, unfinished } from "./search-errors.js";

/**
 * The path of the interpreter that `chooseInterpreter` would try first and that exists, without starting it. For the runtime, where
 * starting Python twice would cost more than everything else; the worker itself reports what is wrong with it. Only where a version is
 * asked for each one is started and asked for its own.
 *
 * @throws {EnvironmentError} `environment-missing`, `environment-unfinished` or `python-not-found`; with a version, whatever
 *   `chooseInterpreter` throws.
 */
export async function locateInterpreter(
  options: SearchOptions & Pick<ChoiceOptions, "version">,
): Promise<{ path: string; source: InterpreterSource; reason: string }> {
  if (options.version !== undefined) {
    const { chooseInterpreter } = await import("./choose.js");
    const { interpreter, source, reason } = await chooseInterpreter(options);
    return { path: interpreter.path, source, reason };
  }
  for await (const { source, path, why, binding } of candidates(options, "run")) {
    if (path === undefined) continue;
    const found = entryAt(resolve(options.folder, path));
    if (found === undefined) {
      if (!binding) continue;
      if (source === "configuration") throw notMadeYet(path);
      // Asked for by name: let the start say what is wrong with it.
      return { path, source, reason: `Chosen because ${why}.` };
    }
    const program = found.isDirectory()
      ? interpreterIn(resolve(options.folder, path))
      : resolve(options.folder, path);
    const environment = join(program, "..", "..");
    if (isUnfinishedSync(environment)) throw unfinished(environment);
    return { path: program, source, reason: `Chosen because ${why}.` };
  }
  throw noneFound(undefined, []);
}

/** Asked without a way through other threads: a program's start waits for nothing else. */
function entryAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // A folder that may not be entered: whoever looks there finds nothing.
    return undefined;
  }
}
