/** Imports: of wrappers in place of modules, of new modules, of renamed names. */
import { describe, expect, it } from "vitest";
import { insertImport } from "../src/features/insert-import.js";
import { renameExport } from "../src/features/rename-export.js";
import { rewriteImport } from "../src/features/rewrite-import.js";
import { usedNames } from "../src/features/used-names.js";
import { applied, plain, preamble } from "./cursor.js";
import { knowledge } from "./descriptions.js";

const wrapped = [{ module: "json", file: "/project/src/python/json.d.ts", version: "3.11" }];

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
