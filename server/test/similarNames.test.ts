import { expect, test } from "vitest";
import { similarNames } from "../src/knowledge/similarNames.js";

const names = ["dump", "dumps", "load", "loads", "_private"];

test.each([
  ["dmups", "dumps"],
  ["dumsp", "dumps"],
  ["laod", "load"],
  ["dumpz", "dumps"],
])("%s was meant as %s", (written, meant) => {
  expect(similarNames(written, names)[0]).toBe(meant);
});

test("another word is not suggested", () => {
  expect(similarNames("parse", names)).toEqual([]);
});
