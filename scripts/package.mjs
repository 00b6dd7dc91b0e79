/**
 * `npm run package`: builds everything and packs what ships into `dist/`: the library as an npm tarball, and the
 * extension as a `.vsix` that carries the same tarball.
 *
 *   node scripts/package.mjs [--no-build]
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { root, toolingEnvironment, toolingNode } from "./prepare.mjs";

/** Bytes. A package that outgrows its limit has swallowed something by accident. */
const limits = { vsix: 8_000_000, tarball: 4_000_000 };

const dist = join(root, "dist");
const library = join(root, "client", "library");

function run(title, program, args, cwd = root) {
  const result = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: toolingEnvironment(),
    shell: process.platform === "win32",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status === 0) return result.stdout;
  console.error(`${title} failed:\n${result.error ?? ""}${result.stdout}${result.stderr}`);
  process.exit(1);
}

/** The library as `npm publish` would send it. */
function packLibrary() {
  rmSync(library, { recursive: true, force: true });
  mkdirSync(library, { recursive: true });
  run("npm pack", "npm", ["pack", "--silent", "--pack-destination", library], join(root, "bridge"));
  const [name] = readdirSync(library);
  const tarball = join(dist, name);
  copyFileSync(join(library, name), tarball);
  return tarball;
}

/** No repository address exists yet, and all code is bundled, so vsce looks for neither. */
function packExtension() {
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const vsix = join(dist, `${name}-${version}.vsix`);
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  run("vsce package", toolingNode, [
    vsce,
    "package",
    ...["--out", vsix],
    ...["--readme-path", "client/README.md"],
    "--allow-missing-repository",
    "--no-rewrite-relative-links",
    "--no-dependencies",
  ]);
  return vsix;
}

function checkSize(file, limit) {
  const { size } = statSync(file);
  console.log(`${file.slice(root.length)} (${(size / 1_000_000).toFixed(2)} MB)`);
  if (size > limit) {
    console.error(`${file} has ${size} bytes, more than ${limit}.`);
    process.exit(1);
  }
}

/** Packs both and returns their paths. */
export function packAll({ build = true } = {}) {
  if (build) run("build", toolingNode, [join(root, "scripts", "build.mjs")]);
  mkdirSync(dist, { recursive: true });
  const tarball = packLibrary();
  const vsix = packExtension();
  checkSize(tarball, limits.tarball);
  checkSize(vsix, limits.vsix);
  return { tarball, vsix };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { build: { type: "boolean", default: true } },
    allowNegative: true,
  });
  packAll({ build: values.build });
}
