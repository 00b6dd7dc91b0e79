/**
 * `npm run package`: builds everything and packs what ships into `dist/`: the library as an npm tarball, and the
 * extension as a `.vsix` that carries the same tarball.
 *
 *   node scripts/package.mjs [--no-build]
 */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { stageLibrary } from "./library.mjs";
import { thirdPartyNotices } from "./notices.mjs";
import { root, toolingEnvironment, toolingNode } from "./prepare.mjs";

/** Bytes. A package that outgrows its limit has swallowed something by accident. */
const limits = { vsix: 10_000_000, tarball: 4_000_000 };

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
async function packLibrary() {
  rmSync(library, { recursive: true, force: true });
  mkdirSync(library, { recursive: true });
  run("npm pack", "npm", ["pack", "--silent", "--pack-destination", library], await stageLibrary());
  const [name] = readdirSync(library);
  const tarball = join(dist, name);
  copyFileSync(join(library, name), tarball);
  return tarball;
}

/** What the extension consists of. Everything else of the repository stays out: a new file can't slip in. */
const extensionFiles = [
  "package.json",
  "package.nls.json",
  "LICENSE",
  "CHANGELOG.md",
  "client/out/*.cjs",
  "client/media/icon.png",
  "client/media/view.svg",
  "client/media/walkthrough/*.png",
  "client/library/*.tgz",
  "server/out/*.cjs",
  "bridge/schema/*.json",
  "bridge/dist/typeshed/**/*",
  "python/snakebridge_adapter/**/*.py",
  "syntaxes/*.json",
];

/** Copies them to a folder of their own, so that vsce looks at nothing else. */
function stageExtension() {
  const folder = join(dist, "extension");
  rmSync(folder, { recursive: true, force: true });
  for (const name of globSync(extensionFiles, { cwd: root })) {
    if (!statSync(join(root, name)).isFile()) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    copyFileSync(join(root, name), join(folder, name));
  }
  const notices = thirdPartyNotices(root, ["client", "server"]);
  writeFileSync(join(folder, "THIRD_PARTY_NOTICES.txt"), notices);
  // The marketplace page; the repository's own README is for those who look at the code.
  cpSync(join(root, "client", "README.md"), join(folder, "README.md"));
  return folder;
}

/** No repository address exists yet, and all code is bundled, so vsce looks for neither. */
function packExtension() {
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const vsix = join(dist, `${name}-${version}.vsix`);
  const folder = stageExtension();
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  run(
    "vsce package",
    toolingNode,
    [
      vsce,
      "package",
      ...["--out", vsix],
      "--allow-missing-repository",
      "--no-rewrite-relative-links",
      "--no-dependencies",
      "--skip-license",
      // Its search for secrets takes minutes over typeshed's five thousand stubs; the list above says what ships.
      "--allow-package-all-secrets",
    ],
    folder,
  );
  rmSync(folder, { recursive: true, force: true });
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
export async function packAll({ build = true } = {}) {
  if (build) run("build", toolingNode, [join(root, "scripts", "build.mjs")]);
  mkdirSync(dist, { recursive: true });
  const tarball = await packLibrary();
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
  await packAll({ build: values.build });
}
