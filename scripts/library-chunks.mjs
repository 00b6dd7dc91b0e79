/**
 * What esbuild's code splitting leaves to do for a package that is loaded file by file: it makes a chunk for every set of entries that share
 * a module, dynamically imported ones among them, so that the entry which every program loads would stand in fifteen files.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { buildSync } from "esbuild";

/** @typedef {{ exports: string[], imports: { path: string, kind: string }[] }} Chunk as esbuild's metafile tells it */

/**
 * Joins the chunks that `entry` loads at once into two files: what `light` loads of them, too, which is to stay small, and the rest.
 *
 * @param {string} folder where the files are
 * @param {Record<string, Chunk>} chunks by their path in the folder
 * @param {{ entry: string, light: string }} entries by their path in the folder
 * @param {object} target esbuild's options that all files share
 */
export function joinChunks(folder, chunks, { entry, light }, target) {
  const all = loadedWith(chunks, entry);
  const small = loadedWith(chunks, light);
  const isChunk = (path) => path.startsWith("library-");
  const groups = {
    "library-base.js": [...all].filter((path) => isChunk(path) && small.has(path)),
    "library-core.js": [...all].filter((path) => isChunk(path) && !small.has(path)),
  };
  /** Where a name of a joined chunk is now, and how it is called there. */
  const places = new Map();
  for (const [group, members] of Object.entries(groups)) {
    const taken = new Set();
    for (const member of members) {
      const names = new Map();
      for (const name of chunks[member].exports) {
        let free = name;
        for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
        taken.add(free);
        names.set(name, free);
      }
      places.set(member, { group, names });
    }
  }
  for (const [group, members] of Object.entries(groups)) {
    const others = Object.keys(chunks).filter((path) => !members.includes(path));
    buildSync({
      ...target,
      absWorkingDir: folder,
      stdin: {
        contents: members.map((member) => exportsOf(member, places.get(member).names)).join("\n"),
        resolveDir: folder,
      },
      outfile: join(folder, group),
      external: others.map((path) => `./${path}`),
    });
  }
  for (const member of places.keys()) rmSync(join(folder, member));
  for (const path of [...Object.keys(chunks).filter((path) => !places.has(path)), ...Object.keys(groups)])
    redirect(folder, path, places);
  for (const group of Object.keys(groups)) takeBuiltins(join(folder, group));
}

/** A chunk and all that is loaded before it. */
function loadedWith(chunks, path) {
  const found = new Set([path]);
  for (const each of found)
    for (const { path: imported, kind } of chunks[each]?.imports ?? [])
      if (kind === "import-statement" && imported in chunks) found.add(imported);
  return found;
}

function exportsOf(member, names) {
  const list = [...names].map(([name, free]) => (name === free ? name : `${name} as ${free}`));
  return list.length === 0 ? `import "./${member}";` : `export { ${list.join(", ")} } from "./${member}";`;
}

/** Lets a file import from the joined ones. esbuild writes `import {\n  name,\n  other as another\n} from "./library-HASH.js";`. */
function redirect(folder, path, places) {
  const file = join(folder, path);
  const seen = new Set();
  const text = readFileSync(file, "utf8").replace(
    /^import (?:\{([^}]*)\} from )?"((?:\.\.?\/)+)(library-\w+\.js)";\n/gm,
    (statement, list, _up, member) => {
      const place = places.get(member);
      if (place === undefined) return statement;
      const from = relative(dirname(path), place.group);
      const specifier = JSON.stringify(from.startsWith(".") ? from : `./${from}`);
      if (list === undefined) {
        if (seen.has(specifier)) return "";
        seen.add(specifier);
        return `import ${specifier};\n`;
      }
      const names = list.split(",").map((each) => {
        const [name, local = name] = each.trim().split(" as ");
        const free = place.names.get(name);
        if (free === undefined) throw new Error(`${path} imports ${name}, which ${member} does not export.`);
        return free === local ? `  ${free}` : `  ${free} as ${local}`;
      });
      return `import {\n${names.join(",\n")}\n} from ${specifier};\n`;
    },
  );
  for (const member of places.keys())
    if (text.includes(`/${member}"`))
      throw new Error(`${path} still mentions ${member}, which was joined with others.`);
  writeFileSync(file, text);
}

/**
 * Takes Node's own modules as they are. For an `import` of one Node asks for all that it has, and so loads what it keeps for later: of
 * `node:fs` and `node:util` more than all of the library takes.
 */
function takeBuiltins(file) {
  const text = readFileSync(file, "utf8").replace(
    /^import \{([^}]*)\} from ("node:[^"]+");$/gm,
    (_, names, module) => `const {${names.replaceAll(" as ", ": ")}} = process.getBuiltinModule(${module});`,
  );
  writeFileSync(file, text);
}
