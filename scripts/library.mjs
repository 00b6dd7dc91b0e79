/**
 * The library as it ships, in `bridge/out`: each entry one file with a few shared ones behind it, because loading a hundred modules took
 * longer than running them. `tsc` has made the types, and the separate modules that the repository's own programs use.
 */
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleLibrary } from "./library-bundle.mjs";
import { root } from "./prepare.mjs";

const bridge = join(root, "bridge");

/**
 * @param {{ folder?: string, typeshed?: boolean }} options where to, if not to `bridge/out`; and `typeshed: false` leaves the standard
 *   library's types out, thousands of files that only the tools read
 * @returns {Promise<string>} the folder of the package
 */
export async function stageLibrary({ folder = join(bridge, "out"), typeshed = true } = {}) {
  requireBuilt(typeshed);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(bridge, "package.json"), "utf8"));
  delete manifest.scripts;
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const name of ["README.md", "LICENSE", "schema"])
    cpSync(join(bridge, name), join(folder, name), { recursive: true });
  const dist = join(folder, "dist");
  await bundleLibrary(bridge, dist);
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

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await stageLibrary());
