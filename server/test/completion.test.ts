import { describe, expect, it } from "vitest";
import { CompletionItemKind, type TextEdit } from "vscode-languageserver-protocol";
import { complete } from "../src/features/completion.js";
import { withDefaults } from "../src/features/completion-defaults.js";
import { resolveCompletion } from "../src/features/completion-resolve.js";
import { fixture, preamble } from "./cursor.js";
import { knowledge } from "./descriptions.js";
import { ask, labels, options, pick } from "./offered.js";

describe("members", () => {
  it("are offered behind the dot and replace it together with what was typed", () => {
    const { text, item } = pick(`${preamble}json.du¦`, "dumps");
    expect(text).toBe(`${preamble}json.dumps`);
    expect(item.filterText).toBe(".dumps");
    expect((item.textEdit as TextEdit).newText).toBe(".dumps");
    expect(item.labelDetails?.detail).toBe("(obj, *, skipkeys=False, indent=None, sort_keys=False, **kw)");
  });

  it("take `?.` along", () => {
    const { text, item } = pick(`${preamble}json?.¦`, "dumps");
    expect(text).toBe(`${preamble}json?.dumps`);
    expect(item.filterText).toBe("?.dumps");
  });

  it("insert a call with the cursor inside, if the user wants that", () => {
    expect(pick(`${preamble}json.¦`, "dumps", { snippets: true, insertCalls: true }).text).toBe(
      `${preamble}json.dumps($1)$0`,
    );
    expect(pick(`${preamble}json.¦(1)`, "dumps", { snippets: true, insertCalls: true }).text).toBe(
      `${preamble}json.dumps(1)`,
    );
  });

  it("stand with exported functions first, what is not exported behind, and dunder names last", () => {
    const sorted = [...(ask(`${preamble}json.¦`)?.items ?? [])].sort((a, b) =>
      (a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1,
    );
    expect(sorted.map((item) => item.label)).toEqual([
      "dump",
      "dumps",
      "loads",
      "JSONEncoder",
      "decoder",
      "encoder",
      "JSONDecodeError",
      "detect_encoding",
      "tool",
      "__version__",
    ]);
  });

  it("say once what they share, to clients that understand it, and are resolved all the same", () => {
    const whole = ask(`${preamble}np.array([1]).¦`);
    const list = withDefaults(whole ?? { isIncomplete: false, items: [] }, ["editRange", "data"]);
    expect(list.itemDefaults).toEqual({
      editRange: { start: { line: 3, character: 13 }, end: { line: 3, character: 14 } },
      data: { container: { class: "numpy.ndarray" } },
    });
    const mean = list.items.find(({ label }) => label === "mean");
    expect(mean).toMatchObject({ label: "mean", filterText: ".mean", textEditText: ".mean" });
    expect(mean).not.toHaveProperty("textEdit");
    expect(mean).not.toHaveProperty("data");
    // A client puts the defaults into the item before it asks.
    const resolved = resolveCompletion(
      { ...mean, label: "mean", data: list.itemDefaults?.data as unknown },
      knowledge(),
    );
    expect(resolved.documentation).toMatchObject({ value: expect.stringContaining("Returns the average") });
    const own = list.items.find(({ label }) => label === "$value");
    expect(
      resolveCompletion({ ...own, label: "$value", data: list.itemDefaults?.data as unknown }, knowledge()),
    ).toMatchObject({
      documentation: own?.documentation,
    });
    expect(withDefaults(list, [])).toBe(list);
  });

  it("mark what is deprecated", () => {
    expect(pick(`${preamble}np.¦`, "alltrue").item.tags).toEqual([1]);
  });

  it("reach names that JavaScript asks of every object through $get", () => {
    expect(pick(`${preamble}np.array([1]).¦`, "then").text).toBe(`${preamble}np.array([1]).$get("then")`);
  });

  it("come with their docs by resolve", () => {
    const { item } = pick(`${preamble}json.¦`, "dumps");
    const resolved = resolveCompletion(item, knowledge());
    expect(resolved.documentation).toEqual({
      kind: "markdown",
      value: expect.stringContaining("Serialize `obj` to a JSON formatted `str`."),
    });
    const { item: mean } = pick(`${preamble}np.array([1]).¦`, "mean");
    expect(resolveCompletion(mean, knowledge()).documentation).toEqual({
      kind: "markdown",
      value: expect.stringContaining("Returns the average"),
    });
  });

  it("are incomplete while the module is being described, and nothing where it can't be", () => {
    expect(ask(`${preamble}const pd = python.module("pandas");\npd.¦`)).toEqual({
      isIncomplete: true,
      items: [],
    });
    expect(ask(`${preamble}const no = python.module("nowhere");\nno.¦`)).toBeNull();
  });

  it("are the names alone while their signatures are being read, and nothing behind a name", () => {
    const list = ask(`${preamble}const pl = python.module("polars");\npl.¦`);
    expect(list?.isIncomplete).toBe(true);
    expect(list?.items.map(({ label, kind }) => [label, kind]).slice(0, 2)).toEqual([
      ["DataFrame", CompletionItemKind.Class],
      ["read_csv", CompletionItemKind.Function],
    ]);
    expect(ask(`${preamble}const pl = python.module("polars");\npl.DataFrame.¦`)).toEqual({
      isIncomplete: true,
      items: [],
    });
  });

  it("are left to TypeScript where a wrapper is generated", () => {
    const { document, position } = fixture(`${preamble}json.¦`);
    const known = knowledge([{ module: "json", file: "/project/src/python/json.d.ts" }]);
    expect(complete(document, position, known, options)).toBeNull();
  });
});
describe("module names", () => {
  it("replace what stands in the quotes", () => {
    expect(pick(`import { python } from "snakebridge";\npython.module("nu¦")`, "numpy").text).toContain(
      'python.module("numpy")',
    );
    expect(pick(`import { python } from "snakebridge";\npython.module("¦`, "pandas").text).toContain(
      'python.module("pandas',
    );
  });

  it("bring quotes where there are none", () => {
    expect(pick(`import { python } from 'snakebridge';\npython.module(¦)`, "json").text).toContain(
      "python.module('json')",
    );
  });

  it("go on into submodules", () => {
    expect(labels(`${preamble}python.module("numpy.¦")`)).toEqual([
      "numpy.linalg",
      "numpy.random",
      "numpy.f2py",
    ]);
  });

  it("tell distribution and version", () => {
    expect(pick(`${preamble}python.module("¦")`, "numpy").item.labelDetails?.description).toBe("numpy 2.4.6");
    expect(pick(`${preamble}python.module("¦")`, "json").item.labelDetails?.description).toBe(
      "standard library",
    );
  });
});

describe("dotted paths in python.call", () => {
  it("complete the first step and the ones behind it", () => {
    expect(labels(`${preamble}python.call("nu¦")`)).toContain("numpy");
    expect(pick(`${preamble}python.call("numpy.linalg.no¦")`, "norm").text).toContain(
      'python.call("numpy.linalg.norm")',
    );
  });
});

describe("keywords", () => {
  it("are those that are not given yet", () => {
    expect(labels(`${preamble}json.dumps(1, kw({ ¦ }))`)).toEqual(["skipkeys", "indent", "sort_keys"]);
    expect(labels(`${preamble}json.dumps(1, kw({ indent: 2, ¦ }))`)).toEqual(["skipkeys", "sort_keys"]);
    expect(labels(`${preamble}json.dumps(1, kw({ indent: 2, so¦ }))`)).toContain("sort_keys");
    expect(labels(`${preamble}np.linalg.norm(1, 'fro', kw({¦`)).toEqual(["axis", "keepdims"]);
  });

  it("are written with their colon", () => {
    expect(pick(`${preamble}json.dumps(1, kw({ ind¦ }))`, "indent").text).toBe(
      `${preamble}json.dumps(1, kw({ indent:  }))`,
    );
    expect(pick(`${preamble}json.dumps(1, kw({ ind¦: 2 }))`, "indent").text).toBe(
      `${preamble}json.dumps(1, kw({ indent: 2 }))`,
    );
  });

  it("are not offered for values, or for plain objects", () => {
    expect(labels(`${preamble}json.dumps(1, kw({ indent: ¦ }))`)).toEqual([]);
    expect(labels(`${preamble}json.dumps({ ¦ })`)).toEqual([]);
  });

  it("are offered at a blank, which asks for nothing else", () => {
    const atBlank = (marked: string): string[] | undefined => {
      const { document, position } = fixture(`${preamble}${marked}`);
      return complete(document, position, knowledge(), options, " ")?.items.map(({ label }) => label);
    };
    expect(atBlank("json.dumps(1, kw({ ¦ }))")).toEqual(["skipkeys", "indent", "sort_keys"]);
    expect(atBlank("json.dumps(1, kw({ indent: 2, ¦ }))")).toEqual(["skipkeys", "sort_keys"]);
    expect(atBlank("const { ¦ } = json;")).toContain("dumps");
    for (const marked of ["json. ¦", 'python.module("{ ¦', "python.eval`{ ¦`", "json.dumps(1, ¦)"]) {
      expect(atBlank(marked)).toBeUndefined();
    }
  });

  it("are offered in python.call's third argument", () => {
    expect(labels(`${preamble}python.call("json.dumps", [1], { ¦ })`)).toContain("indent");
  });
});

describe("more places", () => {
  it("completes literal values of a parameter", () => {
    expect(labels(`${preamble}np.linalg.norm(1, "¦")`)).toEqual(["fro", "nuc"]);
    expect(labels(`${preamble}np.linalg.norm(1, kw({ ord: "f¦" }))`)).toEqual(["fro", "nuc"]);
  });

  it("completes names in a destructuring", () => {
    expect(labels(`${preamble}const { dumps, lo¦ } = json;`)).toContain("loads");
    expect(labels(`${preamble}const { dumps, ¦ } = python.module("json");`)).not.toContain("dumps");
  });

  it("completes members of modules in Python source", () => {
    expect(labels(`${preamble}python.exec\`import numpy as np\nnp.linalg.¦\``)).toContain("norm");
    expect(labels(`${preamble}python.exec\`import json\`;\npython.eval\`json.du¦(\${x})\``)).toContain(
      "dumps",
    );
    expect(labels(`${preamble}python.eval\`sum(\${x}) + ¦\``)).toEqual([]);
    expect(labels(`${preamble}python.exec\`import json\nx = "json.¦"\``)).toEqual([]);
  });
});
