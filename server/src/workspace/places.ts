/** Where the adapter and the stubs lie, and what an environment says about itself without starting Python. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { InitializationOptions } from "../../protocol/index.js";
import type { openProject, Project } from "./bridge.js";

/** The adapter and the stubs, in the extension, in a checkout or in the package `snakebridge`. */
export function resourcesOf(options: InitializationOptions): Parameters<typeof openProject>[0]["resources"] {
  const here = __dirname;
  const given = options.adapterPath;
  const parent = given !== undefined && basename(given) === "snakebridge_adapter" ? dirname(given) : given;
  const adapterPath =
    [parent, join(here, "..", "..", "python"), join(here, "..", "adapter")].find(
      (folder) => folder !== undefined && existsSync(join(folder, "snakebridge_adapter")),
    ) ??
    parent ??
    here;
  const typeshed = [
    join(here, "..", "typeshed"),
    join(adapterPath, "typeshed"),
    join(adapterPath, "..", "bridge", "dist", "typeshed"),
  ].find((folder) => existsSync(folder));
  return {
    adapterPath,
    version: process.env["SNAKEBRIDGE_VERSION"] ?? "0.0.0",
    ...(typeshed === undefined ? {} : { typeshed }),
  };
}

/** `version` of `pyvenv.cfg`, which venv and uv write. */
export function environmentVersion(interpreter: string): string | undefined {
  try {
    const text = readFileSync(join(dirname(dirname(interpreter)), "pyvenv.cfg"), "utf8");
    return /^\s*version(?:_info)?\s*=\s*(\d+\.\d+\.\d+\S*)/m.exec(text)?.[1];
  } catch {
    return undefined;
  }
}

export function interpreterWithoutStarting(project: Project): string | undefined {
  const names = process.platform === "win32" ? ["Scripts/python.exe"] : ["bin/python", "bin/python3"];
  const { environment } = project.config.python;
  if (statSync(environment, { throwIfNoEntry: false })?.isFile()) {
    return environment;
  }
  return names.map((name) => join(environment, name)).find((path) => existsSync(path));
}
