import { describe, expect, it } from "vitest";
import { findUsedNames } from "../../src/project/used-names.js";

const places = {
  outDir: "/p/src/python",
  moduleOf: (path: string) => path.replace(/\/index$/, "").replaceAll("/", "."),
};

/** The names that a program at `/p/src/main.tsx` uses. */
async function used(
  code: string,
  path = "/p/src/main.tsx",
): Promise<Record<string, readonly string[] | "all">> {
  const text = `import { python, kw } from "snakebridge";\n${code}`;
  return Object.fromEntries(await findUsedNames([{ path, text }], places));
}

describe("the names that a program uses", () => {
  it.each<[string, string, Record<string, string[] | "all">]>([
    [
      "members of a binding",
      `const np = python.module("numpy"); np.arange(6).reshape([2, 3]); np.pi;`,
      { numpy: ["arange", "pi"] },
    ],
    ["a module used where it stands", `await python.module("json").dumps({});`, { json: ["dumps"] }],
    [
      "through await, types and brackets",
      `const j = (await (python.module("json") as any))!; j["loads"]("");`,
      { json: ["loads"] },
    ],
    [
      "destructuring, nested",
      `const { dumps: d, decoder: { JSONDecoder } } = python.module("json");`,
      { json: ["decoder", "dumps"], "json.decoder": ["JSONDecoder"] },
    ],
    [
      "submodules, for both",
      `const np = python.module("numpy"); np.linalg.norm([1]);`,
      { numpy: ["linalg"], "numpy.linalg": ["norm"] },
    ],
    [
      "an alias",
      `const np = python.module("numpy"); const la = np.linalg; la.det(m);`,
      { numpy: ["linalg"], "numpy.linalg": ["det"] },
    ],
    ["a dotted call", `await python.call("json.dumps", [1]);`, { json: ["dumps"] }],
    ["of a session", `const s = pool.session(); const m = s.module("math"); m.sqrt(2);`, { math: ["sqrt"] }],
    [
      "imports of a wrapper",
      `import { norm, det as d } from "./python/numpy/linalg.js"; norm([1]);`,
      { "numpy.linalg": ["det", "norm"], "numpy.linalg.norm": "all" },
    ],
    [
      "a wrapper as a whole",
      `import * as np from "./python/numpy/index.js"; np.arange(3);`,
      { numpy: ["arange"] },
    ],
    [
      "a wrapper imported later",
      `const np = await import("./python/numpy/index.js"); np.arange(3);`,
      { numpy: ["arange"] },
    ],
    [
      "in JSX",
      `const np = python.module("numpy"); const v = <b title={np.pi}>{np.e}</b>;`,
      { numpy: ["e", "pi"] },
    ],
    [
      "all of a module in a file too broken to be read",
      `const np = python.module("numpy"); np.arange(; np.pi`,
      { numpy: "all" },
    ],
    [
      "all of a module that is passed on",
      `const np = python.module("numpy"); use(np); np.pi;`,
      { numpy: "all" },
    ],
    [
      "all of a module that is indexed by a variable",
      `const np = python.module("numpy"); np[name](1);`,
      { numpy: "all" },
    ],
    ["all of a module that is spread", `const { pi, ...rest } = python.module("numpy");`, { numpy: "all" }],
    [
      "none of keys and types that have the same name",
      `const np = python.module("numpy"); const o = { np: 1 }; o.np; type np = string; np.pi;`,
      { numpy: ["pi"] },
    ],
    ["none of what is ours", `const np = python.module("numpy"); np.$value;`, { numpy: [] }],
    ["none of other modules", `const other = thing.load("numpy"); other.arange();`, {}],
  ])("%s", async (_, code, expected) => {
    expect(await used(code)).toEqual(expected);
  });

  it("reads angle-bracket casts in .ts and no wrapper of another folder", async () => {
    expect(await used(`const j = <any>python.module("json"); j.dumps(1);`, "/p/src/main.ts")).toEqual({
      json: ["dumps"],
    });
    expect(await used(`import { x } from "../other/python/numpy.js"; x();`)).toEqual({});
  });

  it.each<[string, string, Record<string, string[] | "all">]>([
    [
      "a parameter hides the module",
      `const np = python.module("numpy"); np.pi; function f(np: Other) { np.mine; } const g = (np) => np.other;`,
      { numpy: ["pi"] },
    ],
    [
      "a local variable hides it, in its block only",
      `const np = python.module("numpy"); { const np = { mine: 1 }; np.mine; } if (x) { let np = other(); use(np); } np.e;`,
      { numpy: ["e"] },
    ],
    [
      "two functions use one name for two modules",
      `function f() { const m = python.module("math"); m.sqrt(2); } function g() { const m = python.module("json"); m.dumps(1); }`,
      { json: ["dumps"], math: ["sqrt"] },
    ],
    [
      "a variable of a loop, of catch, of a class and of a function's own name",
      `const np = python.module("numpy"); for (const np of list) np.a; try { f(); } catch (np) { np.b; } const C = class np { c = np.c; }; const d = function np() { np.d; }; np.pi;`,
      { numpy: ["pi"] },
    ],
    [
      "a destructured name hides an imported one",
      `import { norm } from "./python/numpy/linalg.js"; function f({ norm, rest: [det] }) { norm.x; det.y; } norm([1]);`,
      { "numpy.linalg": ["norm"], "numpy.linalg.norm": "all" },
    ],
    [
      "var belongs to the function",
      `const np = python.module("numpy"); function f() { if (x) { var np = other(); } np.mine; } np.pi;`,
      { numpy: ["pi"] },
    ],
    [
      "a name is given one of two modules",
      `let m = python.module("math"); if (x) m = python.module("cmath"); m.sqrt(2);`,
      { cmath: ["sqrt"], math: ["sqrt"] },
    ],
    [
      "a choice between two",
      `const m = x ? python.module("math") : python.module("cmath"); m.exp(1);`,
      { cmath: ["exp"], math: ["exp"] },
    ],
    [
      "a default of a parameter",
      `function f(np = python.module("numpy")) { np.arange(3); }`,
      { numpy: ["arange"] },
    ],
    [
      "a default while taking apart",
      `const { pi: p = 3, e = 2 } = python.module("math");`,
      { math: ["e", "pi"] },
    ],
    [
      "an alias of an alias, and of a member",
      `const a = python.module("numpy"); const b = a; const { linalg: c } = b; c.norm(1);`,
      { numpy: ["linalg"], "numpy.linalg": ["norm"] },
    ],
    [
      "only brought in",
      `python.module("numpy"); await import("./python/json/index.js");`,
      { json: [], numpy: [] },
    ],
    [
      "passed on where it is made",
      `use(python.module("numpy")); const o = { j: python.module("json") };`,
      { json: "all", numpy: "all" },
    ],
    ["returned", `const f = () => python.module("numpy");`, { numpy: "all" }],
    ["a field of an object", `o.np = python.module("numpy");`, { numpy: "all" }],
    [
      "types of a wrapper",
      `import type * as np from "./python/numpy/index.js"; type A = np.ndarray; let b: ReturnType<typeof np.arange>;`,
      { numpy: ["arange", "ndarray"] },
    ],
    [
      "passed on from a wrapper",
      `export { norm as n } from "./python/numpy/linalg.js"; export * from "./python/math.js";`,
      { math: "all", "numpy.linalg": ["norm"] },
    ],
    ["required", `const np = require("./python/numpy/index.js"); np.arange(3);`, { numpy: ["arange"] }],
    ["a shorthand property", `const np = python.module("numpy"); use({ np });`, { numpy: "all" }],
  ])("in scopes: %s", async (_, code, expected) => {
    expect(await used(code)).toEqual(expected);
  });

  it.each<[string, Record<string, string>, Record<string, string[] | "all">]>([
    [
      "a constant",
      {
        "py.ts": `export const np = python.module("numpy");`,
        "a.ts": `import { np } from "./py.js"; np.arange(1);`,
      },
      { numpy: ["arange"] },
    ],
    [
      "under another name",
      {
        "py.ts": `const np = python.module("numpy"); export { np as numbers };`,
        "a.ts": `import { numbers as n } from "./py"; n.pi;`,
      },
      { numpy: ["pi"] },
    ],
    [
      "as default",
      {
        "py/index.mjs": `export default python.module("numpy");`,
        "a.jsx": `import np from "./py/index.mjs"; const v = <b>{np.pi}</b>;`,
      },
      { numpy: ["pi"] },
    ],
    [
      "all of it at once",
      {
        "py.ts": `export const np = python.module("numpy");`,
        "a.ts": `import * as all from "./py.js"; all.np.pi; const { np: { e } } = all;`,
      },
      { numpy: ["e", "pi"] },
    ],
    [
      "by a file between",
      {
        "py.ts": `export const np = python.module("numpy");`,
        "b.ts": `export * from "./py.js";`,
        "c.ts": `export { np as n } from "./b.js";`,
        "a.ts": `import { n } from "./c.js"; n.pi;`,
      },
      { numpy: ["pi"] },
    ],
    [
      "a wrapper, by a file between",
      {
        "py.ts": `export * as np from "./python/numpy/index.js"; export { norm } from "./python/numpy/linalg.js";`,
        "a.ts": `import { np, norm } from "./py.js"; np.pi; norm(1);`,
      },
      { numpy: ["pi"], "numpy.linalg": ["norm"], "numpy.linalg.norm": "all" },
    ],
    [
      "by an alias of tsconfig.json",
      {
        "lib/py.ts": `export const np = python.module("numpy");`,
        "a.ts": `import { np } from "@/lib/py"; np.pi;`,
      },
      { numpy: ["pi"] },
    ],
    [
      "by the index of a folder, from beside it and from below",
      {
        "lib/index.ts": `export const np = python.module("numpy");`,
        "lib/a.ts": `import { np } from "./index.js"; np.pi;`,
        "lib/b.ts": `import { np } from "."; np.e;`,
        "lib/deep/c.ts": `import { np } from "../"; np.arange(1);`,
      },
      { numpy: ["arange", "e", "pi"] },
    ],
    [
      "in a circle",
      {
        "a.ts": `export * from "./b.js"; export const np = python.module("numpy");`,
        "b.ts": `export * from "./a.js"; import { np } from "./a.js"; np.pi;`,
      },
      { numpy: ["pi"] },
    ],
  ])("exported to other files: %s", async (_, files, expected) => {
    const sources = Object.entries(files).map(([name, text]) => ({ path: `/p/src/${name}`, text }));
    const found = Object.fromEntries(await findUsedNames(sources, places));
    const all = Object.fromEntries(Object.entries(found).filter(([module]) => module in expected));
    expect(all).toEqual(expected);
  });
});
