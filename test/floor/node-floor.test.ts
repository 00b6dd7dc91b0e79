/** The built library, its command line and generated wrappers on the oldest Node that they support. */
import { execFile } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { floor, nodeFloor } from "../../scripts/node-floor.mjs";
import { testPython } from "../../scripts/test-environment.mjs";

const root = join(import.meta.dirname, "..", "..");
const cli = join(root, "bridge", "dist", "cli", "main.js");
let folder = "";
let node = "";
let python = "";

async function run(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(node, args, {
    cwd: folder,
    env: { ...process.env, SNAKEBRIDGE_PYTHON: python, NO_COLOR: "1" },
  });
  return stdout.trim();
}

beforeAll(() => {
  node = nodeFloor();
  python = testPython();
  mkdirSync(join(root, ".cache"), { recursive: true });
  folder = mkdtempSync(join(root, ".cache", "floor-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("it is the floor that the package promises", async () => {
  const { engines } = JSON.parse(readFileSync(join(root, "bridge", "package.json"), "utf8")) as {
    engines: { node: string };
  };
  expect(`>=${floor}`).toBe(engines.node);
  expect(await run("--version")).toBe(`v${floor}`);
});

test("a program runs", async () => {
  writeFileSync(
    join(folder, "main.js"),
    `import { python, kw } from "snakebridge";
     const np = python.module("numpy");
     console.log(await python.module("json").dumps({ b: 1, a: 2 }, kw({ sort_keys: true })));
     console.log(await np.arange(6).reshape([2, 3]).mean(kw({ axis: 0 })).tolist());
     const items = [];
     for await (const item of python.eval\`(n * n for n in range(4))\`) items.push(item);
     console.log(items, await python.module("functools").reduce((a, b) => a + b, items));`,
  );
  expect((await run("main.js")).split("\n")).toEqual([
    '{"a": 2, "b": 1}',
    "[ 1.5, 2.5, 3.5 ]",
    "[ 0, 1, 4, 9 ] 14",
  ]);
});

test("CommonJS can require it", async () => {
  writeFileSync(
    join(folder, "main.cjs"),
    `const { python } = require("snakebridge");
     python.module("math").sqrt(2).then((root) => console.log(root));`,
  );
  expect(await run("--no-warnings", "main.cjs")).toBe("1.4142135623730951");
});

test("the command line generates a wrapper, and a program uses it", async () => {
  await run(cli, "generate", "json", "--out-dir", "wrappers");
  writeFileSync(
    join(folder, "wrapped.js"),
    `import { loads } from "./wrappers/json/index.js";
     console.log(await loads('{"a": [1, null]}'));`,
  );
  expect(await run("wrapped.js")).toBe("{ a: [ 1, null ] }");
});
