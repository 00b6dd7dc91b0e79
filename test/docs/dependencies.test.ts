/** Every package that a manifest asks for has its reason in `docs/dependencies.md`, and no reason stands there for one that is gone. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs", "dependencies.md"), "utf8");

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly overrides?: Record<string, unknown>;
}

const named = [
  "package.json",
  "bridge/package.json",
  "server/package.json",
  "client/package.json",
  "test/package.json",
]
  .map((file) => JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest)
  .flatMap(({ dependencies, devDependencies, peerDependencies, overrides }) =>
    [dependencies, devDependencies, peerDependencies, overrides].flatMap((each) => Object.keys(each ?? {})),
  );

/** The names in the first column of the tables, and in the notes. */
const explained = [...page.matchAll(/`([@\w./*-]+)`(?: \d+)?/g)].map(([, name = ""]) => name);
const rows = [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = ""]) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
);

test("each dependency has its reason", () => {
  const wanted = named.filter((name) => name !== "snakebridge" && !name.startsWith("@types/"));
  expect(wanted.length).toBeGreaterThan(30);
  // What only brings one version of another into line is explained with that one.
  expect(wanted.filter((name) => !explained.includes(name) && name !== "vite")).toEqual([]);
});

test("each reason is for a dependency", () => {
  expect(rows.filter((name) => name !== "@types/*" && !named.includes(name))).toEqual([]);
});
