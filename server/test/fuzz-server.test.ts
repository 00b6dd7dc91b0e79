/** Random typing against the bundled server: nothing fails, nothing points outside of the text, nothing is kept. */
import { describe, expect, it } from "vitest";
import type { Position, Range } from "vscode-languageserver-protocol";
import { TextDocument } from "vscode-languageserver-textdocument";
import { ServerStatusRequest } from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { openServer } from "./opened.js";
import { pieces, random, start } from "./random-edits.js";

const long = process.env["SNAKEBRIDGE_LONG"] === "1";
/** Milliseconds. */
const duration = long ? 300_000 : 4_000;
/** Bytes that the process may keep when all documents are closed and nothing has happened for a while. */
const most = 220_000_000;

const requests = [
  "completion",
  "hover",
  "signatureHelp",
  "definition",
  "references",
  "documentHighlight",
  "documentLink",
  "codeLens",
  "documentSymbol",
] as const;

/** Every range in an answer that is about this document. */
function* rangesIn(value: unknown): Generator<Range> {
  if (typeof value !== "object" || value === null) return;
  if ("start" in value && "end" in value) {
    yield value as Range;
    return;
  }
  // A definition lies in another file.
  if ("targetUri" in value) return;
  for (const inner of Object.values(value)) yield* rangesIn(inner);
}

function isInside(document: TextDocument, { line, character }: Position): boolean {
  const next = document.offsetAt({ line: line + 1, character: 0 });
  return line < document.lineCount && document.offsetAt({ line, character: 0 }) + character <= next;
}

describe("random typing over stdio", () => {
  it(
    `for ${duration / 1000} s raises nothing, leaves nothing stale and keeps nothing`,
    async () => {
      await using opened = await openServer({
        settings: { interpreter: testPython() },
        unchecked: true,
      });
      const { client } = opened;
      const next = random(7);
      const end = performance.now() + duration;
      let rounds = 0;
      let asked = 0;
      // On a busy machine as long as it takes to have asked for something.
      const over = (): boolean => performance.now() >= end && asked > 10;
      while (!over()) {
        rounds += 1;
        const uri = await client.open(`fuzz${rounds}.tsx`, start, "typescriptreact");
        let content = start;
        for (let step = 0; step < 80 && !over(); step += 1) {
          const document = TextDocument.create(uri, "", 1, content);
          const from = next(content.length + 1);
          const to = Math.min(content.length, from + (next(4) === 0 ? next(30) : 0));
          const range = { start: document.positionAt(from), end: document.positionAt(to) };
          const text = next(5) === 0 ? "" : (pieces[next(pieces.length)] ?? "");
          // A position inside `\r\n` means the end of the line.
          const offsets = [document.offsetAt(range.start), document.offsetAt(range.end)];
          content = content.slice(0, offsets[0]) + text + content.slice(offsets[1]);
          await client.change(uri, [{ range, text }]);
          if (next(3) > 0) continue;
          asked += 1;
          const now = TextDocument.create(uri, "", 1, content);
          const method = requests[next(requests.length)] ?? "hover";
          const answer = await client.connection.sendRequest(`textDocument/${method}`, {
            textDocument: { uri },
            position: now.positionAt(next(content.length + 1)),
            context: { includeDeclaration: true, triggerKind: 1 },
          });
          const diagnostics = await client.diagnostics(uri);
          for (const found of rangesIn([answer, diagnostics])) {
            expect(
              isInside(now, found.start) && isInside(now, found.end),
              `${method} ${JSON.stringify(found)}`,
            ).toBe(true);
          }
        }
        await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
        const { openDocuments } = await client.connection.sendRequest(ServerStatusRequest);
        expect(openDocuments).toBe(0);
      }
      await expect
        .poll(async () => (await client.connection.sendRequest(ServerStatusRequest)).residentMemory, {
          timeout: 30_000,
          interval: 500,
        })
        .toBeLessThan(most);
      expect(client.stderr).toBe("");
      const complaints = client.notifications.filter(
        ({ method, params }) =>
          method === "window/showMessage" ||
          (method === "window/logMessage" && (params as { type: number }).type === 1),
      );
      expect(complaints).toEqual([]);
    },
    duration + 300_000,
  );
});
