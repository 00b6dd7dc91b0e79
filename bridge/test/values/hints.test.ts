import { describe, expect, test } from "vitest";
import { CodecRegistry, ValueEncoder, tuple, type Hint } from "../../src/values/index.js";

const encoder = new ValueEncoder({ encode: () => undefined }, new CodecRegistry());

function encoded(value: unknown, hint: Hint): unknown {
  return JSON.parse(encoder.value(value, [], "$", hint));
}

const one = { $: "float", v: 1 };

describe("declared types", () => {
  test.each<[string, unknown, Hint, unknown]>([
    ["a float", 1, "float", one],
    ["a fraction needs no tag", 1.5, "float", 1.5],
    ["-0", -0, "float", { $: "float", v: "-0" }],
    ["None stays None", null, "float", null],
    ["a bigint stays an int", 1n, "float", { $: "int", v: "1" }],
    ["a bool stays a bool", true, "float", true],
    ["a list of floats", [1, 1.5, null], { item: "float" }, [one, 1.5, null]],
    ["nested lists", [[1], [2.5]], { item: { item: "float" } }, [[one], [2.5]]],
    ["a tuple", [1, "a"], { tuple: [null, null] }, { $: "tuple", v: [1, "a"] }],
    ["a tuple with a float", [1, 1], { tuple: [null, "float"] }, { $: "tuple", v: [1, one] }],
    ["a tuple of any length", [1, 1], { rest: "float" }, { $: "tuple", v: [one, one] }],
    ["a tuple of unknown items", [1], { rest: null }, { $: "tuple", v: [1] }],
    ["a list of tuples", [[1, 2]], { item: { tuple: ["float", null] } }, [{ $: "tuple", v: [one, 2] }]],
    ["what is a tuple already", tuple([1]), { item: "float" }, { $: "tuple", v: [one] }],
    ["a dict of floats", { a: 1 }, { value: "float" }, { a: one }],
    ["fields", { a: 1, b: 1 }, { fields: { a: "float" } }, { a: one, b: 1 }],
    ["the tag key", { $: 1 }, { value: "float" }, { $: "dict", v: [["$", one]] }],
    ["a map", new Map([[1, 1]]), { key: "float", value: "float" }, { $: "map", v: [[one, one]] }],
    ["a set", new Set([1]), { item: "float" }, { $: "set", v: [one] }],
    ["an optional float or list", [1], { float: true, item: "float" }, [one]],
    ["a shape that does not fit", "text", { tuple: ["float"] }, "text"],
  ])("%s", (_name, value, hint, expected) => {
    expect(encoded(value, hint)).toEqual(expected);
  });

  test("by position and by name", () => {
    expect(encoder.positional([1, 1, 1], [], ["float", null], "float")).toBe(
      '[{"$":"float","v":1},1,{"$":"float","v":1}]',
    );
    expect(encoder.keywords({ a: 1, b: 1, c: undefined }, [], { a: "float" }, null)).toBe(
      '{"a":{"$":"float","v":1},"b":1}',
    );
    expect(encoder.keywords({ constructor: 1 }, [], {}, "float")).toBe('{"constructor":{"$":"float","v":1}}');
  });
});
