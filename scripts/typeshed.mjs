/**
 * Copies the stubs of typeshed (as the npm package `pyright` ships them) to `bridge/dist/typeshed`, pruned, with their
 * licence: types of the standard library, and of third-party packages that bring none of their own.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

/** A distribution's stubs larger than this are left out: they would outweigh all others, for few users. */
const LARGEST = 700 * 1024;

/**
 * @param {string} target the folder to fill; made anew unless it already holds this version
 * @returns {string} the folder
 */
export function copyTypeshed(target = join(root, "bridge", "dist", "typeshed")) {
  const source = join(dirname(require.resolve("pyright/package.json")), "dist", "typeshed-fallback");
  const commit = readFileSync(join(source, "commit.txt"), "utf8");
  const marker = join(target, "commit.txt");
  const index = join(target, "stubs", "modules.txt");
  if (existsSync(index) && existsSync(marker) && readFileSync(marker, "utf8") === commit) return target;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  cpSync(join(source, "LICENSE"), join(target, "LICENSE"));
  cpSync(join(source, "stdlib"), join(target, "stdlib"), { recursive: true, filter: isStub });
  for (const name of readdirSync(join(source, "stubs")).sort()) {
    const folder = join(source, "stubs", name);
    if (stubBytes(folder) <= LARGEST) {
      cpSync(folder, join(target, "stubs", name), { recursive: true, filter: isStub });
    }
  }
  writeFileSync(index, moduleIndex(join(target, "stubs")));
  // Written last: its presence says that the copy is whole.
  writeFileSync(marker, commit);
  return target;
}

/** Which distribution's folder declares each third-party module, a line each: the describer need not walk through them. */
function moduleIndex(stubs) {
  const found = new Map();
  const walk = (distribution, folder, prefix) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = `${prefix}${entry.name.replace(/\.pyi$/, "")}`;
      if (entry.isDirectory() && !existsSync(join(path, "__init__.pyi")))
        walk(distribution, path, `${name}.`);
      else if ((entry.isDirectory() || entry.name.endsWith(".pyi")) && !found.has(name))
        found.set(name, distribution);
    }
  };
  for (const name of readdirSync(stubs).sort()) walk(name, join(stubs, name), "");
  return [...found].map(([module, distribution]) => `${module} ${distribution}\n`).join("");
}

/** Stubs and the list of versions; none of the metadata and tests around them. */
function isStub(path) {
  if (statSync(path).isDirectory()) return !path.includes("@");
  return path.endsWith(".pyi") || path.endsWith("VERSIONS");
}

function stubBytes(folder) {
  let total = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) total += stubBytes(path);
    else if (entry.name.endsWith(".pyi")) total += statSync(path).size;
  }
  return total;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  copyTypeshed();
}
