/**
 * The library as it ships, in `bridge/out`: each entry one file with a few shared ones behind it, because loading a hundred modules took
 * longer than running them. `tsc` has made the types, and the separate modules that the repository's own programs use.
 */
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { joinChunks } from "./library-chunks.mjs";
import { root } from "./prepare.mjs";

const bridge = join(root, "bridge");

/**
 * @param {{ folder?: string, typeshed?: boolean }} options where to, if not to `bridge/out`; and `typeshed: false` leaves the standard
 *   library's types out, thousands of files that only the tools read
 * @returns {string} the folder of the package
 */
export function stageLibrary({ folder = join(bridge, "out"), typeshed = true } = {}) {
  requireBuilt(typeshed);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(bridge, "package.json"), "utf8"));
  delete manifest.scripts;
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const name of ["README.md", "LICENSE", "schema"])
    cpSync(join(bridge, name), join(folder, name), { recursive: true });
  const dist = join(folder, "dist");
  bundle(dist);
  for (const name of globSync("**/*.d.ts", {
    cwd: join(bridge, "dist"),
    exclude: ["typeshed/**", "adapter/**"],
  })) {
    mkdirSync(dirname(join(dist, name)), { recursive: true });
    cpSync(join(bridge, "dist", name), join(dist, name));
  }
  if (typeshed) cpSync(join(bridge, "dist", "typeshed"), join(dist, "typeshed"), { recursive: true });
  cpSync(join(root, "python", "snakebridge_adapter"), join(dist, "adapter", "snakebridge_adapter"), {
    recursive: true,
    filter: (path) => basename(path) !== "__pycache__" && !path.endsWith(".pyc"),
  });
  return folder;
}

function requireBuilt(typeshed) {
  const needed = [
    "dist/index.d.ts",
    "schema/snakebridge.schema.json",
    ...(typeshed ? ["dist/typeshed"] : []),
  ];
  for (const path of needed) {
    if (existsSync(join(bridge, path))) continue;
    throw new Error(`bridge/${path} is missing: run \`npm run build\` first.`);
  }
}

/** What all files of the package are made for. Not minified: frames of ours show in stacks. */
const TARGET = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
};

/** The entries are those of `exports` and `bin`. */
function bundle(outdir) {
  const { metafile } = buildSync({
    ...TARGET,
    absWorkingDir: bridge,
    entryPoints: {
      index: "src/index.ts",
      tooling: "src/tooling.ts",
      wrapper: "src/wrapper.ts",
      "runtime/typed/index": "src/runtime/typed/index.ts",
      "cli/main": "src/cli/main.ts",
    },
    outdir,
    splitting: true,
    // Beside the entries, where the code looks for what ships with it; `call-site.ts` knows the name.
    chunkNames: "library-[hash]",
    metafile: true,
  });
  const place = (path) => relative(outdir, join(bridge, path)).replaceAll("\\", "/");
  const chunks = Object.fromEntries(
    Object.entries(metafile.outputs).map(([path, { exports, imports }]) => [
      place(path),
      {
        exports,
        imports: imports.map((each) => (each.external ? each : { ...each, path: place(each.path) })),
      },
    ]),
  );
  joinChunks(outdir, chunks, { entry: "index.js", light: "cli/main.js" }, TARGET);
  for (const name of globSync("**/*.js", { cwd: outdir })) {
    const file = join(outdir, name);
    writeFileSync(file, withOwnNames(readFileSync(file, "utf8")));
  }
}

/** Gives classes that mention themselves their names back, which `console.log` shows: esbuild writes `var X = class _X`. */
function withOwnNames(text) {
  const names = new Set([...text.matchAll(/\bvar (\w+) = class _\1\b/g)].map(([, name]) => name));
  return text.replace(/\b_(\w+)\b/g, (word, name) => (names.has(name) ? name : word));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(stageLibrary());
