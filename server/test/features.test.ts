import { describe, expect, it } from "vitest";
import type {
  CodeAction,
  Location,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
} from "vscode-languageserver-protocol";
import { codeActions } from "../src/features/codeActions.js";
import { codeLenses } from "../src/features/codeLens.js";
import { definition, virtualText } from "../src/features/definition.js";
import { diagnostics } from "../src/features/diagnostics.js";
import { documentLinks } from "../src/features/documentLinks.js";
import { hover } from "../src/features/hover.js";
import { inlayHints } from "../src/features/inlayHints.js";
import { inlineCompletion } from "../src/features/inlineCompletion.js";
import { insertImport } from "../src/features/insertImport.js";
import { references } from "../src/features/references.js";
import { resolveCodeAction } from "../src/features/repairs.js";
import { renameExport } from "../src/features/renameExport.js";
import { rewriteImport } from "../src/features/rewriteImport.js";
import { signatureHelp } from "../src/features/signatureHelp.js";
import { usedNames } from "../src/features/usedNames.js";
import { bestSymbols, symbolsOf } from "../src/features/workspaceSymbols.js";
import { LoadedDescription } from "../src/knowledge/knowledge.js";
import { applied, fixture, plain, preamble } from "./cursor.js";
import { json, knowledge, numpyLinalg } from "./descriptions.js";

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
        "[json/__init__.py:183](file:///usr/lib/python3.11/json/__init__.py#L183) · standard library of Python 3.11.7",
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

describe("diagnostics", () => {
  const found = (text: string, known = knowledge()): string[] =>
    diagnostics(plain(text), known).map(({ message, range }) => {
      const line = text.split("\n")[range.start.line] ?? "";
      return `${line.slice(range.start.character, range.end.character)}: ${message as string}`;
    });

  it.each<[string, string]>([
    [
      `python.module("nunpy")`,
      "nunpy: There is no Python module 'nunpy' in this environment. Did you mean 'numpy'?",
    ],
    [
      `python.module("yaml")`,
      "yaml: There is no Python module 'yaml' in this environment. It comes with the package 'pyyaml'.",
    ],
    [`python.module("broken")`, "broken: Python could not import 'broken': ValueError: no"],
    [
      `python.call("yaml.load", ["x"])`,
      "yaml: There is no Python module 'yaml' in this environment. It comes with the package 'pyyaml'.",
    ],
    ["json.dunps(1)", "dunps: 'dunps' does not exist in Python module 'json'. Did you mean 'dumps'?"],
    [
      "np.array(1).reshap(2)",
      "reshap: 'reshap' does not exist in Python class 'ndarray'. Did you mean 'reshape'?",
    ],
    [
      "np.array(1).toList()",
      "toList: 'toList' does not exist in Python class 'ndarray'. Did you mean 'tolist'?",
    ],
    [
      "const { dumpz } = json;",
      "dumpz: 'dumpz' does not exist in Python module 'json'. Did you mean 'dumps'?",
    ],
    [
      `python.call("json.dunps", [1])`,
      "dunps: 'dunps' does not exist in Python module 'json'. Did you mean 'dumps'?",
    ],
    ["json.dumps()", "json.dumps: 'dumps' needs an argument for 'obj'."],
    ["json.loads('1', kw({ clz: 1 }))", "clz: 'loads' has no parameter 'clz'. Did you mean 'cls'?"],
    [
      "json.dumps(1, 2)",
      "2: 'dumps' takes at most 1 positional argument. Keyword arguments go into kw({ skipkeys: ... }).",
    ],
    ["np.linalg.norm(1, kw({ x: 2 }))", "x: 'norm' gets 'x' by position and by keyword."],
    ["np.alltrue(1)", "alltrue: 'alltrue' is deprecated: use all"],
    [
      "python.module('random').randint(1)",
      "python.module('random').randint: 'randint' needs an argument for 'b'.",
    ],
    ["np.arange()", "np.arange: 'arange' needs an argument for 'stop' (the closest of its overloads)."],
  ])("%s", (code, message) => {
    expect(found(`${preamble}${code}`)).toEqual([message]);
  });

  it.each([
    "json.dumps({ a: 1 }, kw({ indent: 2, anything: 3 }))",
    "np.arange(1, 2, 3)",
    "np.arange(...xs)",
    "np.linalg.norm(x, kw(options))",
    "np.linalg.norm(x, kw({ ...options }))",
    "np.array(1).then((a) => a)",
    "np.array(1).catch(() => 1).finally(() => 2)",
    "np.__version__; np.__doc__",
    "json.dumps",
    "np.array([1])._anything; (await json.dumps(1)).toUpperCase()",
    "python.module('dynamic').unknown(1)",
    "python.module('pandas').anything",
    "python.module('secret').anything",
    "np.linalg.LinAlgError; np.f2py.anything",
    "np.array(1).$value(); np.$get('anything').foo",
    "json.dumps(1", // unclosed: still typing
    "np.\nnp.array(1).mean()", // the first line is still being typed
    "np.newthing = 1",
    "const { dumps, ...rest } = json; rest.anything",
    "python.call('json.dumps', [1], { indent: 2 })",
    "json.loads('1').anything.at.all()",
    "np.ndarray.reshape(np.array(1), 2)",
  ])("says nothing on %s", (code) => {
    expect(found(`${preamble}${code}`)).toEqual([]);
  });

  it("leaves members and calls of wrappers to TypeScript, and tells when one is stale", () => {
    expect(found(`${preamble}json.dunps()`, knowledge(wrapped))).toEqual([]);
    const stale = [{ ...wrapped[0]!, stale: "it was generated from version 1, and 2 is installed." }];
    expect(
      found(`import { dumps } from "./python/json.js";\nconst a = "snakebridge";`, knowledge(stale)),
    ).toEqual([
      "./python/json.js: The wrapper of 'json' is out of date: it was generated from version 1, and 2 is installed.",
    ]);
  });
});

