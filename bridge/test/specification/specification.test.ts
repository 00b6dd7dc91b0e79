/** The pages beside this file name the tests of every promise. Here is what fails when one of them is gone. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, "../../..");
const pages = readdirSync(folder).filter((file) => file.endsWith(".md"));

interface Promised {
  readonly line: number;
  readonly text: string;
  readonly tests: readonly string[];
}

/** The items of a page, each with the tests that it names. */
function promises(page: string): Promised[] {
  const [, ...sections] = page.split(/^(?=## )/m);
  let line = page.split(/^## /m)[0]?.split("\n").length ?? 0;
  const found: Promised[] = [];
  for (const section of sections) {
    for (const item of section.split(/^(?=- )/m)) {
      const [first = "", ...below] = item.split("\n").filter((text) => text !== "");
      if (first.startsWith("- ")) {
        const tests = below.filter((text) => text.startsWith("  `")).map((text) => text.trim().slice(1, -1));
        found.push({ line, text: first.slice(2), tests });
      }
      line += item.split("\n").length - 1;
    }
  }
  return found;
}

/** What is wrong with the name of a test, or `undefined`. */
function fault(name: string): string | undefined {
  const [file = "", title = ""] = name.split(" › ");
  const path = pathOf(file);
  if (!existsSync(path)) return `${name}: there is no ${path.slice(root.length + 1)}`;
  const source = readFileSync(path, "utf8");
  return titlesOf(path, source).has(title) ? undefined : `${name}: there is no such test`;
}

function pathOf(file: string): string {
  if (file.startsWith("python/")) return join(root, `${file}.py`);
  if (file.startsWith("test/vectors/")) return join(root, `${file}.json`);
  return file.startsWith("test/") ? join(root, `${file}.test.ts`) : join(root, `bridge/test/${file}.test.ts`);
}

/** The titles of a file's tests and groups, the names of its functions, or of its vectors. */
function titlesOf(path: string, source: string): ReadonlySet<string> {
  if (path.endsWith(".json")) {
    const vectors = JSON.parse(source) as readonly { name: string }[];
    return new Set(vectors.map(({ name }) => name));
  }
  if (path.endsWith(".py"))
    return new Set([...source.matchAll(/^def (test_\w+)/gm)].map(([, name]) => name ?? ""));
  // The title is the first argument of `test`, `it` or `describe`, or of what their `each` gives.
  const calls = source.matchAll(/[)\w]\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*,/g);
  return new Set([...calls].map(([, literal = ""]) => literal.slice(1, -1).replaceAll("\\", "")));
}

describe.each(pages)("%s", (page) => {
  const promised = promises(readFileSync(join(folder, page), "utf8"));

  test("names a test for every promise", () => {
    expect(promised.length).toBeGreaterThan(20);
    expect(promised.filter(({ tests }) => tests.length === 0)).toEqual([]);
  });

  test("names only tests that exist", () => {
    const faults = promised.flatMap(({ line, tests }) =>
      tests
        .map((name) => fault(name))
        .filter((one) => one !== undefined)
        .map((one) => `${line}: ${one}`),
    );
    expect(faults).toEqual([]);
  });

  test("says each thing once", () => {
    const texts = promised.map(({ text }) => text);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });
});

test("the name of a test that does not exist is found out", () => {
  expect(fault("runtime/calls › a chain is one frame each way")).toBeUndefined();
  expect(fault("runtime/calls › no such thing")).toMatch("no such test");
  expect(fault("runtime/nowhere › a chain")).toMatch("there is no bridge/test/runtime/nowhere.test.ts");
  expect(fault("python/tests/test_life › test_nothing")).toMatch("no such test");
});
