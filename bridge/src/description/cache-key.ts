/** What a cached description depends on, and where it lies. */
import { createHash } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/** Raised whenever the describer or the cache's format changes what a description holds. */
export const DESCRIBER_VERSION = 2;

export interface KeyParts {
  /** Absolute path of the interpreter, as it is started. */
  readonly python: string;
  /** `3.11.7`, where the caller knows it; else the interpreter's file stands for it. */
  readonly version?: string;
  readonly typeshed?: string;
  readonly sysPath?: readonly string[];
}

/** A text that differs for every environment whose descriptions may differ. */
export function environmentKey(parts: KeyParts): string {
  return JSON.stringify([
    DESCRIBER_VERSION,
    parts.python,
    parts.version ?? "",
    interpreterStamp(parts.python),
    process.platform,
    process.arch,
    typeshedVersion(parts.typeshed),
    parts.sysPath ?? [],
  ]);
}

/** The folder of an environment's descriptions inside the cache. */
export function environmentFolder(cache: string, key: string): string {
  return join(cache, digest(key));
}

/** The file of a module or class. Names are kept readable; the hash tells apart what file systems would not. */
export function fileOf(folder: string, kind: "module" | "class" | "list", name: string): string {
  const readable = name.replaceAll(/[^\w.-]/g, "_").slice(0, 100);
  return join(folder, `${kind}-${readable}-${digest(name).slice(0, 8)}.description`);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}

/** The interpreter behind a link is another one after an upgrade of Python. */
function interpreterStamp(python: string): string {
  try {
    const target = realpathSync(python);
    const { size, mtimeMs } = statSync(target);
    return `${target}:${size}:${Math.trunc(mtimeMs)}`;
  } catch {
    // A name on PATH, or nothing at all: starting it will say so.
    return "";
  }
}

const versions = new Map<string, string>();

/** The bundled stubs' commit. */
function typeshedVersion(folder: string | undefined): string {
  if (folder === undefined) return "";
  let version = versions.get(folder);
  if (version === undefined) {
    try {
      version = readFileSync(join(folder, "commit.txt"), "utf8").trim();
    } catch {
      // Stubs without the file are told apart by their folder.
      version = folder;
    }
    versions.set(folder, version);
  }
  return version;
}
