import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFiles } from "../../src/project/wrapper-files.js";

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "snakebridge-wrappers-"));
});
afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

/** The second can't be written: a file lies where its folder should be. */
const impossible = [
  { path: "a", module: "a", text: "" },
  { path: "a/b", module: "a.b", text: "" },
];

describe("wrappers that can't be written", () => {
  it("leave nothing behind, not even the folders made for them", async () => {
    await expect(writeFiles(impossible, join(project, "src", "python"), undefined)).rejects.toThrow();
    expect(readdirSync(project)).toEqual([]);
  });

  it("take nothing along that somebody else has put into these folders meanwhile", async () => {
    const own = join(project, "src", "own.ts");
    const [first, ...rest] = impossible;
    const files = [
      {
        path: first?.path ?? "",
        module: "a",
        get text() {
          mkdirSync(join(project, "src"), { recursive: true });
          writeFileSync(own, "");
          return "";
        },
      },
      ...rest,
    ];
    await expect(writeFiles(files, join(project, "src", "python"), undefined)).rejects.toThrow();
    expect([existsSync(own), readdirSync(join(project, "src"))]).toEqual([true, ["own.ts"]]);
  });
});
