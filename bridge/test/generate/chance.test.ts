import { expect, it } from "vitest";
import type { ModuleDescription } from "../../src/description/model.js";
import { generateWrappers, saysTheSame } from "../../src/generate/index.js";
import { descriptionHash } from "../../src/project/description-hash.js";
import { description, fn, float, given, klass, method, required, signature, str } from "./descriptions.js";

/** A library that draws the numbers of its examples when it is imported, as scipy does. */
function drawn(doc: string, more: Partial<ModuleDescription> = {}): ModuleDescription {
  const shared = method("pdf", signature([required("x", float)], float), { doc });
  const members = [
    fn("norm", signature([given("scale", float, "1.0")], float), { doc }),
    klass("A", [shared]),
    klass("B", [shared]),
  ];
  return description("stats", members, { distribution: "scipy", version: "1.17.1", ...more });
}
const declarations = (module: ModuleDescription): string =>
  generateWrappers({ modules: [{ description: module }], generator: "snakebridge 0.3.0" }).files[0]?.text ??
  "";

const one = "Density.\n\n>>> norm(0.27, loc=-1.5)\n<object at 0x7f12ab340010>";
const other = "Density.\n\n>>> norm(1.913, loc=2)\n<object at 0x7fdd00ffee20>";

it("numbers and addresses in the docstrings of one release make no difference", () => {
  expect(declarations(drawn(one))).not.toBe(declarations(drawn(other)));
  expect(saysTheSame(declarations(drawn(one)), declarations(drawn(other)))).toBe(true);
  expect(descriptionHash(drawn(one))).toBe(descriptionHash(drawn(other)));
});

it("words do, another release does, and so does a number that is no documentation", () => {
  const words = drawn(one.replace("Density", "Distribution"));
  expect(saysTheSame(declarations(drawn(one)), declarations(words))).toBe(false);
  expect(descriptionHash(words)).not.toBe(descriptionHash(drawn(one)));
  const release = drawn(other, { version: "1.18.0" });
  expect(saysTheSame(declarations(drawn(one)), declarations(release))).toBe(false);
  expect(descriptionHash(release)).not.toBe(descriptionHash(drawn(one)));
  const typed = drawn(one);
  typed.members = [
    ...typed.members,
    fn("more", signature([required("how", { kind: "literal", values: [2] })], str)),
  ];
  const differently = drawn(one);
  differently.members = [
    ...differently.members,
    fn("more", signature([required("how", { kind: "literal", values: [3] })], str)),
  ];
  expect(saysTheSame(declarations(typed), declarations(differently))).toBe(false);
  expect(descriptionHash(typed)).not.toBe(descriptionHash(differently));
});

it("code of one's own, which has no release, is taken at its word", () => {
  const own = (doc: string) => {
    const { distribution: _, version: __, ...rest } = drawn(doc);
    return rest;
  };
  expect(saysTheSame(declarations(own(one)), declarations(own(other)))).toBe(false);
  expect(descriptionHash(own(one))).not.toBe(descriptionHash(own(other)));
});
