import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const text = readFileSync(new URL("./SPECIFICATION.md", import.meta.url), "utf8");
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:-+|promise) /.test(line))
  .map((line) => line.split(/(?<!\\)\|/).slice(1, -1));

/** Where a table's column looks for its files. */
function fileOf(name: string, column: number): URL {
  if (column === 3) return new URL(`../../test/vscode/suites/${name}.ts`, import.meta.url);
  const bridge = /^bridge\/(.+)$/.exec(name)?.[1];
  return new URL(
    bridge === undefined ? `./${name}.test.ts` : `../../bridge/test/${bridge}.test.ts`,
    import.meta.url,
  );
}

const named = rows.flatMap((cells) =>
  cells.slice(1).flatMap((cell, index) =>
    [...cell.matchAll(/`([\w/-]+)`: "([^"]+)"/g)].map(([, file = "", title = ""]) => ({
      file,
      title,
      column: index + 1,
    })),
  ),
);

describe("the specification", () => {
  it("has a row for each promise, each with a test", () => {
    expect(rows.length).toBeGreaterThan(40);
    const bare = rows.filter(
      (cells) => !cells.slice(1).some((cell) => cell.includes('": "') || /`: "/.test(cell)),
    );
    expect(bare.map(([promise]) => promise)).toEqual([]);
    expect(rows.filter((cells) => cells.length !== 4)).toEqual([]);
  });

  it.each(named)('names a test that exists: $file, "$title"', ({ file, title, column }) => {
    const url = fileOf(file, column);
    expect(existsSync(url), `${file} exists`).toBe(true);
    const source = readFileSync(url, "utf8").replaceAll('\\"', '"').replaceAll("\\`", "`");
    expect(source.includes(title), `${file} holds the words`).toBe(true);
  });
});
