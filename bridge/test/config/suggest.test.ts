import { describe, expect, test } from "vitest";
import { similarNames, suggest } from "../../src/config/index.js";

const names = ["dump", "dumps", "load", "loads", "_private", "tolist"];

describe("the name that was meant", () => {
  test.each([
    ["dmups", "dumps"],
    ["dumsp", "dumps"],
    ["laod", "load"],
    ["dumpz", "dumps"],
    ["DUMPS", "dumps"],
    ["to_list", "tolist"],
    ["_privat", "_private"],
  ])("%s was meant as %s", (written, meant) => {
    expect(similarNames(written, names)[0]).toBe(meant);
    expect(suggest(written, names)).toBe(meant);
  });

  test("another word is not suggested, nor what is private", () => {
    expect(similarNames("parse", names)).toEqual([]);
    expect(suggest("rivate", names)).toBeUndefined();
    expect(suggest("dump", [])).toBeUndefined();
  });
});
