import { expect, test } from "vitest";
import { summaryOf } from "../../src/description/summary.js";

test.each([
  ["Serialize an object. More about it.", "Serialize an object."],
  ["One line without a full stop", "One line without a full stop"],
  ["norm(x, ord=None)\n\nMatrix or vector\nnorm.\n\nMore.", "Matrix or vector norm."],
  ["norm(x) -> float\nMatrix norm.", "Matrix norm."],
  [
    "NumPy\n=====\n\nProvides\n  1. An array object of arbitrary items\n  2. Fast operations over arrays\n  3. Algebra\n\nHow to use it.",
    "Provides An array object of arbitrary items; Fast operations over arrays; Algebra",
  ],
  ["=====\nTitle\n=====\n\nWhat it is for. And more.", "What it is for."],
  ["Title\n=====\nWhat it is for.", "What it is for."],
  ["Only a title\n============", "Only a title"],
  ["Options:\n- one\n- two", "Options: one; two"],
  ["Needs version 3. It is new.", "Needs version 3. It is new."],
  ["Returns e.g. a list. Or not.", "Returns e.g. a list."],
  ["", ""],
  ["   \n\n  ", ""],
  [undefined, ""],
])("the summary of %j", (doc, summary) => {
  expect(summaryOf(doc)).toBe(summary);
});

test("a long summary is cut where a list has room", () => {
  expect(summaryOf("word ".repeat(100))).toHaveLength(160);
});
