import { describe, expect, it } from "vitest";
import { description, fn, init, int, klass, method, ref, signature, str } from "./descriptions.js";
import { declarations, generate } from "./generated.js";

describe("names", () => {
  const f = (name: string) => fn(name, signature([], int));

  it("stay as in Python, or become camel case", () => {
    const members = [f("load_model"), f("MAX_SIZE"), f("_private_one"), klass("Data_Set", [])];
    expect(declarations(members)).toContain("export function load_model(");
    const camel = declarations(members, { naming: "camel" });
    for (const name of ["loadModel", "MAX_SIZE", "_privateOne"])
      expect(camel).toContain(`export function ${name}(`);
    expect(generate([description("m", members)], { naming: "camel" }).get("m.js")).toContain(
      'export const loadModel = /* @__PURE__ */ $module("load_model", {"result":"int"});',
    );
  });

  it("that clash get underscores until they are free", () => {
    const text = declarations([
      klass("x", []),
      f("x_"),
      f("default"),
      f("default_"),
      f("delete"),
      f("delete_"),
    ]);
    expect(text).toContain("export function x_(): int_;");
    expect(text).toContain("export interface x__ extends Pending<x>");
    expect(text).toContain("export function default_(");
    expect(text).toContain("export function default__(");
    expect(text).toMatch(/declare function delete__\(.*\n.*export \{ delete__ as delete \};/);
  });

  it("of JavaScript's types are no obstacle", () => {
    const classes = ["Map", "Record", "Promise", "number", "string", "PyPromise", "Kw", "Omit"].map((name) =>
      klass(name, [method("m", signature([], ref("dict", int, str)))]),
    );
    const text = declarations(classes);
    expect(text).toContain("export { number__ as number };");
    expect(text).toContain("export interface Map extends Ref<Map>");
  });

  it("can be left out, chosen and changed by settings", () => {
    const members = [
      f("a"),
      f("b"),
      f("c_d"),
      klass("C", [method("keep", signature([])), method("drop", signature([]))]),
    ];
    const text = declarations(members, {
      only: ["a", "c_d", "C.keep"],
      exclude: ["b", "C.drop"],
      rename: { c_d: "renamed" },
    });
    expect(text).toContain("function a(");
    expect(text).toContain("function renamed(");
    expect(text).toContain("keep(");
    expect(text).not.toMatch(/function b\(|drop\(|c_d/);
  });

  it("of one thing in two modules are one declaration", () => {
    const home = description("p.home", [klass("C", [], { constructor_: init(signature([])) }), f("same")]);
    const shop = description("p", [
      klass("C", [], { definedAs: "p.home.C" }),
      klass("Alias", [], { definedAs: "p.home.C" }),
      fn("same", signature([], int), { definedAs: "p.home.same" }),
    ]);
    const text = generate([shop, home]).get("p/index.d.ts") ?? "";
    expect(text).toContain('export { C, C as Alias, same, type C_, type C_ as Alias_ } from "./home.js";');
    expect(text).not.toContain("interface C ");
    // A second name that begins as the first does.
    const longer = description("p", [klass("C_more", [], { definedAs: "p.home.C" })]);
    expect(generate([longer, home]).get("p/index.d.ts")).toContain(
      'export { C as C_more, type C_ as C_more_ } from "./home.js";',
    );
  });
});
