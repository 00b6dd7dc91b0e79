import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { TextBuffer } from "../src/text-buffer.js";

const text = fc
  .array(fc.constantFrom("a", "bc", "\n", "\r\n", "\r", "é", "🐍", " "), { maxLength: 12 })
  .map((parts) => parts.join(""));
const position = fc.record({ line: fc.nat(12), character: fc.nat(8) });

const whole = (content: string): TextDocument => TextDocument.create("file:///x", "plaintext", 1, content);

describe("the text of an open document", () => {
  it("has the positions of the same text read at once, after any edits", () => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.record({ from: position, to: position, text, read: fc.boolean() }), { maxLength: 20 }),
        (start, edits) => {
          const buffer = new TextBuffer(start);
          let expected = whole(start);
          for (const edit of edits) {
            const offsets = [expected.offsetAt(edit.from), expected.offsetAt(edit.to)];
            const content = expected.getText();
            buffer.edit({ start: edit.from, end: edit.to }, edit.text);
            expected = whole(
              content.slice(0, Math.min(...offsets)) + edit.text + content.slice(Math.max(...offsets)),
            );
            if (edit.read) {
              expect(buffer.text).toBe(expected.getText());
            }
            expect(buffer.lineCount).toBe(expected.lineCount);
            for (let offset = 0; offset <= expected.getText().length + 1; offset += 1) {
              expect(buffer.positionAt(offset)).toEqual(expected.positionAt(offset));
            }
            expect(buffer.offsetAt(edit.from)).toBe(expected.offsetAt(edit.from));
          }
          expect(buffer.text).toBe(expected.getText());
        },
      ),
      { numRuns: 500 },
    );
  });

  it("says which offsets were replaced, and takes a range whose ends are swapped", () => {
    const buffer = new TextBuffer("one\r\ntwo\r\nthree");
    const replaced = buffer.edit(
      { start: { line: 1, character: 99 }, end: { line: 0, character: 3 } },
      " and ",
    );
    expect(replaced).toEqual({ start: 3, end: 8 });
    expect(buffer.text).toBe("one and \r\nthree");
    expect(buffer.positionAt(10)).toEqual({ line: 1, character: 0 });
  });

  it("stays right over many edits that nobody reads in between", () => {
    const buffer = new TextBuffer("a\nb\nc\n");
    for (let count = 0; count < 1_000; count += 1) {
      buffer.edit({ start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, "x");
    }
    expect(buffer.text).toBe(`a\n${"x".repeat(1_000)}b\nc\n`);
  });
});
