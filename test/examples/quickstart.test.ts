/** The first program, as `npm start` runs it: wrappers generated from the installed library, checked by TypeScript, run on Python. */
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testPython } from "../../scripts/test-environment.mjs";

const root = join(import.meta.dirname, "..", "..");
const example = join(root, "examples", "quickstart");
let folder = "";
let python = "";

async function run(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", ...args], {
    cwd: folder,
    env: { ...process.env, SNAKEBRIDGE_PYTHON: python, NO_COLOR: "1" },
  });
  return stdout;
}

beforeAll(() => {
  python = testPython();
  mkdirSync(join(root, ".cache"), { recursive: true });
  folder = mkdtempSync(join(root, ".cache", "quickstart-"));
  for (const file of ["main.ts", "package.json", "snakebridge.json", "tsconfig.json"]) {
    cpSync(join(example, file), join(folder, file));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the quickstart generates, type-checks and runs", async () => {
  const cli = join(root, "bridge", "dist", "cli", "main.js");
  expect(await run(cli, "generate")).toMatch(/Wrappers in src.python: \d+ written/);
  expect(existsSync(join(folder, "src", "python", "numpy", "linalg", "index.d.ts"))).toBe(true);
  expect(await run(join(root, "node_modules", "typescript", "bin", "tsc"), "--project", ".")).toBe("");

  const printed = await run("main.ts");
  expect(printed).toContain('json.dumps        {"test": "data"}');
  expect(printed).toContain('sorted          {"a": 2, "b": 1}');
  expect(printed).toContain("mean of columns   [ 1.5, 2.5, 3.5 ]");
  expect(printed).toContain("matrix norm       7.416198487095663");
  expect(printed).toContain("random            82 15 4");
  expect(printed).toContain("is a ValueError true");
});
