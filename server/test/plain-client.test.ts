/** What the server gives to a client that announces next to nothing. */
import { describe, expect, it } from "vitest";
import type { Hover } from "vscode-languageserver-protocol";
import { testPython } from "../../scripts/test-environment.mjs";
import { openServer } from "./opened.js";

const python = testPython();

describe("a client that can do little", () => {
  it("gets diagnostics pushed, plain text and details", async () => {
    await using opened = await openServer({
      capabilities: { textDocument: { hover: { contentFormat: ["plaintext"] } } },
      env: { SNAKEBRIDGE_PYTHON: python },
    });
    const { client } = opened;
    const uri = await client.open(
      "main.js",
      `const { python } = require("snakebridge");\nconst math = python.module("math");\nmath.sqrrt(2);\nmath.\n`,
      "javascript",
    );
    const pushed = await client.notification<{ diagnostics: { message: string }[] }>(
      "textDocument/publishDiagnostics",
      ({ diagnostics }) => diagnostics.length > 0,
    );
    expect(pushed.diagnostics[0]?.message).toContain("Did you mean 'sqrt'?");
    const list = await client.completeWhenReady(uri, 3, 5);
    expect(list.items.find(({ label }) => label === "sqrt")).toMatchObject({ detail: "(x, /)" });
    const hover = await client.connection.sendRequest<Hover>("textDocument/hover", {
      textDocument: { uri },
      position: { line: 1, character: 8 },
    });
    expect((hover.contents as { kind: string; value: string }).kind).toBe("plaintext");
    expect(client.problems).toEqual([]);
  });
});
