import { expect, test } from "vitest";
import type { Signature, TypeNode } from "../../src/description/model.js";
import { hintOfType, resultHintOf } from "../../src/generate/result-hint.js";

const ref = (name: string, ...args: TypeNode[]): TypeNode =>
  args.length === 0 ? { kind: "ref", name } : { kind: "ref", name, args };
const union = (...items: TypeNode[]): TypeNode => ({ kind: "union", items });
const str = ref("str");
const int = ref("int");
const none: TypeNode = { kind: "none" };
const any: TypeNode = { kind: "any" };
const other = ref("m.Other");
/** What a parameter of that type needs to be told; `type-hint.ts` knows, here it is one of the two. */
const sent = (type: TypeNode): "float" | null =>
  type.kind === "ref" && type.name === "float" ? "float" : null;

test.each<[string, TypeNode, unknown]>([
  ["a built-in type", str, "str"],
  ["None", none, null],
  ["Any", any, null],
  ["a class", other, null],
  ["Optional", union(str, none), "str"],
  ["a union of built-in types", union(str, int, none), { any: ["str", "int"] }],
  ["a union with Any", union(str, any), null],
  ["a union with a type variable", union(int, { kind: "typevar", name: "T" }), null],
  ["a number or a class", union(int, other), { any: ["int", null] }],
  ["text or a class", union(str, other), null],
  ["unions in unions", union(union(str, int), str), { any: ["str", "int"] }],
  ["a list", ref("list", int), { list: "int" }],
  ["a list of anything", ref("list"), { list: null }],
  ["lists in lists", ref("list", ref("list", str)), { list: { list: "str" } }],
  ["an abstract sequence may be a reference", ref("typing.Sequence", int), null],
  ["a tuple", { kind: "tuple", items: [int, other] }, { tuple: ["int", null] }],
  ["a tuple of any length", { kind: "tuple", items: [str], variadic: true }, { items: "str" }],
  ["a dict with text as keys", ref("dict", str, int), { dict: "int" }],
  ["a dict with other keys", ref("dict", int, str), { map: ["int", "str"] }],
  ["a dict with keys that nobody knows", ref("dict", any, str), { dict: "str" }],
  ["a literal", { kind: "literal", values: ["a", 1, true, null] }, { any: ["str", "int", "bool"] }],
  ["what is awaited", ref("typing.Awaitable", str), "str"],
  ["an iterator", ref("typing.Iterator", str), { iter: "str" }],
  ["a generator", ref("typing.Generator", str, none, none), { iter: "str" }],
  [
    "what a generator is sent",
    ref("typing.Generator", other, ref("float"), none),
    { iter: null, sends: "float" },
  ],
  ["what a generator returns", ref("typing.Generator", str, int, int), { iter: "str", returns: "int" }],
  ["a generator of which nothing needs saying", ref("typing.Generator", other, int, other), null],
])("%s", (_name, type, hint) => {
  expect(hintOfType(type, sent)).toEqual(hint);
});

test("overloads are a union; one that nobody declared may give anything", () => {
  const declared = (source: unknown): boolean => source === "stub";
  const text: Signature = { params: [], returns: str, returnsSource: "stub" };
  const number: Signature = { params: [], returns: int, returnsSource: "stub" };
  expect(resultHintOf([text, number], declared, sent)).toEqual({ any: ["str", "int"] });
  expect(resultHintOf([text, { ...number, returnsSource: "docstring" }], declared, sent)).toBeNull();
  expect(resultHintOf([text, { params: [] }], declared, sent)).toBeNull();
  expect(resultHintOf([], declared, sent)).toBeNull();
});