describe("code actions", () => {
  const options = { mayWrite: true, configured: new Set<string>() };
  const ask = (
    marked: string,
    only?: string[],
    more = options,
  ): { actions: CodeAction[]; text: string; run: (title: string) => string } => {
    const { document, position, text } = fixture(marked);
    const all = diagnostics(document, knowledge());
    const here = all.filter(({ range }) => range.start.line === position.line);
    const actions = codeActions(
      document,
      { start: position, end: position },
      { diagnostics: here, ...(only ? { only } : {}) },
      knowledge(),
      more,
    );
    return {
      actions,
      text,
      run: (title) => {
        const action = actions.find((each) => each.title === title);
        if (!action)
          throw new Error(`${title} is not offered, but ${actions.map((each) => each.title).join("; ")}`);
        const resolved = resolveCodeAction(action, document, knowledge());
        return applied(text, Object.values(resolved.edit?.changes ?? {}).flat());
      },
    };
  };

  it("offers wrappers for a module's binding", () => {
    const { actions } = ask(`import { python } from "snakebridge";\nconst np¦ = python.module("numpy");`);
    expect(actions.map(({ title }) => title)).toEqual([
      "Generate typed wrapper for 'numpy'",
      "Generate typed wrapper for 'numpy', only the names that this file uses",
      "Add 'numpy' to snakebridge.json",
    ]);
    expect(actions[0]?.command?.arguments).toEqual([
      { modules: ["numpy"], document: "file:///project/src/main.ts", addToConfiguration: true },
    ]);
  });

  it("offers nothing that writes in an untrusted workspace", () => {
    expect(
      ask(`${preamble}const x¦ = python.module("numpy");`, undefined, { ...options, mayWrite: false })
        .actions,
    ).toEqual([]);
  });

  it("replaces by the suggested name", () => {
    expect(ask(`${preamble}json.dunps¦(1)`).run("Change to 'dumps'")).toBe(`${preamble}json.dumps(1)`);
    expect(ask(`${preamble}python.module("nunpy¦")`).run("Change to 'numpy'")).toBe(
      `${preamble}python.module("numpy")`,
    );
  });

  it("installs the package of a missing module", () => {
    const { actions } = ask(`${preamble}python.module("yaml¦")`);
    expect(
      actions.find(({ title }) => title === "Install 'pyyaml' into the environment")?.command?.arguments,
    ).toEqual([{ folder: undefined, requirement: "pyyaml" }]);
  });

  it("fills in required arguments, with variables of the same name", () => {
    expect(
      ask(`${preamble}const b = 3;\nconst r = python.module("random");\nr.randint(¦)`).run(
        "Fill in the required arguments",
      ),
    ).toBe(`${preamble}const b = 3;\nconst r = python.module("random");\nr.randint(0, b)`);
  });

  it("corrects all misspelt names at once", () => {
    const { actions, run } = ask(`${preamble}json.dunps(1);\nnp.arrray(1);¦`, ["source.fixAll"]);
    expect(actions.map(({ kind }) => kind)).toEqual(["source.fixAll.snakebridge"]);
    expect(run("Correct all misspelt Python names")).toBe(`${preamble}json.dumps(1);\nnp.array(1);`);
  });
});

