/** The library's modules as few files, by Rolldown, which can be told what is to stand together. */
import { join } from "node:path";
import { rolldown } from "rolldown";

/** What `exports` and `bin` of the package name. */
const ENTRIES = {
  index: "src/index.ts",
  tooling: "src/tooling.ts",
  wrapper: "src/wrapper.ts",
  "runtime/typed/index": "src/runtime/typed/index.ts",
  "cli/main": "src/cli/main.ts",
};

/**
 * @param {string} bridge the folder of the sources
 * @param {string} folder where the files go
 */
export async function bundleLibrary(bridge, folder) {
  const bundle = await rolldown({
    cwd: bridge,
    input: ENTRIES,
    platform: "node",
    transform: { target: "node20.19" },
    plugins: [outside],
    // Reading what a built-in has does nothing: what no one uses of it goes.
    treeshake: { propertyReadSideEffects: false },
  });
  await bundle.write({
    dir: folder,
    // Beside the entries, where the code looks for what ships with it; `call-site.ts` knows the name.
    chunkFileNames: "library-[name].js",
    codeSplitting: { groups: [{ debugName: "loaded first", name: groupsOf(bridge) }] },
    // Frames of ours show in stacks, so names stay. What documentation says is in the types.
    minify: false,
    minifyInternalExports: false,
    comments: { jsdoc: false },
  });
  await bundle.close();
}

/** All that is not ours stays outside: packages are imported, and Node's own modules taken as they are. */
const outside = {
  name: "outside",
  resolveId(source, importer) {
    if (importer === undefined || source.startsWith(".")) return null;
    if (!source.startsWith("node:")) return { id: source, external: true };
    // One for each importer, and so in the same file: what is loaded late loads its built-ins late.
    return { id: `${importer}?${source}`, moduleSideEffects: false };
  },
  /**
   * For an `import` of a built-in Node asks for all that it has, and so loads what it keeps for later: of `node:fs` and `node:util` more
   * than all of the library takes.
   */
  async load(id) {
    const [, name] = id.split("?node:");
    if (name === undefined) return null;
    const names = Object.keys(await import(`node:${name}`)).filter(
      (each) => each !== "default" && each !== "module.exports",
    );
    const lines = names.map((each) => `export const ${each} = builtin.${each};`);
    return {
      code: [`const builtin = process.getBuiltinModule("node:${name}");`, ...lines].join("\n"),
      moduleType: "js",
    };
  },
};

/**
 * Puts what each program loads with its first `import` into two files: what the command line, which is to stay small, loads of it, too, and
 * the rest. Otherwise there is a file for each set of entries that share a module.
 */
function groupsOf(bridge) {
  let all, light;
  return (id, modules) => {
    all ??= loadedWith(join(bridge, ENTRIES.index), modules);
    light ??= loadedWith(join(bridge, ENTRIES["cli/main"]), modules);
    if (!all.has(id)) return null;
    return light.has(id) ? "base" : "core";
  };
}

/** A module and all that is loaded before it. */
function loadedWith(entry, modules) {
  const found = new Set([entry]);
  for (const id of found) for (const imported of modules.getModuleInfo(id).importedIds) found.add(imported);
  return found;
}
