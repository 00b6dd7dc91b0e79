import { readFile } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { SnakeBridgeError } from "../wire/errors.js";

/** The name of the lock file, beside `snakebridge.json`. */
export const LOCK_NAME = "snakebridge.lock.json";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const lockSchema = z.strictObject({
  /** Version of this shape. */
  lock: z.literal(1),
  /** `snakebridge 0.3.0`. */
  generator: z.string(),
  python: z
    .strictObject({
      version: z.string(),
      implementation: z.string(),
      platform: z.string(),
      machine: z.string().optional(),
    })
    .optional(),
  /** Hash of all requirements that the distributions below come from. */
  requirements: hash.optional(),
  /** Versions by name. */
  distributions: z.record(z.string(), z.string()).optional(),
  /** `sha256:...` of the files of these distributions, by normalized name; those that the index gives no hash for are left out. */
  hashes: z.record(z.string(), z.array(z.string().regex(/^sha256:[0-9a-f]{64}$/)).readonly()).optional(),
  /** Whose files these hashes are of: those of all platforms, or of the ones named. */
  hashesFor: z.union([z.literal("all"), z.array(z.string()).readonly()]).optional(),
  /** SHA-256 by module of the description that the wrappers were made from. */
  descriptions: z.record(z.string(), hash).optional(),
  /** SHA-256 by path of each written file, relative to the lock file, with `/`. */
  files: z.record(z.string(), hash).optional(),
});

/** What a project was set up with and generated from. */
export type Lock = z.infer<typeof lockSchema>;

/** The lock file can't be read as one. */
export class LockError extends SnakeBridgeError {
  readonly file: string;
  constructor(file: string, why: string) {
    super(
      "LOCK_INVALID",
      `The lock file ${file} can't be used: ${why}. Delete it and run \`snakebridge setup\` and \`snakebridge generate\` to write a new one.`,
    );
    this.file = file;
  }
}

/** @throws {LockError} Where it exists but isn't one. */
export async function readLock(folder: string): Promise<Lock | undefined> {
  const file = join(folder, LOCK_NAME);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new LockError(file, (error as Error).message);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const conflict = text.includes("<<<<<<<")
      ? "it holds the marks of a merge conflict"
      : `it is not JSON (${(error as Error).message})`;
    throw new LockError(file, conflict);
  }
  const result = lockSchema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new LockError(file, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unknown"}`);
}

/** Writes the lock whole or not at all, keys in order; leaves an equal file alone. Returns whether it changed. */
export async function writeLock(folder: string, lock: Lock): Promise<boolean> {
  const file = join(folder, LOCK_NAME);
  const text = lockText(lock);
  if ((await readFile(file, "utf8").catch(() => undefined)) === text) return false;
  await writeFileAtomic(file, text);
  return true;
}

/** The text of a lock: the same lock gives the same bytes. */
export function lockText(lock: Lock): string {
  const { lock: version, generator, python, requirements, distributions, hashes } = lock;
  const { hashesFor, descriptions, files } = lock;
  const ordered = {
    lock: version,
    generator,
    python,
    requirements,
    distributions: sorted(distributions),
    hashes: sorted(hashes),
    hashesFor,
    descriptions: sorted(descriptions),
    files: sorted(files),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function sorted<T>(record: Readonly<Record<string, T>> | undefined): Record<string, T> | undefined {
  if (record === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(record).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)),
  );
}
