/** `npm run bench:docs`: puts the last results of `bench` and `bench:load` into docs/benchmarks.md, between its markers. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { loadReport, type LoadResult } from "./load-report.ts";
import { checkTable, circumstances, table, type BenchResult } from "./report.ts";

const page = join(import.meta.dirname, "..", "docs", "benchmarks.md");
let text = readFileSync(page, "utf8");

fill("bench", "bench.json", (result: BenchResult) =>
  [circumstances(result), table(result), checkTable(result.checks)].join("\n\n"),
);
fill("load", "load.json", (result: LoadResult) => loadReport(result));
writeFileSync(page, await format(text, { parser: "markdown", printWidth: 110 }));

/** Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->`. */
function fill(name: string, file: string, write: (result: never) => string): void {
  const path = join(import.meta.dirname, "results", file);
  if (!existsSync(path)) {
    console.error(`There is no ${path}: that part stays as it is.`);
    return;
  }
  const begin = `<!-- ${name} -->`;
  const end = `<!-- /${name} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no ${begin} … ${end}.`);
  const result = JSON.parse(readFileSync(path, "utf8")) as never;
  text = `${text.slice(0, from + begin.length)}\n\n${write(result)}\n\n${text.slice(to)}`;
}
