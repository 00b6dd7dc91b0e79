/**
 * The terminal sessions in the documentation are run: every ```console block, in the order of its page, in one project. What a command writes is
 * compared with the page; versions, times and the places of this machine count as equal. `UPDATE_CAPTURES=1` writes the pages anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { projectFolder, type Folder } from "./run.js";
import { withUv } from "./tools.js";

// Processes and installers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const docs = join(import.meta.dirname, "..", "..", "..", "docs");
const update = process.env["UPDATE_CAPTURES"] === "1";

/** The project that the pages work in. */
const files = {
  "lib/shapes.py": `"""Shapes and their sizes."""
UNIT = "mm"
class Box:
    """A box with a width and a height."""
    def __init__(self, width: float, height: float = 1.0) -> None:
        self.width, self.height = width, height
    def grown(self, by: float = 1.0) -> "Box":
        """A larger box."""
        return Box(self.width + by, self.height + by)
def area(box: Box) -> float:
    """The area of a box. In square units."""
    return box.width * box.height
def names(*words: str, upper: bool = False) -> list[str]:
    """The words, tidied up."""
    return [word.strip().upper() if upper else word.strip() for word in words]
`,
  "main.ts": `import { python } from "snakebridge";

const shapes = python.module("shapes");
console.log(await shapes.area(shapes.Box(2, 3)));
`,
};

/** The words of a command line, quotes taken off. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, one, two, three]) => one ?? two ?? three ?? "",
  );
}

async function capture(folder: Folder, line: string): Promise<string> {
  const [program = "", ...args] = wordsOf(line);
  if (program === "cat") return folder.read(args[0] ?? "").trimEnd();
  expect(program).toBe("snakebridge");
  const [command = "", ...rest] = args;
  const { code, stdout, stderr } = await folder.runWith({ env: withUv() }, command, "--quiet", ...rest);
  const text = stdout + stderr + (code === 0 ? "" : `[exit code ${code ?? "none"}]\n`);
  return text
    .replaceAll(folder.path, "/home/me/project")
    .replaceAll(folder.cache, "/home/me/.cache")
    .replaceAll(/\/[^\s]+\/(?:bin|shims)\/python3[\d.]*/g, "/usr/bin/python3")
    .trimEnd();
}

/** What differs from machine to machine and from day to day. */
function comparable(text: string): string {
  return text
    .replaceAll(/\b3\.\d+\.\d+\b/g, "3.x")
    .replaceAll(/\b\d+\.\d+\.\d+\b/g, "version")
    .replaceAll(/\b[\d.]+ (?:s|ms|MB)\b/g, "some")
    .replaceAll(/\b\d+ (?=written|packages installed|wrapper files|installed|files)/g, "some ")
    .replaceAll(/\blinux \w+|darwin \w+|win32 \w+/g, "platform")
    .replaceAll(/\(cpython, \w+\)/g, "(cpython)")
    .replaceAll(/"[0-9a-f]{64}"/g, '"hash"');
}

describe("the terminal sessions of", () => {
  it.each(["command-line", "configuration", "doctor", "environments"])(
    "%s.md are what a user sees",
    async (page) => {
      const path = join(docs, `${page}.md`);
      let text = readFileSync(path, "utf8");
      const folder = projectFolder(files);
      const blocks = [...text.matchAll(/^```console\n([^]*?)^```$/gm)].map(([, block = ""]) => block);
      expect(blocks.length).toBeGreaterThan(0);
      for (const block of blocks) {
        let seen = "";
        for (const line of block.split("\n").filter((each) => each.startsWith("$ "))) {
          const written = /^\$ cat > (\S+) <<< '(.*)'$/.exec(line);
          const output = written === null ? await capture(folder, line.slice(2)) : "";
          if (written !== null) folder.write(written[1] ?? "", `${written[2] ?? ""}\n`);
          seen += `${line}\n${output === "" ? "" : `${output}\n`}`;
        }
        if (update) text = text.replace(block, () => seen);
        else expect(comparable(seen)).toBe(comparable(block));
      }
      if (update) writeFileSync(path, text);
    },
  );
});
