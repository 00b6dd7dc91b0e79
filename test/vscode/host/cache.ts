/** A cache of unpacked packages that outlives a checkout: entries appear whole or not at all. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../../scripts/test-environment.mjs";

/**
 * The folder of one entry. `fill` gets an empty folder beside it, which becomes the entry by one rename, so a
 * run that is killed leaves no half entry and two runs at once can't mix theirs.
 */
export async function cached(name: string, fill: (folder: string) => Promise<void> | void): Promise<string> {
  const root = join(cacheFolder(), "vscode");
  const entry = join(root, name);
  if (existsSync(entry)) return entry;
  mkdirSync(root, { recursive: true });
  const draft = mkdtempSync(join(root, `.${name}-`));
  try {
    await fill(draft);
    renameSync(draft, entry);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another run finished the same entry first.
    if (!existsSync(entry)) throw error;
  }
  return entry;
}

/** Downloads one npm package into `folder` with npm's own client and unpacks it to `folder/package`. */
export function unpackFromNpm(specifier: string, folder: string, integrity?: string): string {
  const seed = process.env["SNAKEBRIDGE_NPM_PACK_SEED"];
  const name = `${specifier.replace(/^@/, "").replace("/", "-").replace("@", "-")}.tgz`;
  let tarball = seed === undefined ? "" : join(seed, name);
  if (!existsSync(tarball)) {
    run("npm", ["pack", specifier, "--silent", "--pack-destination", folder], folder);
    tarball = join(folder, name);
  }
  if (integrity !== undefined) {
    const found = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
    if (found !== integrity) throw new Error(`${specifier} has the hash ${found}, expected ${integrity}.`);
  }
  run("tar", ["-xzf", tarball, "-C", folder], folder);
  if (tarball.startsWith(folder)) rmSync(tarball);
  return join(folder, "package");
}

/** Runs a program to its end; its output is in the error when it fails. */
export function run(program: string, args: readonly string[], cwd: string): void {
  const result = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === "win32",
  });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) {
    throw new Error(
      `${program} ${args.join(" ")} ended with ${result.status}:\n${result.stdout}${result.stderr}`,
    );
  }
}
