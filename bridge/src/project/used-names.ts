import { dirname, relative, sep } from "node:path";
import { ProgramFile, type PythonPath, type WrapperPlaces } from "./program-file.js";
import type { SourceFile } from "./sources.js";

/** The names that a program uses, by module; `all` where it can't be told (the module is passed on, or indexed by a variable). */
export type UsedNames = ReadonlyMap<string, readonly string[] | "all">;

export type { WrapperPlaces } from "./program-file.js";

/** What a program says about Python. */
export interface ProgramUse {
  readonly names: UsedNames;
  /** The modules that it names itself: `python.module("numpy.linalg")`. */
  readonly modules: readonly string[];
}

/**
 * Finds which names of which modules a program uses, in its source: bindings of `python.module("...")`, imports of wrappers, what is reached
 * from these by members and destructuring, and `python.call("...")`. Scopes are not told apart, so more may be found than is used, never less.
 * Of a file that is too broken to be read, the modules count as used whole.
 */
export async function readProgram(
  files: AsyncIterable<SourceFile> | Iterable<SourceFile>,
  places: WrapperPlaces,
): Promise<ProgramUse> {
  const { parse } = await import("@babel/parser");
  const uses: PythonPath[] = [];
  const modules = new Set<string>();
  for await (const { path, text } of files) {
    if (!mayConcern(text, places, path)) continue;
    const jsx = !/\.[cm]?ts$/.test(path);
    const reader = new ProgramFile(path, places, modules);
    try {
      const file = parse(text, {
        sourceType: "unambiguous",
        errorRecovery: true,
        plugins: ["typescript", "decorators", "explicitResourceManagement", ...(jsx ? ["jsx" as const] : [])],
      });
      uses.push(...reader.read(file.program));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      uses.push(...reader.guess(text));
    }
  }
  return { names: collect(uses), modules: [...modules].sort() };
}

/** As {@link readProgram}, only the names. */
export async function findUsedNames(
  files: AsyncIterable<SourceFile> | Iterable<SourceFile>,
  places: WrapperPlaces,
): Promise<UsedNames> {
  return (await readProgram(files, places)).names;
}

/** Most files have nothing to do with Python, and reading them costs more than looking at their text. */
function mayConcern(text: string, places: WrapperPlaces, path: string): boolean {
  return (
    text.includes("snakebridge") ||
    text.includes(".module(") ||
    text.includes(".call(") ||
    mayImportWrapper(text, places, path)
  );
}

function mayImportWrapper(text: string, places: WrapperPlaces, path: string): boolean {
  const between = relative(dirname(path), places.outDir).split(sep).join("/");
  const last = places.outDir.split(sep).at(-1) ?? "";
  return text.includes(between === "" ? "./" : between) || text.includes(`/${last}/`);
}

/** Names by module. A path through a submodule counts for both: for `numpy` as `linalg`, for `numpy.linalg` as `norm`. */
function collect(uses: readonly PythonPath[]): UsedNames {
  const names = new Map<string, Set<string>>();
  for (const { module, path } of uses) {
    for (const [index, name] of path.entries()) {
      const holder = [module, ...path.slice(0, index)].join(".");
      const set = names.get(holder) ?? new Set();
      names.set(holder, set.add(name));
    }
    if (path.length === 0 && !names.has(module)) names.set(module, new Set());
  }
  return new Map([...names].map(([module, set]) => [module, set.has("*") ? "all" : [...set].sort()]));
}
