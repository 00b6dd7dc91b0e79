import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateWrappers } from "../../src/generate/index.js";
import { compile, compilers, installPackage, root, workFolder, writeFiles } from "./compilers.js";
import { library } from "./library.js";
import { odd, sub } from "./odd.js";
import { pipes } from "./pipes.js";

const programs = join(root, "bridge/test/types/fixtures");
const modules = [...library, odd, sub, pipes].map((description) => ({ description }));
const settings = { generator: "snakebridge 0.3.0", outDir: "python", modules };
let declarations: string;
let sources: string;

beforeAll(async () => {
  declarations = workFolder();
  sources = workFolder();
  for (const [folder, output] of [
    [declarations, "js"],
    [sources, "ts"],
  ] as const) {
    await installPackage(folder);
    cpSync(programs, folder, { recursive: true });
    const { files } = generateWrappers({ ...settings, output, specifiers: output === "ts" ? ".ts" : ".js" });
    writeFiles(
      folder,
      files.map((file) => ({ ...file, path: `python/${file.path}` })),
    );
  }
}, 600_000);

afterAll(() => {
  for (const folder of [declarations, sources]) rmSync(folder, { recursive: true, force: true });
});

describe.each(compilers)("wrappers under %s", (compiler) => {
  it("pass the strict flags, and accept and reject calls as Python would", async () => {
    const { errors, exit } = await compile(declarations, compiler);
    expect(errors).toEqual([]);
    expect(exit).toBe(0);
  }, 600_000);

  it("pass as .ts files, with index signatures open and unused names forbidden", async () => {
    const flags = { noPropertyAccessFromIndexSignature: false, noUnusedLocals: true };
    const { errors, exit } = await compile(sources, compiler, { flags });
    expect(errors).toEqual([]);
    expect(exit).toBe(0);
  }, 600_000);
});

it("the programs hold what must be rejected", () => {
  const text = readFileSync(join(programs, "keywords.ts"), "utf8");
  expect(text.match(/@ts-expect-error/g)?.length).toBeGreaterThan(15);
});