describe("rewriting to a wrapper", () => {
  const rewrite = (text: string, module = "numpy"): string => {
    const document = plain(text);
    return applied(text, rewriteImport(document, module, `./python/${module}.js`));
  };

  it.each<[string, string, string]>([
    [
      "a binding",
      `import { python, kw } from "snakebridge";\nconst np = python.module("numpy");\nnp.array(1, kw({}));\n`,
      `import { kw } from "snakebridge";\nimport * as np from "./python/numpy.js";\nnp.array(1, kw({}));\n`,
    ],
    [
      "the only use",
      `import { python } from "snakebridge";\nconst np = python.module("numpy");\nnp.array(1);\n`,
      `import * as np from "./python/numpy.js";\nnp.array(1);\n`,
    ],
    [
      "the only use, below an empty line",
      `// Greets.\nimport { python } from "snakebridge";\n\nconst np = python.module("numpy");\n\nnp.array(1);\n`,
      `// Greets.\n\nimport * as np from "./python/numpy.js";\n\nnp.array(1);\n`,
    ],
    [
      "the only use, below an empty line at the top",
      `import { python } from "snakebridge";\n\nconst np = python.module("numpy");\n\nnp.array(1);\n`,
      `import * as np from "./python/numpy.js";\n\nnp.array(1);\n`,
    ],
    [
      "Windows' line ends",
      `import { python } from "snakebridge";\r\n\r\nconst np = python.module("numpy");\r\nnp.array(1);\r\n`,
      `import * as np from "./python/numpy.js";\r\nnp.array(1);\r\n`,
    ],
    [
      "a use inside a function, below an empty line",
      `import { python } from "snakebridge";\n\nfunction f() {\n  return python.module("numpy").array(1);\n}\n`,
      `import * as numpy from "./python/numpy.js";\n\nfunction f() {\n  return numpy.array(1);\n}\n`,
    ],
    [
      "a destructuring",
      `import { python } from 'snakebridge'\nconst { array, mean: average } = python.module('numpy')\npython.module('json')\n`,
      `import { python } from 'snakebridge'\nimport { array, mean as average } from './python/numpy.js'\npython.module('json')\n`,
    ],
    [
      "a use inside a function",
      `import { python } from "snakebridge";\nfunction f() {\n  return python.module("numpy").array(1);\n}\n`,
      `import * as numpy from "./python/numpy.js";\nfunction f() {\n  return numpy.array(1);\n}\n`,
    ],
    [
      "another session",
      `import { python } from "snakebridge";\nconst s = python.session("a");\nconst np = s.module("numpy");\n`,
      `import { python } from "snakebridge";\nimport * as numpy from "./python/numpy.js";\nconst s = python.session("a");\nconst np = s.bind(numpy);\n`,
    ],
    [
      "CommonJS",
      `const { python } = require("snakebridge");\nconst np = python.module("numpy");\n`,
      `const { python } = require("snakebridge");\nconst np = require("./python/numpy.js");\n`,
    ],
  ])("%s", (_title, before, after) => {
    expect(rewrite(before)).toBe(after);
  });

  it("lists the names that a file uses", () => {
    expect(
      usedNames(
        plain(`${preamble}np.array(1).reshape(2); np.pi; const { mean } = np; np.linalg.norm(1);`),
        "numpy",
      ),
    ).toEqual(["array", "linalg", "mean", "pi"]);
    expect(usedNames(plain(`${preamble}np.linalg.norm(1);`), "numpy.linalg")).toEqual(["norm"]);
  });

  it("inserts a binding", () => {
    const into = (text: string, module: string): string =>
      applied(text, insertImport(plain(text), module).edits);
    expect(into("const a = 1;\n", "numpy")).toBe(
      `import { python } from "snakebridge";\n\nconst np = python.module("numpy");\nconst a = 1;\n`,
    );
    expect(into(`import { kw } from 'snakebridge';\n`, "json")).toBe(
      `import { kw, python } from 'snakebridge';\nconst json = python.module('json');\n`,
    );
    expect(into(preamble, "random")).toBe(
      preamble.replace(`snakebridge";\n`, `snakebridge";\nconst random = python.module("random");\n`),
    );
    expect(insertImport(plain(preamble), "numpy")).toEqual({ edits: [], variable: "np" });
  });
});

