import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Resources } from "./project/project.js";

/** The folder of this package: the one of its `package.json`. */
const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** What ships beside the code: the adapter and the types of the standard library. In a checkout the adapter is the source itself. */
export function ownResources(): Resources {
  const source = join(packageFolder, "..", "python");
  const adapterPath = existsSync(join(source, "snakebridge_adapter"))
    ? source
    : join(packageFolder, "dist", "adapter");
  const typeshed = join(packageFolder, "dist", "typeshed");
  return { adapterPath, version: ownVersion(), ...(existsSync(typeshed) ? { typeshed } : {}) };
}

/** The version of this package. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
}
