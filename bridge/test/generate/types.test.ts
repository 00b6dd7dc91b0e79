import { describe, expect, it } from "vitest";
import {
  any,
  callable,
  description,
  float,
  fn,
  given,
  int,
  klass,
  list,
  method,
  none,
  property,
  ref,
  required,
  self,
  signature,
  str,
  value,
} from "./descriptions.js";
import { declarations, generate } from "./generated.js";

describe("types", () => {
  it("that nobody declared are any, or unknown where the settings say so; int can be bigint", () => {
    const members = [fn("f", signature([required("x")])), fn("g", signature([], list(int)))];
    expect(declarations(members)).toMatch(/function f\(x: PyArg .*\): PyAny;/);
    const strict = declarations(members, { missing: "unknown", int: "bigint" });
    expect(strict).toMatch(/function f\(x: PyArg .*\): PyPromise<unknown>;/);
    expect(strict).toContain("function g(): list_<bigint>;");
    const code = generate([description("m", members)], { int: "bigint" }).get("m.js");
    expect(code).toContain('$module("g", {"conversion":{"int":"bigint"},"result":{"list":"int"}})');
  });

  it("can be given by settings where they can't be known", () => {
    const members = [
      fn("load", signature([required("path", any), given("mode", str)])),
      klass("C", [property("size"), method("get", signature([required("key")]))]),
    ];
    const types = {
      "load.return": "Model",
      "load.path": "string",
      "C.size": "number",
      "C.get.key": '"a" | "b"',
    };
    const text = declarations(members, { types });
    expect(text).toMatch(/function load\(path: string .*\): PyPromise<Model>;/);
    expect(text).toContain("readonly size: PyPromise<number>;");
    expect(text).toMatch(/get\(key: "a" \| "b" \|/);
  });

  it("of values that are plain are the values", () => {
    const code = generate([
      description("m", [
        value("PI", { value: 3.5 }),
        value("BIG", { value: { int: "9007199254740993" } }),
        value("T", { value: 'a`${b}"' }),
        value("other", { type: list(float) }),
      ]),
    ]);
    expect(code.get("m.js")).toContain("export const PI = 3.5;");
    expect(code.get("m.js")).toContain("export const BIG = 9007199254740993n;");
    expect(code.get("m.js")).toContain('export const T = "a`${b}\\"";');
    expect(code.get("m.d.ts")).toContain("export const other: list_<number>;");
  });

  it("of an alias are named once, but not where they hold a type variable of the function", () => {
    const inner = ref("list", { kind: "typevar", name: "ScalarT" });
    const long = ref("dict", str, ref("dict", str, ref("dict", str, ref("dict", str, inner))));
    const module = description(
      "m",
      [
        fn("f", {
          ...signature([required("x", ref("lib.Long"))]),
          typeParams: [{ name: "ScalarT", kind: "typevar" }],
        }),
        fn("g", signature([required("x", ref("lib.Long"))])),
      ],
      { aliases: { "lib.Long": { type: long } } },
    );
    const text = generate([module]).get("m.d.ts") ?? "";
    expect(text).toContain("type Long = ");
    expect(/^type Long = .*$/m.exec(text)?.[0]).not.toContain("ScalarT");
    expect(text).toMatch(/function f<ScalarT>\(x: DictArg</);
  });

  it("of an alias that speaks of the object's own class are written in place", () => {
    const inner = callable([self, ref("dict", str, any), ref("tuple"), ref("dict", str, any)], none);
    const member = method("register", signature([required("hook", ref("lib.Hook"))], self));
    const module = description("m", [klass("C", [member])], { aliases: { "lib.Hook": { type: inner } } });
    const text = generate([module]).get("m.d.ts") ?? "";
    expect(text).toContain("register(hook: CallableArg<(arg0: Self, ");
    expect(text).not.toContain("type Hook");
  });

  it("of a parameter that a faulty description names twice are written once by keyword", () => {
    const text = declarations([fn("f", signature([given("x", int), given("x", str)], none))]);
    expect(text).toContain("function f(x?: IntArg | Kw<{ x?: IntArg | undefined }>, x_?: StrArg): ");
  });

  it("of a base whose members conflict are taken without these", () => {
    const text = declarations([
      klass("A", [method("same", signature([], int)), method("other", signature([], int))]),
      klass("B", [method("same", signature([], str)), method("third", signature([], self))]),
      klass("D", [method("other", signature([], str))], {
        bases: [ref("m.A"), ref("m.B")],
        mro: ["m.A", "m.B"],
      }),
    ]);
    expect(text).toContain(
      'export interface D$<This = D_, Self = D> extends Omit<A$, "other">, Omit<B$<This, Self>, "same"> {',
    );
  });
});