describe("renaming an export of a wrapper", () => {
  it("changes imports and uses, and nothing else of that name", () => {
    const text = `import { dumps, loads as parse } from "./python/json.js";\nimport * as j from "./python/json.js";\nconst a = dumps(1) + j.dumps(2);\nfunction f(dumps: () => void) { dumps(); return { dumps: 1 }; }\n`;
    const edits = renameExport(plain(text), "json", "dumps", "toText", knowledge(wrapped));
    expect(applied(text, edits)).toBe(
      `import { toText, loads as parse } from "./python/json.js";\nimport * as j from "./python/json.js";\nconst a = toText(1) + j.toText(2);\nfunction f(dumps: () => void) { dumps(); return { dumps: 1 }; }\n`,
    );
    expect(applied(text, renameExport(plain(text), "json", "loads", "read", knowledge(wrapped)))).toContain(
      "{ dumps, read as parse }",
    );
  });
});

describe("signature help", () => {
  const ask = (marked: string, known = knowledge()): SignatureHelp | null => {
    const { document, position } = fixture(marked);
    return signatureHelp(document, position, known, {
      labelOffsets: true,
      activeParameterPerSignature: true,
    });
  };
  const active = (marked: string): string | undefined => {
    const help = ask(marked);
    const shown = help?.signatures[help.activeSignature ?? 0];
    const label = shown?.parameters?.[help?.activeParameter ?? -1]?.label;
    return label ? shown.label.slice(...(label as [number, number])) : undefined;
  };

  it.each<[string, string | undefined]>([
    ["json.dumps(¦)", "obj: Any"],
    ["json.dumps(¦", "obj: Any"],
    ["json.dumps(1, ¦)", "skipkeys: bool = False"],
    ["json.dumps(1, kw({ ¦ }))", "skipkeys: bool = False"],
    ["json.dumps(1, kw({ indent: ¦ }))", "indent: int | str | None = None"],
    ["np.linalg.norm(x, ¦)", "ord: Literal['fro', 'nuc'] | float | None = None"],
    ["np.linalg.norm(x, 'fro', ¦", "axis: int | None = None"],
    ["np.linalg.norm(json.dumps(¦))", "obj: Any"],
    ["np.arange(1, ¦)", "stop"],
    ["np.array(1).mean(¦)", "axis: int | None = ..."],
    ["new (json.JSONEncoder)(¦)", "indent=..."],
  ])("%s", (code, parameter) => {
    expect(active(`${preamble}${code}`)).toBe(parameter);
  });

  it.each([
    "console.log(¦)",
    "json.dumps(foo(¦))",
    "json.dumps(() => { ¦ })",
    "json.dumps(1)¦",
    "unknown.thing(¦)",
    "json.loads('1').anything(¦)",
  ])("is silent in %s", (code) => {
    expect(ask(`${preamble}${code}`)).toBeNull();
  });

  it("is left to TypeScript for wrappers", () => {
    expect(ask(`${preamble}json.dumps(¦)`, knowledge(wrapped))).toBeNull();
  });

  it("leaves out overloads that are declared for another kind of object, and methods that can't be called", () => {
    expect(ask(`${preamble}np.array(1).item(¦)`)?.signatures.map(({ label }) => label)).toEqual([
      "item(index, /) -> Any",
    ]);
    expect(ask(`${preamble}np.array(1).swapaxes(¦)`)).toBeNull();
    expect(ask(`${preamble}np.ndarray.item(¦)`)?.signatures).toHaveLength(2);
  });

  it("shows all overloads, and docs of parameters", () => {
    expect(ask(`${preamble}np.arange(¦)`)?.signatures.map(({ label }) => label)).toEqual([
      "arange(stop, /) -> ndarray",
      "arange(start, stop, step=..., /) -> ndarray",
    ]);
    const norm = ask(`${preamble}np.linalg.norm(¦)`)?.signatures[0];
    expect(norm?.parameters?.[2]?.documentation).toEqual({ kind: "markdown", value: "The axis." });
  });
});

