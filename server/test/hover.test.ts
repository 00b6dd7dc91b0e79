/** What the pointer shows. */
import { describe, expect, it } from "vitest";
import { hover } from "../src/features/hover.js";
import { fixture, preamble } from "./cursor.js";
import { knowledge } from "./descriptions.js";

const wrapped = [{ module: "json", file: "/project/src/python/json.d.ts", version: "3.11" }];

describe("hover", () => {
  const text = (marked: string, known = knowledge()): string | null => {
    const { document, position } = fixture(marked);
    const found = hover(document, position, known, { markdown: true });
    return found ? (found.contents as { value: string }).value : null;
  };

  it("shows signature, type, docs, place and version of a function", () => {
    expect(text(`${preamble}json.du¦mps(1)`)).toBe(
      [
        "```python",
        "def dumps(",
        "    obj: Any,",
        "    *,",
        "    skipkeys: bool = False,",
        "    indent: int | str | None = None,",
        "    sort_keys: bool = False,",
        "    **kw,",
        ") -> str",
        "```",
        "",
        "```typescript",
        "dumps(obj: PyArg, kw?: Kw<{ skipkeys?: boolean; indent?: number | string | null; sort_keys?: boolean; [name: string]: PyArg }>): PyPromise<string>",
        "```",
        "",
        "Serialize `obj` to a JSON formatted `str`.",
        "",
        "If `skipkeys` is true then keys are skipped.",
        "",
        "---",
        "",
        "[`json/__init__.py:183`](file:///usr/lib/python3.11/json/__init__.py#L183) · standard library of Python 3.11.7",
      ].join("\n"),
    );
  });

  it("shows NumPy sections as lists", () => {
    expect(text(`${preamble}np.linalg.no¦rm(1)`)).toContain(
      "**Parameters**\n\n- `x`: *array_like* — Input array.\n- `ord`: *{None, 'fro', 'nuc'}, optional* — Order of the norm.",
    );
  });

  it("explains variables, module names, steps of paths, keywords and $ members", () => {
    expect(text(`${preamble}n¦p.array(1)`)).toContain("(module) numpy");
    expect(text(`import { python } from "snakebridge";\npython.module("num¦py")`)).toContain("numpy 2.4.6");
    expect(text(`${preamble}python.call("numpy.lin¦alg.norm", [1])`)).toContain("(module) numpy.linalg");
    expect(text(`${preamble}python.call("numpy.linalg.no¦rm", [1])`)).toContain("def norm");
    expect(text(`${preamble}np.linalg.norm(1, kw({ ax¦is: 1 }))`)).toContain(
      "(parameter) axis: int | None = None",
    );
    expect(text(`${preamble}np.linalg.norm(1, kw({ ax¦is: 1 }))`)).toContain("The axis.");
    expect(text(`${preamble}np.array(1).$val¦ue()`)).toContain("Converts the object deeply");
    expect(text(`${preamble}const a = np.array(1);\na¦`)).toContain("a: numpy.ndarray");
    expect(text(`${preamble}const { du¦mps } = json;`)).toContain("def dumps");
  });

  it("says what it waits for, or what is wrong", () => {
    expect(text(`import { python } from "snakebridge";\npython.module("pan¦das")`)).toBe(
      "Python module `pandas`: discovering…",
    );
    expect(text(`import { python } from "snakebridge";\npython.module("ya¦ml")`)).toContain(
      "comes with `pyyaml`",
    );
    expect(text(`import { python } from "snakebridge";\npython.module("bro¦ken")`)).toContain(
      "ValueError: no",
    );
    expect(text(`import { python } from "snakebridge";\npython.module("sec¦ret")`)).toContain("not trusted");
  });

  it("leaves wrappers and everything else to TypeScript", () => {
    expect(text(`${preamble}json.du¦mps(1)`, knowledge(wrapped))).toBeNull();
    expect(text(`import { dumps } from "./python/json.js";\ndum¦ps(1)`, knowledge(wrapped))).toBeNull();
    expect(text(`import { dumps } from "./python/js¦on.js";`, knowledge(wrapped))).toContain("(module) json");
    expect(text(`${preamble}conso¦le.log(1)`)).toBeNull();
    expect(text(`${preamble}const a = { dum¦ps: 1 }`)).toBeNull();
  });
});
