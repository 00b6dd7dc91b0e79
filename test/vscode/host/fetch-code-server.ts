/** Fetches VS Code Server from npm and completes it, once for each pinned version. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached, run, unpackFromNpm } from "./cache.ts";
import { node20, type HostVersion } from "./versions.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));

/** Raised when the recipe below changes, so that old entries are not reused. */
const recipe = "r2";

/** The folder `lib/vscode` of the version, ready to start. */
export async function codeServerFolder(version: HostVersion): Promise<string> {
  const entry = await cached(`code-server-${version.codeServer}-${recipe}`, (folder) => {
    const unpacked = unpackFromNpm(`code-server@${version.codeServer}`, folder, version.integrity);
    const server = join(unpacked, "lib", "vscode");
    const install = [
      "install",
      "--ignore-scripts",
      "--omit=dev",
      "--no-audit",
      "--no-fund",
      "--no-update-notifier",
    ];
    run("npm", install, server);
    // Brings the TypeScript extension's own `typescript`, without which its server reports itself deleted.
    run("npm", install, join(server, "extensions"));
    linkRipgrep(server);
    buildTerminal(server);
  });
  return join(entry, "package", "lib", "vscode");
}

/** `findFiles` and search want ripgrep where a script that we don't run would have downloaded it. */
function linkRipgrep(server: string): void {
  const program = programOnPath("rg");
  if (program === undefined)
    throw new Error("ripgrep is needed: install the package `ripgrep` of your system.");
  const folder = join(server, "node_modules", "@vscode", "ripgrep", "bin");
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, "rg"))) symlinkSync(program, join(folder, "rg"));
}

/**
 * The integrated terminal needs the native part of node-pty. Newer packages bring it built; for older ones its ABI is
 * Node-API, so one build serves every Node. The package's install script also runs clean-up code for other platforms
 * that fails from a registry tarball: only the compiled file counts.
 */
function buildTerminal(server: string): void {
  const terminal = join(server, "node_modules", "node-pty");
  const ready = (): boolean =>
    existsSync(join(terminal, "prebuilds", `${process.platform}-${process.arch}`, "pty.node")) ||
    existsSync(join(terminal, "build", "Release", "pty.node"));
  if (ready()) return;
  const headers = headersFolder();
  const built = spawnSync("npm", ["rebuild", "node-pty", "--foreground-scripts"], {
    cwd: server,
    encoding: "utf8",
    env: { ...process.env, ...(headers === undefined ? {} : { npm_config_nodedir: headers }) },
  });
  if (ready()) return;
  throw new Error(
    `node-pty did not build: a C++ compiler, make and Python are needed.\n${built.stdout}\n${built.stderr}`,
  );
}

/** Where an installed Node keeps its headers, so that the build need not download any. */
function headersFolder(): string | undefined {
  return [process.execPath, ...programsOnPath("node")]
    .map((node) => dirname(dirname(realpathSync(node))))
    .find((folder) => existsSync(join(folder, "include", "node", "node.h")));
}

/** A Node of the major version that the host was built for. */
export async function nodeFor(version: HostVersion): Promise<string> {
  if (version.node === 24) {
    const ours = join(checkout, "node_modules", ".bin", "node");
    return existsSync(ours) ? ours : process.execPath;
  }
  const named = process.env["SNAKEBRIDGE_NODE20"];
  for (const candidate of [named, ...programsOnPath("node")]) {
    if (candidate !== undefined && majorOf(candidate) === version.node) return candidate;
  }
  const platform = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const entry = await cached(`${platform}-${node20}`, (folder) => {
    chmodSync(join(unpackFromNpm(`${platform}@${node20}`, folder), "bin", "node"), 0o755);
  });
  return join(entry, "package", "bin", "node");
}

function majorOf(node: string): number {
  const answer = spawnSync(node, ["--version"], { encoding: "utf8" });
  return Number(/^v(\d+)\./.exec(answer.stdout)?.[1] ?? 0);
}

function programsOnPath(name: string): string[] {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .filter((path) => existsSync(path));
}

export function programOnPath(name: string): string | undefined {
  return programsOnPath(name)[0];
}

/** PATH with the folder of a program first, so that `node` means that program. */
export function pathStartingWith(program: string, rest = process.env["PATH"] ?? ""): string {
  return [dirname(program), rest].join(delimiter);
}
