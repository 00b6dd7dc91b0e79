/** What is shown beside the text: lenses and hints. */
import { describe, expect, it } from "vitest";
import type { TextEdit } from "vscode-languageserver-protocol";
import { codeLenses } from "../src/features/code-lens.js";
import { inlayHints } from "../src/features/inlay-hints.js";
import { applied, plain, preamble } from "./cursor.js";
import { knowledge } from "./descriptions.js";

const wrapped = [{ module: "json", file: "/project/src/python/json.d.ts", version: "3.11" }];

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
