import assert from "node:assert/strict";
import { extensions, window, workspace } from "vscode";
import { visibleText, eventually } from "../../window.ts";

describe("A folder that does not use SnakeBridge", () => {
  it("opens a TypeScript file without activating the extension", async () => {
    const [file] = await workspace.findFiles("sum.ts");
    assert.ok(file);
    await window.showTextDocument(file);
    await eventually("the file's text", async () => {
      const lines = await visibleText(".monaco-editor .view-lines");
      return lines.some((text) => text.includes("reduce")) || undefined;
    });
    assert.equal(extensions.getExtension("snakebridge.snakebridge-vscode")?.isActive, false);
  });
});
