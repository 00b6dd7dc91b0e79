/** Where a module's wrapper lies below the output folder, and how files name each other. */
import { NameTable } from "./names.js";

/** Names that some file system or tool keeps for itself. */
const awkward = /^(con|prn|aux|nul|com\d|lpt\d|node_modules|index)$/i;

/** The file of each module, without its extension. Layout mirrors Python's: a package is a folder with an `index`. */
export function layoutModules(
  modules: ReadonlyMap<string, { isPackage: boolean }>,
): ReadonlyMap<string, string> {
  const tables = new Map<string, NameTable>();
  const folders = new Map<string, string>();
  const paths = new Map<string, string>();

  // File systems that ignore case would merge `Foo` and `foo`, so both count as the same name.
  const segment = (folder: string, name: string): string => {
    let table = tables.get(folder);
    if (table === undefined) tables.set(folder, (table = new NameTable()));
    let candidate = name;
    while (table.has(candidate.toLowerCase()) || awkward.test(candidate)) candidate += "_";
    table.take(candidate.toLowerCase());
    return candidate;
  };
  const folderOf = (name: string): string => {
    if (name === "") return "";
    const known = folders.get(name);
    if (known !== undefined) return known;
    const parent = folderOf(parentOf(name));
    const path = `${parent}${segment(parent, safeSegment(lastOf(name)))}/`;
    folders.set(name, path);
    return path;
  };

  const names = [...modules.keys()].sort();
  const packages = new Set(names.filter((name) => modules.get(name)?.isPackage));
  for (const name of names) {
    for (let parent = parentOf(name); parent !== ""; parent = parentOf(parent)) packages.add(parent);
  }
  for (const name of names) {
    if (packages.has(name)) paths.set(name, `${folderOf(name)}index`);
    else {
      const folder = folderOf(parentOf(name));
      paths.set(name, folder + segment(folder, safeSegment(lastOf(name))));
    }
  }
  return paths;
}

/** A segment can't climb out of the folder or hold what a path is made of. */
function safeSegment(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}_-]/gu, "_");
  return safe === "" ? "_" : safe;
}

export function parentOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(0, dot);
}

export function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** The specifier with which `from` imports `to`; both are paths without an extension. */
export function specifierOf(from: string, to: string, extension: string): string {
  const source = from.split("/").slice(0, -1);
  const target = to.split("/");
  let shared = 0;
  while (shared < source.length && shared < target.length - 1 && source[shared] === target[shared]) shared++;
  const up = source.length - shared;
  const path = [...Array<string>(up).fill(".."), ...target.slice(shared)].join("/");
  return `${up === 0 ? "./" : ""}${path}${extension}`;
}
