import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, it } from "vitest";
import { testPython } from "../../scripts/test-environment.mjs";
import { temporaryFolder } from "./opened.js";

const here = fileURLToPath(new URL(".", import.meta.url));

interface Seen {
  messages: string[];
  completion?: string[];
  words?: number;
  hover?: string[];
  diagnostics?: string[];
  text?: string[];
}

describe("Neovim's own client", () => {
  it("completes, explains, diagnoses and repairs", () => {
    using folder = temporaryFolder();
    using cache = temporaryFolder();
    const file = join(folder.path, "main.ts");
    const out = join(folder.path, "seen.json");
    writeFileSync(
      file,
      `import { python } from "snakebridge";\nconst json = python.module("json");\nawait json.dumps(1);\njson.dunps(1);\njson.\n`,
    );
    const ran = spawnSync(
      "nvim",
      ["--headless", "--clean", "-u", "NONE", "-S", join(here, "nvim", "session.lua")],
      {
        encoding: "utf8",
        timeout: 120_000,
        env: {
          ...process.env,
          SNAKEBRIDGE_SERVER: inject("serverModule"),
          SNAKEBRIDGE_NODE: process.execPath,
          SNAKEBRIDGE_FILE: file,
          SNAKEBRIDGE_OUT: out,
          SNAKEBRIDGE_ADAPTER: join(here, "..", "..", "python"),
          SNAKEBRIDGE_CACHE: cache.path,
          SNAKEBRIDGE_PYTHON: testPython(),
          XDG_STATE_HOME: folder.path,
          XDG_CACHE_HOME: folder.path,
        },
      },
    );
    expect(ran.error).toBeUndefined();
    const seen = JSON.parse(readFileSync(out, "utf8")) as Seen;
    expect(seen.messages).toEqual([]);
    expect(seen.completion).toContain("dumps");
    expect(seen.words).toBeGreaterThan(5);
    expect(seen.hover?.join("\n")).toContain("def dumps(");
    expect(seen.diagnostics).toContain(
      "'dunps' does not exist in Python module 'json'. Did you mean 'dumps'?",
    );
    expect(seen.text?.[3]).toBe("json.dumps(1);");
  }, 150_000);
});
