import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Resources } from "./project/project.js";

/**
 * What ships beside the code: the adapter and the types of the standard library. In a checkout the adapter is the source itself. Not for
 * bundles, whose code lies elsewhere: they say where these are.
 */
export function ownResources(): Resources {
  const folder = packageFolder();
  const source = join(folder, "..", "python");
  const adapterPath = existsSync(join(source, "snakebridge_adapter"))
    ? source
    : join(folder, "dist", "adapter");
  const typeshed = join(folder, "dist", "typeshed");
  return { adapterPath, version: ownVersion(), ...(existsSync(typeshed) ? { typeshed } : {}) };
}

/** The version of this package. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
}

/** The folder of `package.json`: above `dist`, or `src` in a checkout. */
function packageFolder(): string {
  return dirname(dirname(fileURLToPath(import.meta.url)));
}
