import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateWrappers } from "../src/generate/index.js";
import { compile, compilers, emitDeclarations, root, writeFiles } from "./generate/compilers.js";
import { library } from "./generate/library.js";
import { odd, sub } from "./generate/odd.js";
import { mkdirSync } from "node:fs";

const modules = [...library, odd, sub].map((description) => ({ description }));
const settings = { generator: "snakebridge 0.3.0", outDir: "python" };
let folder: string;
let declarations: string;

// Inside the checkout, so that the compilers find `@types/node`.
beforeAll(async () => {
  mkdirSync(join(root, ".cache"), { recursive: true });
  folder = mkdtempSync(join(root, ".cache", "types-"));
  declarations = join(folder, "snakebridge");
  await emitDeclarations(declarations);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, output: "js" | "ts", specifiers: ".js" | ".ts" = ".js"): string {
  const target = join(folder, name);
  cpSync(join(root, "bridge/test/types/fixtures"), target, { recursive: true });
  const { files } = generateWrappers({ ...settings, modules, output, specifiers });
  writeFiles(
    target,
    files.map((file) => ({ ...file, path: `python/${file.path}` })),
  );
  return target;
}

describe.each(compilers)("wrappers under %s", (compiler) => {
  it("pass the strict flags, and accept and reject calls as Python would", async () => {
    const target = program(`declarations-${compiler}`, "js");
    const { errors, exit } = await compile(target, compiler, { declarations });
    expect(errors).toEqual([]);
    expect(exit).toBe(0);
  }, 60_000);

  it("pass as .ts files, with index signatures open and unused names forbidden", async () => {
    const target = program(`sources-${compiler}`, "ts", ".ts");
    const { errors, exit } = await compile(target, compiler, {
      declarations,
      flags: { noPropertyAccessFromIndexSignature: false, noUnusedLocals: true },
    });
    expect(errors).toEqual([]);
    expect(exit).toBe(0);
  }, 60_000);
});

it("the programs contain something that must be rejected", () => {
  const text = readFileSync(join(root, "bridge/test/types/fixtures/keywords.ts"), "utf8");
  expect(text.match(/@ts-expect-error/g)?.length).toBeGreaterThan(15);
});
