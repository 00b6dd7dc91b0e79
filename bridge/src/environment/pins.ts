/** Exact versions with their hashes: what a lock holds, and what installing it asks for. */
import type { Hashes } from "./installer.js";
import { normalizedName } from "./interpreter.js";

/** Versions by name, as the lock has them. */
type Versions = Readonly<Record<string, string>>;

/** Lines for a tool: those that a hash checks, and the rest. They are installed apart, since a tool checks all of a file or nothing. */
export interface Pins {
  readonly verified: readonly string[];
  readonly unverified: readonly string[];
}

/**
 * What a lock asks for. A requirement with an address can't be had by its version, so it stands in for the locked one; a folder or a
 * repository behind an address has no hash, nor has what an index without hashes offers.
 *
 * @param direct the project's own requirements
 */
export function pinsOf(versions: Versions, hashes: Hashes, direct: readonly string[]): Pins {
  const verified: string[] = [];
  const unverified: string[] = [];
  for (const { name, line } of pinnedLines(versions, direct)) {
    const known = hashes[name] ?? [];
    if (known.length === 0) unverified.push(line);
    else verified.push([line, ...known.map((hash) => `--hash=${hash}`)].join(" "));
  }
  return { verified, unverified };
}

/** What an index can be asked the hashes of. */
export function hashableLines(versions: Versions, direct: readonly string[]): string[] {
  return pinnedLines(versions, direct).flatMap(({ line }) => (isHashable(line) ? [line] : []));
}

function pinnedLines(versions: Versions, direct: readonly string[]): { name: string; line: string }[] {
  const addressed = new Map(
    direct.flatMap((each) => (each.includes("@") ? [[addressedName(each), each] as const] : [])),
  );
  return Object.entries(versions).map(([name, version]) => {
    const normalized = normalizedName(name);
    return { name: normalized, line: addressed.get(normalized) ?? `${name}==${version}` };
  });
}

function addressedName(requirement: string): string {
  return normalizedName(requirement.split(/[[@\s]/, 1)[0] ?? "");
}

function isHashable(line: string): boolean {
  return !line.includes("@") || /\.(?:whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz)(?:$|[#\s;])/.test(line);
}