describe("inline completion", () => {
  const ask = (marked: string, selected?: { range: unknown; text: string }): string | undefined => {
    const { document, position } = fixture(marked);
    const [item] = inlineCompletion(
      document,
      position,
      { triggerKind: 2, ...(selected ? { selectedCompletionInfo: selected as never } : {}) },
      knowledge(),
    );
    return item?.insertText as string | undefined;
  };

  it.each<[string, string | undefined]>([
    ["const a = 1, b = 2;\npython.module('random').randint(¦)", "a, b"],
    ["const a = 1;\npython.module('random').randint(a,¦)", " 0"],
    ["python.module('random').randint(¦", "0, 0)"],
    ["const obj = {};\njson.dumps(¦)", "obj"],
    ["json.dumps(1¦)", undefined],
    ["json.dumps(1, ¦)", undefined],
    ["console.log(¦)", undefined],
  ])("%s", (code, text) => {
    expect(ask(`${preamble}${code}`)).toBe(text);
  });

  it("only continues what the list is about to insert", () => {
    const marked = `${preamble}const obj = 1;\njson.dumps(¦)`;
    const range = { start: { line: 4, character: 11 }, end: { line: 4, character: 11 } };
    expect(ask(marked, { range, text: "ob" })).toBe("obj");
    expect(ask(marked, { range, text: "other" })).toBeUndefined();
  });
});

