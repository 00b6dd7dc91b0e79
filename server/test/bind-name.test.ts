/** The quick fix for a name that TypeScript does not know and Python does. */
import { describe, expect, it } from "vitest";
import type { CodeAction, Diagnostic } from "vscode-languageserver-protocol";
import { InstalledModulesRequest } from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { codeActions } from "../src/features/code-actions.js";
import type { AnalyzedSource } from "../src/source-document.js";
import { applied, plain } from "./cursor.js";
import { knowledge } from "./descriptions.js";
import { openServer } from "./opened.js";

/** What TypeScript says of the first place at which the name stands. */
function cannotFind(name: string, { text, rangeOf }: Pick<AnalyzedSource, "text" | "rangeOf">): Diagnostic {
  const start = text.search(new RegExp(`\\b${name}\\.`));
  const range = rangeOf({ start, end: start + name.length });
  return { range, message: `Cannot find name '${name}'.`, source: "ts", code: 2304, severity: 1 };
}

describe("a name that TypeScript does not know", () => {
  const offered = (text: string, name: string, more: Partial<Diagnostic> = {}): CodeAction[] => {
    const document = plain(text);
    const diagnostic = { ...cannotFind(name, document), ...more };
    const options = { mayWrite: true, configured: new Set<string>() };
    return codeActions(document, diagnostic.range, { diagnostics: [diagnostic] }, knowledge(), options);
  };
  const after = (text: string, name: string): string => {
    const [action] = offered(text, name);
    return applied(text, Object.values(action?.edit?.changes ?? {}).flat());
  };

  it("is bound to the module that it is customary for, or that has it", () => {
    const text = `import { python } from "snakebridge";\n\nnp.array([1]);\n`;
    expect(offered(text, "np").map(({ title }) => title)).toEqual(["Bind 'np' to the Python module 'numpy'"]);
    expect(after(text, "np")).toBe(
      `import { python } from "snakebridge";\nconst np = python.module("numpy");\n\nnp.array([1]);\n`,
    );
    expect(after(`import { kw } from "snakebridge";\njson.dumps(1);\n`, "json")).toBe(
      `import { kw, python } from "snakebridge";\nconst json = python.module("json");\njson.dumps(1);\n`,
    );
  });

  it("is left alone where no module has it, where another fault is told, and where the module is bound", () => {
    const text = `import { python } from "snakebridge";\nnothing.at(1); np.array(1);\n`;
    expect(offered(text, "nothing")).toEqual([]);
    expect(offered(text, "np", { code: 2339 })).toEqual([]);
    expect(offered(text, "np", { source: "eslint" })).toEqual([]);
    const bound = `import { python } from "snakebridge";\nconst numeric = python.module("numpy");\nnp.array(1);\n`;
    expect(offered(bound, "np")).toEqual([]);
  });

  it("is bound over stdio, too", async () => {
    await using opened = await openServer({ settings: { interpreter: testPython() } });
    const { client } = opened;
    await client.connection.sendRequest(InstalledModulesRequest, {});
    const text = `import { python } from "snakebridge";\nmath.sqrt(2);\n`;
    const uri = await client.open("main.ts", text);
    const diagnostic = cannotFind("math", plain(text));
    const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    const action = actions.find(({ title }) => title === "Bind 'math' to the Python module 'math'");
    expect(applied(text, action?.edit?.changes?.[uri] ?? [])).toBe(
      `import { python } from "snakebridge";\nconst math = python.module("math");\nmath.sqrt(2);\n`,
    );
    expect(client.problems).toEqual([]);
  });
});
