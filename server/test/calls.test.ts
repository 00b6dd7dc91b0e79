/** Help inside the parentheses of a call: its signature, and grey text for its arguments. */
import { describe, expect, it } from "vitest";
import type { SignatureHelp } from "vscode-languageserver-protocol";
import { inlineCompletion } from "../src/features/inline-completion.js";
import { signatureHelp } from "../src/features/signature-help.js";
import { fixture, preamble } from "./cursor.js";
import { knowledge } from "./descriptions.js";

const wrapped = [{ module: "json", file: "/project/src/python/json.d.ts", version: "3.11" }];

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
