import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyTypeshed } from "../../../scripts/typeshed.mjs";
import { defaultConfig } from "../../src/config/index.js";
import { DescriptionStore } from "../../src/description/index.js";
import { generateInMemory } from "../../src/project/generate-input.js";
import { adapterPath, testPython } from "../test-python.js";

let folder: string;
let store: DescriptionStore;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "snakebridge-closure-"));
  mkdirSync(join(folder, "lib", "chain"), { recursive: true });
  writeFileSync(join(folder, "lib", "chain", "py.typed"), "");
  writeFileSync(
    join(folder, "lib", "chain", "parts.py"),
    `class Third:
    size: int

class Second:
    def next(self) -> Third: ...

class First:
    def next(self) -> Second: ...
`,
  );
  writeFileSync(
    join(folder, "lib", "chain", "__init__.py"),
    "from . import parts\n__all__ = ['start']\n\ndef start() -> 'parts.First': ...\n",
  );
  store = new DescriptionStore({
    python: testPython(),
    adapterPath,
    typeshed: copyTypeshed(),
    sysPath: [join(folder, "lib")],
    cacheFolder: join(folder, "cache"),
  });
}, 300_000);

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const generate = async (limits?: { rounds: number; classes: number }) => {
  const config = await defaultConfig(folder);
  const { outDir, output } = config;
  const request = { config, outDir, output, modules: ["chain"], generator: "snakebridge 0.3.0", limits };
  const { result } = await generateInMemory(store, request);
  return { closure: result.report.closure, text: result.files.map(({ text }) => text).join("\n") };
};

it("types are followed to classes that nobody exports, class by class", async () => {
  const { closure, text } = await generate();
  expect(closure).toEqual({ described: 3, unknown: 0, beyondLimit: 0 });
  expect(text).toContain("next(): Third_;");
});

it.each([
  ["steps", { rounds: 2, classes: 100 }],
  ["classes", { rounds: 10, classes: 2 }],
])(
  "where the limit of %s ends that, the report tells, and what is left is an opaque reference",
  async (_, limits) => {
    const { closure, text } = await generate(limits);
    expect(closure).toEqual({ described: 2, unknown: 0, beyondLimit: 1 });
    expect(text).toContain('next(): PyObject_<"chain.parts.Third">;');
  },
);
