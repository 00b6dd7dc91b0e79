/** What the lightbulb offers, and what it does. */
import { describe, expect, it } from "vitest";
import type { CodeAction } from "vscode-languageserver-protocol";
import { codeActions } from "../src/features/code-actions.js";
import { diagnostics } from "../src/features/diagnostics.js";
import { resolveCodeAction } from "../src/features/repairs.js";
import { applied, fixture, preamble } from "./cursor.js";
import { knowledge } from "./descriptions.js";

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
