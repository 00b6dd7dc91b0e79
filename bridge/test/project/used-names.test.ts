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
});
