/**
 * Brings a checkout to the point where its tools run: dependencies installed as the lock file says, and a Node new
 * enough for the tooling. Runs on the machine's own Node (20.19 or later) before anything is installed.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const windows = process.platform === "win32";
const bin = join(root, "node_modules", ".bin");

/** The Node that tooling runs on: the one of the npm package `node`, since vsce, vitest and others need 22 or later. */
export const toolingNode = join(root, "node_modules", "node", "bin", windows ? "node.exe" : "node");

/** The environment for child processes: the tools of this checkout first on PATH. */
export function toolingEnvironment(extra = {}) {
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`, ...extra };
}

function fail(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(
      `SnakeBridge needs Node 20.19 or later; this is ${process.versions.node}. Install a newer Node and run this again.`,
    );
  }
}

/**
 * Installs what the lock file says, unless that is there already. A fresh checkout gets `npm ci`; one that is in use is brought up to
 * date in place, so that a build beside a running editor does not pull its modules away.
 */
export function prepare() {
  checkNode();
  const modules = join(root, "node_modules");
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const marker = join(modules, ".snakebridge-prepared");
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted && existsSync(toolingNode)) return;
  const command = existsSync(modules) ? "install" : "ci";
  console.log(`Installing the dependencies (npm ${command}) …`);
  const install = spawnSync("npm", [command, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: windows,
  });
  if (install.status !== 0) {
    fail(
      `npm ${command} failed; its messages are above. Check that the npm registry can be reached, then run this again.`,
    );
  }
  if (!existsSync(toolingNode)) {
    fail(
      "The npm package `node` did not bring its binary: its install script was not run or could not fetch it.\n" +
        "Allow it with `npm approve-scripts node` (or run `npm rebuild node`) and run this again.",
    );
  }
  writeFileSync(marker, wanted);
}
