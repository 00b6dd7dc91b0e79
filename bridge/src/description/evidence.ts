/** Whether a cached description is still true: the files it was made from are as they were. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { Evidence, EvidenceFile } from "./answer.js";

/** Files whose content decides when only their time has changed: a reinstall of the same version writes them anew. */
const HASHED = new Set(["RECORD"]);

/** The evidence with hashes where they help, as it is kept with the description. */
export function withHashes(evidence: Evidence): Evidence {
  return {
    ...evidence,
    files: evidence.files.map((file) => {
      if (!HASHED.has(basename(file.path))) return file;
      const hash = hashOf(file.path);
      return hash === null ? file : { ...file, hash };
    }),
  };
}

/** True while nothing that the description depends on has changed. Costs a `stat` for each file. */
export function stillHolds(evidence: Evidence): boolean {
  return evidence.files.every(unchanged) && (evidence.absent ?? []).every((path) => !existsSync(path));
}

/** What a process has read, each file once however many answers name it: it is looked at before every request. */
export class GatheredEvidence {
  /** As each was when it was first named: what changed since then, the process may remember as it was. */
  readonly #files = new Map<string, EvidenceFile>();
  readonly #absent = new Set<string>();

  add({ files, absent = [] }: Evidence): void {
    for (const file of files) if (!this.#files.has(file.path)) this.#files.set(file.path, file);
    for (const path of absent) this.#absent.add(path);
  }

  /** How many files and absences it looks at. */
  get size(): number {
    return this.#files.size + this.#absent.size;
  }

  /** True while nothing of it has changed. Costs a `stat` for each file. */
  stillHolds(): boolean {
    return stillHolds({ files: [...this.#files.values()], absent: [...this.#absent] });
  }
}

function unchanged(file: EvidenceFile): boolean {
  const found = statSync(file.path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (found.size === file.size && Math.trunc(found.mtimeMs) === file.time) return true;
  return file.hash !== undefined && found.size === file.size && hashOf(file.path) === file.hash;
}

function hashOf(path: string): string | null {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch {
    // Gone or unreadable: then it is not what it was.
    return null;
  }
}
