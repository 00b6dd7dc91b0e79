/**
 * Every TypeScript snippet of the documentation is run. What a snippet prints is compared with the comments behind its
 * `console.log(…); // text` lines, in order, so a page cannot promise what the product does not do.
 *
 * A fence ```ts is run. One that shows a shape rather than a program is fenced ```typescript.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPython } from "../../scripts/test-environment.mjs";

const root = join(import.meta.dirname, "..", "..");
const pages = ["README.md", "bridge/README.md", "client/README.md", ...listPages("docs")];

interface Snippet {
  page: string;
  line: number;
  code: string;
}

function listPages(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file))
    .sort();
}

function snippets(page: string): Snippet[] {
  const found: Snippet[] = [];
  const lines = readFileSync(join(root, page), "utf8").split("\n");
  for (let i = 0; i < lines.length; i++) {
    if (lines[i] !== "```ts") continue;
    const start = i + 1;
    while (lines[++i] !== "```")
      if (i >= lines.length) throw new Error(`${page}:${start}: the fence is not closed`);
    found.push({ page, line: start + 1, code: lines.slice(start, i).join("\n") });
  }
  return found;
}

/** The comments behind `console.log(…);`, one for each line that the snippet prints. */
function promised(code: string): string[] {
  return code.split("\n").flatMap((line) => {
    const match = /^\s*console\.log\(.*\); \/\/ (.*)$/.exec(line);
    return match ? [match[1]!] : [];
  });
}

let folder = "";
let python = "";

beforeAll(() => {
  python = testPython();
  mkdirSync(join(root, ".cache"), { recursive: true });
  // Inside the repository, so that `import "snakebridge"` finds the workspace's own build.
  folder = mkdtempSync(join(root, ".cache", "snippets-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the documentation", () => {
  test.each(pages.flatMap(snippets))("$page:$line prints what it says", async (snippet) => {
    const file = join(folder, `${snippet.page.replaceAll(/[^a-z]/gi, "-")}-${snippet.line}.ts`);
    writeFileSync(file, snippet.code);
    const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", file], {
      cwd: folder,
      env: { ...process.env, SNAKEBRIDGE_PYTHON: python, NO_COLOR: "1" },
      timeout: 60_000,
    });
    expect(stdout.trimEnd().split("\n").filter(Boolean)).toEqual(promised(snippet.code));
  });
});
