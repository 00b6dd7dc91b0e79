import { readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * A note of ours inside an environment. An environment can't be built elsewhere and moved into place, because its scripts hold its path;
 * so it is built in place and does not count as one until this note says that it is complete.
 */
export interface Marker {
  /** `making`: not an environment yet. `changing`: complete before, packages are being changed. */
  readonly state: "making" | "changing" | "complete";
  /** We made the environment, so we may delete it. */
  readonly ours: boolean;
  /** The packages before the change, to go back to; in `changing` only. */
  readonly before?: Readonly<Record<string, string>>;
}

const name = ".snakebridge-setup";

/** The note in an environment; undefined where there is none. */
export async function readMarker(environment: string): Promise<Marker | undefined> {
  let text: string;
  try {
    text = await readFile(join(environment, name), "utf8");
  } catch {
    return undefined;
  }
  return parse(text);
}

function parse(text: string): Marker {
  try {
    return JSON.parse(text) as Marker;
  } catch {
    // Ours, and unreadable: whoever wrote it did not finish.
    return { state: "making", ours: true };
  }
}

export async function writeMarker(environment: string, marker: Marker): Promise<void> {
  // Loaded here: every program's start reads a marker, few write one.
  const { default: writeFileAtomic } = await import("write-file-atomic");
  await writeFileAtomic(join(environment, name), `${JSON.stringify(marker)}\n`);
}

export async function removeMarker(environment: string): Promise<void> {
  await rm(join(environment, name), { force: true });
}

/** True for an environment that must not be used yet. */
export async function isUnfinished(environment: string): Promise<boolean> {
  const marker = await readMarker(environment);
  return marker !== undefined && marker.state !== "complete";
}

/** The same without a way through other threads, for the start of a program, which waits for nothing else. */
export function isUnfinishedSync(environment: string): boolean {
  let text: string;
  try {
    text = readFileSync(join(environment, name), "utf8");
  } catch {
    return false;
  }
  return parse(text).state !== "complete";
}
