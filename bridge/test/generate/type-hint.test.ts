import { expect, test } from "vitest";
import type { ClassSymbol, Field, TypeNode } from "../../src/description/model.js";
import type { ClassEntry } from "../../src/generate/plan.js";
import { hintOf } from "../../src/generate/type-hint.js";

const ref = (name: string, ...args: TypeNode[]): TypeNode =>
  args.length === 0 ? { kind: "ref", name } : { kind: "ref", name, args };
const union = (...items: TypeNode[]): TypeNode => ({ kind: "union", items });
const tuple = (...items: TypeNode[]): TypeNode => ({ kind: "tuple", items });
const float = ref("float");
const int = ref("int");
const str = ref("str");

function typedDict(name: string, fields: Record<string, TypeNode>): readonly [string, ClassEntry] {
  const listed = Object.entries(fields).map(([key, type]): Field => ({ name: key, type, source: "inline" }));
  const symbol: Partial<ClassSymbol> = { name, kind: "class", flavour: "typeddict", fields: listed };
  return [`m.${name}`, { qualified: `m.${name}`, module: "m", symbol } as unknown as ClassEntry];
}

const classes = new Map([
  typedDict("Plain", { name: str, count: int }),
  typedDict("Size", { width: float, count: int, place: tuple(float, str) }),
  typedDict("Weight", { weight: float, count: float }),
  typedDict("Box", { size: ref("m.Size"), sizes: ref("list", ref("m.Size")) }),
  typedDict("Tree", { value: float, left: ref("m.Tree"), right: union(ref("m.Tree"), { kind: "none" }) }),
  typedDict("Garden", { tree: ref("m.Tree") }),
  typedDict("Odd", { ["__proto__"]: float, constructor: float }),
]);

const size = { fields: { width: "float", place: { tuple: ["float", null] } } };

test.each<[string, TypeNode, unknown]>([
  ["has those of its keys", ref("m.Size"), size],
  ["has none where its keys need none", ref("m.Plain"), null],
  ["has them inside lists", ref("list", ref("m.Size")), { item: size }],
  ["has them beside None and text", union({ kind: "none" }, str, ref("m.Size")), size],
  ["has them beside a number", union(float, ref("m.Size")), { float: true, ...size }],
  ["has none beside a dict that takes them as they are", union(ref("dict", str, int), ref("m.Size")), null],
  ["has none beside what may be anything", union({ kind: "any" }, ref("m.Size")), null],
  ["has them inside another", ref("m.Box"), { fields: { size, sizes: { item: size } } }],
  [
    "beside another one has those on which they agree",
    union(ref("m.Size"), ref("m.Weight")),
    { fields: { ...size.fields, weight: "float" } },
  ],
  ["has no key that an object's text can't hold", ref("m.Odd"), { fields: { constructor: "float" } }],
])("a TypedDict %s", (_, type, hint) => {
  expect(hintOf(type, classes)).toEqual(hint);
});

test("a TypedDict that holds itself has hints three levels deep, whichever is asked for first", () => {
  const leaf = { fields: { value: "float" } };
  const middle = { fields: { value: "float", left: leaf, right: leaf } };
  const tree = { fields: { value: "float", left: middle, right: middle } };
  const told = { "m.Tree": tree, "m.Garden": { fields: { tree: middle } } };
  for (const order of [Object.entries(told), Object.entries(told).reverse()]) {
    const known = new Map(classes);
    for (const [name, hint] of order) expect(hintOf(ref(name), known)).toEqual(hint);
  }
});
