/** Which package manager the project in a folder uses. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageManagerOf, type PackageManager } from "./package-manager.js";

export async function readProject(folder: string): Promise<{ manager: PackageManager }> {
  const names = await readdir(folder);
  let manifest: { packageManager?: unknown } = {};
  if (names.includes("package.json")) {
    try {
      manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as typeof manifest;
    } catch {
      // The package manager itself will say what is wrong with the file.
    }
  }
  return { manager: packageManagerOf(manifest, names) };
}
