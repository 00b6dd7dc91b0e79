/** Compiled functions of which only docstrings tell anything are described alike by every process, and by every Python. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureEnvironment, findPythons } from "../../../scripts/test-environment.mjs";
import { copyTypeshed } from "../../../scripts/typeshed.mjs";
import { DescriptionStore, type ModuleDescription } from "../../src/description/index.js";
import { generateWrappers, saysTheSame } from "../../src/generate/index.js";
import { descriptionHash } from "../../src/project/description-hash.js";
import { adapterPath, testPython } from "../test-python.js";

/** scipy's special functions, by two Pythons, with SNAKEBRIDGE_LONG; else Cython's of pyarrow, by the tests' own. */
const long = process.env["SNAKEBRIDGE_LONG"] !== undefined;
const module = long ? "scipy.special" : "pyarrow";

let folder: string;
let pythons: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "snakebridge-compiled-"));
  // One release of scipy serves the newest Pythons.
  const able = findPythons().filter(({ version }) => Number(version.slice(2)) >= 11);
  pythons = long ? able.slice(0, 2).map((python) => ensureEnvironment("scipy", python)) : [testPython()];
}, 900_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a process that nobody has asked before says of the module. */
async function describe(python: string, run: string): Promise<ModuleDescription> {
  const store = new DescriptionStore({
    python,
    adapterPath,
    typeshed: copyTypeshed(),
    cacheFolder: join(folder, run),
  });
  try {
    return (await store.describe(module)).description();
  } finally {
    await store.close();
  }
}

/** The functions alone: what exception classes inherit from `BaseException` is the interpreter's own. */
function declarations(whole: ModuleDescription): string {
  const description = { ...whole, members: whole.members.filter(({ kind }) => kind === "callable") };
  const { files } = generateWrappers({ modules: [{ description }], generator: "snakebridge 0.3.0" });
  return files.find(({ path }) => path.endsWith(".d.ts"))?.text ?? "";
}

it("two processes of one Python say the same", async () => {
  for (const [index, python] of pythons.entries()) {
    const one = await describe(python, `${index} once`);
    const other = await describe(python, `${index} again`);
    const typed = one.members.filter(
      (member) =>
        member.kind === "callable" &&
        member.signatures.some(({ returnsSource }) => returnsSource === "docstring"),
    );
    expect(typed.length).toBeGreaterThan(10);
    expect(saysTheSame(declarations(one), declarations(other))).toBe(true);
    expect(descriptionHash(other)).toBe(descriptionHash(one));
  }
}, 600_000);

if (long) {
  it("two versions of Python say the same of one release", async () => {
    expect(pythons).toHaveLength(2);
    const texts: string[] = [];
    for (const [index, python] of pythons.entries())
      texts.push(declarations(await describe(python, `${index} version`)));
    const [first = "", ...others] = texts.map((text) => text.replace(/\(CPython 3\.\d+\)/, "(CPython)"));
    expect(first).toContain("export function");
    for (const other of others) expect(saysTheSame(first, other)).toBe(true);
  }, 600_000);
}
