import { describe, expect, it } from "vitest";
import { analyzer } from "../src/analysis/analyzer.js";
import { codeActions } from "../src/features/code-actions.js";
import { codeLenses } from "../src/features/code-lens.js";
import { complete } from "../src/features/completion.js";
import { definition } from "../src/features/definition.js";
import { diagnostics } from "../src/features/diagnostics.js";
import { hover } from "../src/features/hover.js";
import { inlayHints } from "../src/features/inlay-hints.js";
import { inlineCompletion } from "../src/features/inline-completion.js";
import { references } from "../src/features/references.js";
import { signatureHelp } from "../src/features/signature-help.js";
import { analyzed, SourceDocument } from "../src/source-document.js";
import { knowledge } from "./descriptions.js";
import { pieces, random, start } from "./random-edits.js";

function edit(seed: number, steps: number, languageId: string): void {
  const next = random(seed);
  const document = new SourceDocument("file:///fuzz.tsx", languageId, 1, start);
  const known = knowledge();
  let version = 1;
  for (let step = 0; step < steps; step += 1) {
    const length = document.text.length;
    const from = next(length + 1);
    const to = Math.min(length, from + (next(4) === 0 ? next(40) : 0));
    const piece = pieces[next(pieces.length)] ?? "";
    const text = next(5) === 0 ? "" : piece;
    version += 1;
    document.change([{ range: document.rangeOf({ start: from, end: to }), text }], version);
    if (document.text.length > 4_000) {
      document.change([{ text: start }], version + 1);
      version += 1;
    }
    if (next(3) > 0) continue;
    const source = analyzed(document, analyzer);
    const offset = next(source.text.length + 1);
    const position = source.positionAt(offset);
    const everything = { start: source.positionAt(0), end: source.positionAt(source.text.length) };
    const list = complete(source, position, known, {
      snippets: true,
      labelDetails: true,
      deprecatedTag: true,
      insertCalls: true,
    });
    for (const item of list?.items ?? []) {
      const range = item.textEdit && "range" in item.textEdit ? item.textEdit.range : undefined;
      expect(range?.start.line).toBe(range?.end.line);
      expect(range?.end.line).toBe(position.line);
    }
    hover(source, position, known, { markdown: true });
    signatureHelp(source, position, known, { labelOffsets: true, activeParameterPerSignature: true });
    inlineCompletion(source, position, { triggerKind: 1 }, known);
    definition(source, position, known, { links: true, virtualDocuments: true, prefer: "source" });
    references(source, position, known);
    const found = diagnostics(source, known);
    for (const { range } of found) {
      expect(source.offsetAt(range.end)).toBeLessThanOrEqual(source.text.length);
      expect(source.offsetAt(range.start)).toBeLessThanOrEqual(source.offsetAt(range.end));
    }
    codeActions(source, everything, { diagnostics: found }, known, { mayWrite: true, configured: new Set() });
    codeLenses(source, known, { mayWrite: true });
    inlayHints(source, everything, known, { parameterNames: true, types: true });
    // What was reparsed piece by piece says the same as what is parsed at once: nothing is stale.
    const fresh = analyzed(new SourceDocument("file:///fuzz.tsx", languageId, 1, source.text), analyzer);
    expect(found).toEqual(diagnostics(fresh, known));
    expect(list).toEqual(
      complete(fresh, position, known, {
        snippets: true,
        labelDetails: true,
        deprecatedTag: true,
        insertCalls: true,
      }),
    );
  }
}

const long = process.env["SNAKEBRIDGE_LONG"] === "1";
/** Milliseconds for each language in the long form, which goes on with further seeds: five minutes in all. */
const duration = 75_000;
const seeds = 12;

describe("random edits and requests", () => {
  it.each(["typescript", "typescriptreact", "javascript", "javascriptreact"])(
    "raise nothing and leave nothing stale in %s",
    (languageId) => {
      const end = performance.now() + duration;
      for (let seed = 1; seed <= seeds || (long && performance.now() < end); seed += 1) {
        try {
          edit(seed, 60, languageId);
        } catch (error) {
          throw new Error(`seed ${seed} in ${languageId}`, { cause: error });
        }
      }
    },
    duration + 300_000,
  );
});
