import assert from "node:assert/strict";
import { commands, extensions } from "vscode";
import { openWith } from "../../editor.ts";
import { activated, snakebridge } from "../../extension.ts";
import { descendants, isLanguageServer, isPython } from "../../processes.ts";
import { eventually, type, visibleText } from "../../window.ts";

const program = "export const sum = (numbers: number[]): number => numbers.length;\n";

describe("A folder that does not use SnakeBridge", () => {
  it("has the extension active for its TypeScript file, and nothing else", async () => {
    await openWith("sum.ts", `|${program}`);
    await eventually(
      "activation by the language",
      () => extensions.getExtension(snakebridge)?.isActive || undefined,
    );
    assert.equal((await activated()).state(), "stopped");
    assert.deepEqual(
      descendants().filter((one) => isPython(one) || isLanguageServer(one)),
      [],
    );
    const loaded = Object.keys(require.cache).filter((path) => path.includes("open-connection"));
    assert.deepEqual(loaded, [], "the language client is not even loaded");
  });

  it("shows in its view what to do", async () => {
    await commands.executeCommand("snakebridge.modules.focus");
    const text = await eventually("the welcome text", async () => {
      const found = (await visibleText(".welcome-view-content")).join("\n");
      return found.includes("does not use SnakeBridge") ? found : undefined;
    });
    assert.match(text, /Set Up Python Environment/);
    assert.match(text, /Discover Module/);
  });

  it("starts when the import is typed", async () => {
    const api = await activated();
    await openWith("sum.ts", `|\n${program}`);
    await type('import { python } from "snakebridge"');
    await eventually("a running server", () => api.state() === "running" || undefined);
    assert.equal(descendants().filter(isLanguageServer).length, 1);
  });
});
