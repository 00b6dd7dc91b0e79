/** Search in descriptions finds what a user means. */
import { describe, expect, test } from "vitest";
import { modules, openStore } from "./places.js";

describe("search", () => {
  test("ranks names before summaries", async () => {
    const store = openStore();
    await store.describe("numpy.linalg");
    const found = store.search("matrix norm").map((result) => result.name);
    expect(found.slice(0, 2)).toEqual(["matrix_norm", "norm"]);
    expect(store.search("norm")[0]?.name).toBe("norm");
    expect(store.search("no such thing at all")).toEqual([]);
  });

  test("puts what a module exports before what it does not", async () => {
    const store = openStore();
    const json = await store.describe("json");
    expect(json.exports.slice(0, 4)).toEqual(["dump", "dumps", "load", "loads"]);
    expect([json.isExported("loads"), json.isExported("detect_encoding")]).toEqual([true, false]);
    const folder = modules({
      "ranked.py": "__all__ = ['load_everything']\ndef load_a(): ...\ndef load_everything(): ...\n",
    });
    const mine = openStore({ sysPath: [folder] });
    await mine.describe("ranked");
    expect(mine.search("load").map(({ name }) => name)).toEqual(["load_everything", "load_a"]);
  });

  test("finds members of classes behind names of modules", async () => {
    const store = openStore();
    await store.describe("collections");
    const results = store.search("most_common");
    expect(results[0]).toMatchObject({ module: "collections", name: "Counter.most_common", kind: "member" });
  });

  test("takes the name of a class for a word about its members, and for nothing more", async () => {
    const store = openStore();
    await store.describe("collections");
    const names = (query: string) => store.search(query).map(({ name }) => name);
    expect(names("Counter.elements")).toEqual(["Counter.elements"]);
    expect(names("counter elements")).toEqual(["Counter.elements"]);
    expect(names("counter").filter((name) => name.includes("."))).toEqual([]);
  });

  test("takes words that are written together for one", async () => {
    const store = openStore();
    const folder = modules({
      "together.py":
        "class LinearModel:\n    def groupby(self): ...\nclass Grouper:\n    'How to group, by keys.'\n" +
        "def linear():\n    'The linear model of a thing.'\n",
    });
    const mine = openStore({ sysPath: [folder] });
    await mine.describe("together");
    expect(mine.search("linear model")[0]?.name).toBe("LinearModel");
    expect(mine.search("group by")[0]?.name).toBe("LinearModel.groupby");
    await store.describe("pandas");
    const names = store.search("group by").map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(["DataFrame.groupby", "Index.groupby", "Series.groupby"]);
  });

  test("passes over words that say nothing, and puts deprecated names back", async () => {
    const store = openStore();
    const folder = modules({
      "asked.py":
        'def old_sum(a):\n    """Sum.\n\n    .. deprecated:: 1.0\n       Use total.\n    """\n' +
        "class Box:\n    def old_sum(self): ...\n    def old_sum_of(self): ...\n" +
        "def inv(a):\n    'Compute the inverse matrix.'\n",
    });
    const mine = openStore({ sysPath: [folder] });
    await mine.describe("asked");
    expect(mine.search("the inverse of a matrix").map(({ name }) => name)).toEqual(["inv"]);
    expect(mine.search("old sum").map(({ name }) => name)).toEqual([
      "old_sum",
      "Box.old_sum_of",
      "Box.old_sum",
    ]);
    await store.describe("numpy.random");
    // Its namesake, a method of the legacy generator, comes behind it.
    expect(store.search("random integers")[0]?.name).toBe("random_integers");
  });

  test.each([
    ["numpy", "sort", ["sort"]],
    ["numpy", "standard deviation", ["std", "nanstd"]],
    ["numpy.linalg", "inverse of a matrix", ["inv", "pinv"]],
    ["pandas", "read csv", ["read_csv"]],
    ["pandas", "date range", ["date_range"]],
    ["pandas", "missing values", ["isna", "notna"]],
  ])("%s: %s", async (module, words, expected) => {
    const store = openStore();
    await store.describe(module);
    expect(
      store
        .search(words)
        .map(({ name }) => name)
        .slice(0, expected.length),
    ).toEqual(expected);
  });
});
