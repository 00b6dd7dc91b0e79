import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EvidenceFile } from "../../src/description/answer.js";
import { environmentKey } from "../../src/description/cache-key.js";
import { stillHolds, withHashes } from "../../src/description/evidence.js";
import { modules, openStore, temporaryFolder } from "./places.js";

function fileOf(path: string): EvidenceFile {
  const { size, mtimeMs } = statSync(path);
  return { path, size, time: Math.trunc(mtimeMs) };
}

/** Writes a text of the same length, as a later moment. */
function rewrite(path: string, text: string): void {
  writeFileSync(path, text);
  const { mtime } = statSync(path);
  utimesSync(path, mtime, new Date(mtime.getTime() + 60_000));
}

describe("what a description was made from", () => {
  test("holds for a RECORD whose time alone changed, and not for one with other content of that size", () => {
    const folder = modules({ "thing-1.0.dist-info/RECORD": "thing.py,sha256=aaaa,10\n" });
    const record = join(folder, "thing-1.0.dist-info", "RECORD");
    const evidence = withHashes({ files: [fileOf(record)] });
    expect(stillHolds(evidence)).toBe(true);
    rewrite(record, "thing.py,sha256=aaaa,10\n");
    expect(stillHolds(evidence)).toBe(true);
    rewrite(record, "thing.py,sha256=bbbb,10\n");
    expect(stillHolds(evidence)).toBe(false);
  });

  test("does not hold for code of one's own whose time changed, nor once a file is gone or a stub has come", () => {
    const folder = modules({ "mine.py": "a = 1\n" });
    const evidence = withHashes({
      files: [fileOf(join(folder, "mine.py"))],
      absent: [join(folder, "mine.pyi")],
    });
    expect(stillHolds(evidence)).toBe(true);
    writeFileSync(join(folder, "mine.pyi"), "");
    expect(stillHolds(evidence)).toBe(false);
    const other = withHashes({ files: [fileOf(join(folder, "mine.py"))] });
    rewrite(join(folder, "mine.py"), "a = 2\n");
    expect(stillHolds(other)).toBe(false);
    expect(stillHolds({ files: [{ path: join(folder, "gone.py"), size: 1, time: 1 }] })).toBe(false);
  });
});

describe("what changes while it is being described", () => {
  test("is described as it is then", async () => {
    const folder = modules({
      "upgraded.py": [
        "import pathlib",
        "here = pathlib.Path(__file__)",
        "here.write_text('def after(): pass\\n')",
        "def before(): pass",
        "",
      ].join("\n"),
    });
    const store = openStore({ sysPath: [folder] });
    const described = await store.describe("upgraded");
    expect(described.member("after")?.kind).toBe("callable");
    expect(described.member("before")).toBeUndefined();
    expect(store.peek("upgraded")?.member("after")).toBeDefined();
  });

  test("is read twice and kept where it changes with every import", async () => {
    const folder = modules({ "restless.py": "with open(__file__, 'a') as me: me.write('#\\n')\n" });
    const store = openStore({ sysPath: [folder] });
    await store.describe("restless");
    expect(readFileSync(join(folder, "restless.py"), "utf8").match(/^#$/gm)).toHaveLength(2);
    expect(store.peek("restless")).toBeDefined();
  });
});

describe("the environment of a description", () => {
  test("is another one with each part that decides what is said", () => {
    const folder = temporaryFolder();
    for (const [name, text] of [
      ["adapter/snakebridge_adapter/describe/one.py", "one = 1\n"],
      ["other/snakebridge_adapter/describe/one.py", "one = 2\n"],
      ["typeshed/commit.txt", "aaaa\n"],
      ["newer/commit.txt", "bbbb\n"],
    ] as const) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const parts = {
      adapterPath: join(folder, "adapter"),
      python: "/usr/bin/python3",
      version: "3.13.0",
      typeshed: join(folder, "typeshed"),
      sysPath: ["/lib"],
    };
    const keys = [
      parts,
      { ...parts, adapterPath: join(folder, "other") },
      { ...parts, python: "/usr/bin/python3.12" },
      { ...parts, version: "3.13.1" },
      { ...parts, typeshed: join(folder, "newer") },
      { ...parts, sysPath: ["/lib", "/more"] },
    ].map(environmentKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(environmentKey({ ...parts })).toBe(keys[0]);
  });

  test("is another one when Python is upgraded in its place", () => {
    const folder = modules({ python: "old" });
    const parts = { adapterPath: folder, python: join(folder, "python") };
    const before = environmentKey(parts);
    expect(environmentKey(parts)).toBe(before);
    writeFileSync(join(folder, "python"), "newer");
    expect(environmentKey(parts)).not.toBe(before);
  });
});
