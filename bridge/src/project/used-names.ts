import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { ProgramFile, type PythonPath, type WrapperPlaces } from "./program-file.js";
import { guess, usesOf } from "./program-uses.js";
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
 * from these by members and destructuring, also through other files that export them, and `python.call("...")`. A module that is kept where it
 * can't be followed (in an object, as an argument) counts as used whole, and so does one of a file that is too broken to be read: more may be
 * found than is used, never less. Files that are imported by other names than their paths (`paths` of tsconfig.json) are found by the
 * end of that name.
 */
export async function readProgram(
  sources: AsyncIterable<SourceFile> | Iterable<SourceFile>,
  places: WrapperPlaces,
): Promise<ProgramUse> {
  const { parse } = await import("@babel/parser");
  const uses: PythonPath[] = [];
  const modules = new Set<string>();
  const files = new Map<string, ProgramFile>();
  const program = {
    places,
    modules,
    fileAt: (specifier: string, from: string) => fileAt(files, specifier, from),
  };
  const read = ({ path, text }: SourceFile): void => {
    const jsx = !/\.[cm]?ts$/.test(path);
    try {
      const file = parse(text, {
        sourceType: "unambiguous",
        errorRecovery: true,
        plugins: ["typescript", "decorators", "explicitResourceManagement", ...(jsx ? ["jsx" as const] : [])],
      });
      files.set(path, new ProgramFile(path, file.program, program));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      uses.push(...guess(text, path, program));
    }
  };
  let others: SourceFile[] = [];
  for await (const source of sources) {
    if (mayConcern(source.text, places, source.path)) read(source);
    else others.push(source);
  }
  bindAll(files);
  // Others get Python from these, and yet others from them.
  for (let found = true; found;) {
    const exporting = [...files.values()].filter((file) => file.exportsPython);
    const concerned = others.filter(({ text }) => exporting.some(({ path }) => mayImport(text, path)));
    others = others.filter((source) => !concerned.includes(source));
    for (const source of concerned) read(source);
    found = concerned.length > 0;
    if (found) bindAll(files);
  }
  for (const file of files.values()) uses.push(...usesOf(file));
  return { names: collect(uses), modules: [...modules].sort() };
}

/** A binding may be made from one that stands further down, or in another file. */
function bindAll(files: ReadonlyMap<string, ProgramFile>): void {
  while ([...files.values()].map((file) => file.bind()).includes(true));
}

/** Whether a text may import a file: by its name, or where it is the index of a folder by that one's name or by dots alone. */
function mayImport(text: string, path: string): boolean {
  const name = basename(path).replace(/\.[^.]+$/, "");
  if (text.includes(name)) return true;
  return name === "index" && (text.includes(basename(dirname(path))) || /["'`][./]+["'`]/.test(text));
}

const endings = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/**
 * The file that a specifier means, as TypeScript, bundlers and Node resolve it: `.js` may be a `.ts`, the ending may be left out. Of an alias
 * (`@/lib/py`, `#py`) only the end says which file it is.
 */
function fileAt(
  files: ReadonlyMap<string, ProgramFile>,
  specifier: string,
  from: string,
): ProgramFile | undefined {
  if (!specifier.startsWith(".")) return byAlias(files, specifier);
  const path = resolve(dirname(from), specifier);
  const bare = withoutEnding(path);
  const stems = [bare, path, join(path, "index")];
  const candidates = [path, ...stems.flatMap((stem) => endings.map((ending) => stem + ending))];
  for (const candidate of candidates) {
    const file = files.get(candidate);
    if (file !== undefined) return file;
  }
  return undefined;
}

function byAlias(files: ReadonlyMap<string, ProgramFile>, specifier: string): ProgramFile | undefined {
  const bare = withoutEnding(specifier).replace(/^[^\p{L}\p{N}_.]+/u, "");
  const tails = [bare, bare.slice(bare.indexOf("/") + 1)].map((tail) => `/${tail}`);
  return [...files.values()].find(({ path }) => {
    const stem = withoutEnding(path.split(sep).join("/")).replace(/\/index$/, "");
    return tails.some((tail) => stem.endsWith(tail));
  });
}

function withoutEnding(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "");
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