describe("finding one's way", () => {
  const options = { links: false, virtualDocuments: true, prefer: "source" as const };
  const go = (marked: string, known = knowledge()): string | undefined => {
    const { document, position } = fixture(marked);
    const [place] = (definition(document, position, known, options) ?? []) as Location[];
    return place && `${decodeURIComponent(place.uri)}:${place.range.start.line + 1}`;
  };

  it("leads to the Python source", () => {
    expect(go(`${preamble}json.du¦mps(1)`)).toBe("file:///usr/lib/python3.11/json/__init__.py:183");
    expect(go(`${preamble}js¦on.dumps(1)`)).toBe("file:///usr/lib/python3.11/json/__init__.py:1");
    expect(go(`${preamble}python.module("nump¦y")`)).toBe("file:///site-packages/numpy/__init__.py:1");
    expect(go(`${preamble}python.call("numpy.linalg.nor¦m")`)).toBe(
      "file:///site-packages/numpy/linalg/_linalg.py:2576",
    );
  });

  it("leads from a wrapper to Python", () => {
    expect(go(`import { dumps } from "./python/json.js";\ndu¦mps(1)`, knowledge(wrapped))).toBe(
      "file:///usr/lib/python3.11/json/__init__.py:183",
    );
  });

  it("shows what is written in C as a document", () => {
    const uri = go(`${preamble}np.arr¦ay(1)`) ?? "";
    expect(uri).toMatch(/^snakebridge-python:\/numpy\/array\.py/);
    const { document, position } = fixture(`${preamble}np.arr¦ay(1)`);
    const [place] = (definition(document, position, knowledge(), options) ?? []) as Location[];
    expect(virtualText(place?.uri ?? "", knowledge())).toContain(
      "def array(object, dtype=..., *, copy: bool | None = ..., ndmin: int = ...) -> ndarray:\n    ...",
    );
  });

  it("leads nowhere for things of TypeScript", () => {
    expect(go(`${preamble}const a = np.array(1);\na¦`)).toBeUndefined();
    expect(go(`${preamble}cons¦ole.log(1)`)).toBeUndefined();
  });

  it("finds references within the document", () => {
    const marked = `${preamble}json.du¦mps(1); python.call("json.dumps", [1]); json.loads(1); const { dumps } = json; np.dumps;`;
    const { document, position, text } = fixture(marked);
    const found = references(document, position, knowledge()) ?? [];
    const line = text.split("\n")[3] ?? "";
    const places = found.map(({ range }) => line.slice(0, range.end.character).slice(-10));
    expect(places).toEqual(["json.dumps", "json.dumps", "st { dumps"]);
  });

  it("finds symbols of discovered modules", () => {
    const modules = [new LoadedDescription(json), new LoadedDescription(numpyLinalg)];
    const found = (query: string): SymbolInformation[] =>
      bestSymbols(modules.flatMap((module) => symbolsOf(query, module)));
    expect(found("norm").map(({ name, containerName }) => `${containerName}.${name}`)).toEqual([
      "numpy.linalg.norm",
    ]);
    expect(found("json.du")[0]?.name).toBe("dumps");
    expect(found("d")).toEqual([]);
  });

  it("links module names to their source", () => {
    expect(documentLinks(plain(preamble), knowledge()).map(({ target }) => target)).toEqual([
      "file:///usr/lib/python3.11/json/__init__.py",
      "file:///site-packages/numpy/__init__.py",
    ]);
  });
});

describe("lenses and hints", () => {
  it("show version and what can be done", () => {
    const titles = codeLenses(plain(preamble), knowledge(), { mayWrite: true }).map(
      ({ command }) => command?.title,
    );
    expect(titles).toEqual([
      "Python 3.11.7",
      "Generate typed wrapper",
      "numpy 2.4.6",
      "Generate typed wrapper",
    ]);
    const stale = [{ ...wrapped[0]!, stale: "old." }];
    const onWrapper = codeLenses(plain(`import { dumps } from "./python/json.js";`), knowledge(stale), {
      mayWrite: true,
    });
    expect(onWrapper.map(({ command }) => command?.title)).toEqual([
      "json 3.11, out of date: old.",
      "Regenerate",
    ]);
  });

  it("name parameters and types", () => {
    const text = `${preamble}const a = np.array([1], x);\nconst obj = 1;\njson.dumps(obj);\n`;
    const document = plain(text);
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const hints = inlayHints(document, range, knowledge(), { parameterNames: true, types: true });
    const edits = hints.map(({ position, label }): TextEdit => ({
      range: { start: position, end: position },
      newText: `«${label as string}»`,
    }));
    expect(applied(text, edits)).toBe(
      `${preamble}const a«: numpy.ndarray» = np.array(«object:»[1], «dtype:»x);\nconst obj = 1;\njson.dumps(obj);\n`,
    );
  });
});
