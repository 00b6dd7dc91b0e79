/**
 * The oldest Node that the library supports, to run the built library on. The registry's package `node-PLATFORM-ARCH` carries the
 * binary; it is kept in the cache folder that the test environments use.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { cacheFolder } from "./test-environment.mjs";

/** The floor of `engines.node` in bridge/package.json. */
export const floor = "20.19.0";

/** The path of that Node's binary. */
export function nodeFloor() {
  const windows = process.platform === "win32";
  const name = `node-${windows ? "win" : process.platform}-${process.arch}`;
  const folder = join(cacheFolder(), "node", floor);
  const binary = join(folder, "package", "bin", windows ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    execFileSync("npm", ["pack", `${name}@${floor}`, "--silent"], {
      cwd: making,
      stdio: ["ignore", 2, 2],
      shell: windows,
    });
    const tarball = readdirSync(making).find((file) => file.endsWith(".tgz"));
    execFileSync("tar", ["-xzf", tarball], { cwd: making });
    rmSync(join(making, tarball));
    if (!windows) chmodSync(join(making, "package", "bin", "node"), 0o755);
    rmSync(folder, { recursive: true, force: true });
    renameSync(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return binary;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(nodeFloor());
