import { describe, expect, it } from "vitest";
import { validateConfigText } from "../../src/config/validate.js";

/** The problems of a text, each as `line:column-column code message`, counted from one. */
function problemsOf(text: string): string[] {
  return validateConfigText(text, "snakebridge.json").problems.map(
    ({ range: { start, end }, code, message }) =>
      `${start.line + 1}:${start.character + 1}-${end.line === start.line ? end.character + 1 : "…"} ${code} ${message}`,
  );
}

describe("a configuration file", () => {
  it("may hold everything that the documentation shows, with comments and trailing commas", () => {
    const text = `{
      // where the types come from
      "$schema": "./node_modules/snakebridge/schema/snakebridge.schema.json",
      "extends": ["../base.snakebridge.json"],
      "python": { "version": ">=3.11", "environment": ".venv", "requirements": ["numpy>=2"], "excludeNewer": "2026-11-01" },
      "outDir": "src/python",
      "modules": { "json": {}, "numpy": { "submodules": ["linalg", "random"], "exclude": ["distutils"] }, "naïve.módulo": false },
      "pool": { "size": 2, "recycle": { "calls": 1000, "memory": 512.5 }, "environmentVariables": { "TOKEN": "\${env:TOKEN}" } },
    }`;
    const { value, problems } = validateConfigText(text, "snakebridge.json");
    expect(problems).toEqual([]);
    expect(value?.modules).toEqual({
      json: {},
      numpy: { submodules: ["linalg", "random"], exclude: ["distutils"] },
      "naïve.módulo": false,
    });
  });

  it.each<[string, string, string[]]>([
    [
      "an unknown key",
      `{\n  "modulse": {}\n}`,
      [`2:3-12 unknown-key Unknown key "modulse". Did you mean "modules"?`],
    ],
    [
      "an unknown key deep inside",
      `{ "modules": { "numpy": { "submodule": [] } } }`,
      [`1:27-38 unknown-key Unknown key "submodule" in modules.numpy. Did you mean "submodules"?`],
    ],
    [
      "a key like nothing known",
      `{ "pool": { "recycle": { "zebra": 1 } } }`,
      [`1:26-33 unknown-key Unknown key "zebra" in pool.recycle. It can be "calls", "age" or "memory".`],
    ],
    ["a wrong type", `{ "outDir": 5 }`, ["1:13-14 wrong-type outDir must be a string, not 5."]],
    [
      "a list for an object",
      `{ "modules": ["json"] }`,
      ["1:14-22 wrong-type modules must be an object, not a list."],
    ],
    [
      "a choice",
      `{ "output": "tsx" }`,
      [`1:13-18 wrong-value output must be "js" or "ts", not "tsx". Did you mean "ts"?`],
    ],
    [
      "a module's choice",
      `{ "modules": { "a": { "docs": "ful" } } }`,
      [
        `1:31-36 wrong-value modules.a.docs must be "full", "summary" or "none", not "ful". Did you mean "full"?`,
      ],
    ],
    ["a union", `{ "extends": 5 }`, ["1:14-15 wrong-type extends must be a string or a list, not 5."]],
    [
      "an item of a union",
      `{ "extends": ["a", 5] }`,
      ["1:20-21 wrong-type extends[1] must be a string, not 5."],
    ],
    [
      "true for a module",
      `{ "modules": { "a": true } }`,
      ["1:21-25 wrong-type modules.a must be an object or false, not true."],
    ],
    [
      "a number out of range",
      `{ "pool": { "size": 0 } }`,
      ["1:21-22 wrong-value pool.size must be at least 1."],
    ],
    [
      "a fraction",
      `{ "pool": { "size": 1.5 } }`,
      ["1:21-24 wrong-type pool.size must be a whole number, not 1.5."],
    ],
    ["an empty text", `{ "outDir": "" }`, ["1:13-15 wrong-value outDir must not be empty."]],
    [
      "a requirement",
      `{ "python": { "requirements": ["numpy", "--pre"] } }`,
      [
        `1:41-48 wrong-value "--pre" is not right for python.requirements[1]: a requirement is a distribution's name with or without versions, such as "numpy>=2".`,
      ],
    ],
    [
      "a version",
      `{ "python": { "version": "3.11" } }`,
      [
        `1:26-32 wrong-value "3.11" is not right for python.version: a version is a specifier such as ">=3.11" or "==3.12.*".`,
      ],
    ],
    [
      "a date",
      `{ "python": { "excludeNewer": "2026-13-01" } }`,
      [`1:31-43 wrong-value "2026-13-01" is not right for python.excludeNewer: there is no such day.`],
    ],
    [
      "a module's name",
      `{ "modules": { "num py": {} } }`,
      [
        `1:16-24 wrong-value "num py" can't stand here: a module is named as Python names it, such as numpy.linalg.`,
      ],
    ],
    [
      "a key twice",
      `{ "outDir": "a", "outDir": "b" }`,
      [`1:18-26 duplicate-key "outDir" stands here twice; only one of them can hold.`],
    ],
    [
      "a variable where none is replaced",
      `{ "outDir": "\${env:OUT}" }`,
      [`1:13-25 variable-not-allowed Environment variables are not replaced here; write the value itself.`],
    ],
    ["broken JSON", `{\n  "outDir": "a"\n  "output": "js"\n}`, ["3:3-11 syntax A comma is expected here."]],
    [
      "a cut-off file",
      `{ "outDir": `,
      ["1:13-13 syntax A value is expected here.", "1:13-13 syntax A closing brace is missing."],
    ],
    [
      "two braces that are missing at the end",
      `{ "modules": {`,
      ["1:15-15 syntax A closing brace is missing."],
    ],
    ["an empty file", "", ["1:1-1 syntax A value is expected here."]],
    ["something else than an object", "[]", ["1:1-3 wrong-type the file must be an object, not a list."]],
    [
      "several at once, in order",
      `{ "b": 1,\n "outDir": 1 }`,
      [
        `1:3-6 unknown-key Unknown key "b". It can be "$schema", "extends", "python", "outDir", "output", "naming", "int", "missing", "docs", "modules", "used", "codecs" or "pool".`,
        "2:12-13 wrong-type outDir must be a string, not 1.",
      ],
    ],
  ])("says where %s is wrong, and what would be right", (_, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  it("gives the name that was meant, for a quick fix", () => {
    const [problem] = validateConfigText(`{ "Modules": {} }`, "snakebridge.json").problems;
    expect(problem).toMatchObject({ suggestion: "modules", offset: 2, length: 9 });
  });

  it("is not led astray by keys named like parts of every object", () => {
    expect(problemsOf(`{ "__proto__": {}, "constructor": 1 }`).map((each) => each.split(".")[0])).toEqual([
      `1:3-14 unknown-key Unknown key "__proto__"`,
      `1:20-33 unknown-key Unknown key "constructor"`,
    ]);
  });

  it("counts columns as editors do, after a byte order mark and with other line ends", () => {
    expect(problemsOf(`\uFEFF{\r\n\t"üä😀": 1 }`)[0]).toMatch(/^2:2-8 unknown-key Unknown key "üä😀"/);
  });
});
