/** What a cached description depends on, and where it lies. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

export interface KeyParts {
  /** The folder that holds `snakebridge_adapter`: its describer decides what a description says. */
  readonly adapterPath: string;
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
    describerVersion(parts.adapterPath),
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

const describers = new Map<string, string>();

/**
 * A hash of the describer's source: another describer may say something else, so nobody has to remember to raise a number.
 * What the host itself adds (the index, summaries) is told by the magic number of the file.
 */
export function describerVersion(adapterPath: string): string {
  let version = describers.get(adapterPath);
  if (version === undefined) {
    version = hashOfSources(join(adapterPath, "snakebridge_adapter", "describe"));
    describers.set(adapterPath, version);
  }
  return version;
}

function hashOfSources(folder: string): string {
  const hash = createHash("sha256");
  try {
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith(".py")) continue;
      const text = readFileSync(join(folder, name));
      hash.update(`${name}\0${text.length}\0`).update(text);
    }
  } catch {
    // No adapter there: starting it will say so.
    return folder;
  }
  return hash.digest("hex").slice(0, 24);
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
