import { join } from "node:path";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LockError, LOCK_NAME, readLock, writeLock, type Lock } from "../../src/config/lockfile.js";
import { temporaryFolder, write } from "../environment/places.js";

const digest = "a".repeat(64);
const lock: Lock = {
  lock: 1,
  generator: "snakebridge 0.3.0",
  distributions: { numpy: "2.4.6", attrs: "25.1" },
  files: { "b.js": digest, "a.js": digest },
};

describe("the lock file", () => {
  it("is read as it was written, with keys in order, and left alone where nothing changed", async () => {
    const folder = temporaryFolder();
    expect(await readLock(folder)).toBeUndefined();
    expect(await writeLock(folder, lock)).toBe(true);
    expect(await readLock(folder)).toEqual(lock);
    expect(await writeLock(folder, { ...lock, files: { "a.js": digest, "b.js": digest } })).toBe(false);
    const text = readFileSync(join(folder, LOCK_NAME), "utf8");
    expect(text.indexOf("attrs")).toBeLessThan(text.indexOf("numpy"));
  });

  it.each([
    ["cut off", '{"lock": 1', "it is not JSON"],
    ["in conflict", "<<<<<<< ours\n{}", "it holds the marks of a merge conflict"],
    ["of another kind", '{"lock": 2, "generator": "x"}', "lock: Invalid input"],
  ])("says what to do when it is %s", async (_, text, why) => {
    const folder = temporaryFolder();
    write(join(folder, LOCK_NAME), text);
    const error: unknown = await readLock(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LockError);
    expect((error as Error).message).toContain(why);
    expect((error as Error).message).toContain("Delete it and run");
  });
});
