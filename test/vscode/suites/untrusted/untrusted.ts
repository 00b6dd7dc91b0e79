import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { commands, workspace, type CompletionList } from "vscode";
import { filesBelow, openWith, positionOf, workspaceFolder } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { descendants, isPython } from "../../processes.ts";
import { eventually, visibleText } from "../../window.ts";

const program = `import { python } from "snakebridge";

const json = python.module("json");
json.|
`;

describe("A workspace that is not trusted", () => {
  it("is what this suite runs in", () => {
    assert.equal(workspace.isTrusted, false);
  });

  it("runs no Python while a program is opened, completed and hovered", async () => {
    const api = await activated();
    const editor = await openWith("main.ts", program);
    await eventually("a running server", () => api.state() === "running" || undefined);
    const { uri } = editor.document;
    await commands.executeCommand<CompletionList>(
      "vscode.executeCompletionItemProvider",
      uri,
      positionOf(editor, "json.\n", 5),
      ".",
    );
    await commands.executeCommand("vscode.executeHoverProvider", uri, positionOf(editor, "json.\n"));
    assert.deepEqual(descendants().filter(isPython), []);
  });

  it("offers no set-up, install or generation, and does none when asked by name", async () => {
    const before = filesBelow(".");
    for (const id of ["setUpEnvironment", "generateWrapper", "installPackage", "runFile", "discoverModule"]) {
      // Disabled commands are refused by VS Code; a caller that gets through meets the gate.
      void commands.executeCommand(`snakebridge.${id}`, "json");
    }
    await eventually("the reason", async () => {
      await commands.executeCommand("notifications.showList");
      const found = await visibleText(".notification-list-item");
      return found.some((text) => text.includes("you have not trusted")) || undefined;
    });
    assert.deepEqual(filesBelow("."), before);
    assert.equal(existsSync(join(workspaceFolder(), ".venv")), false);
    assert.deepEqual(descendants().filter(isPython), []);
    await commands.executeCommand("notifications.clearAll");
  });

  it("refuses through the exported API, too", async () => {
    const api = await activated();
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    await assert.rejects(api.discover(folder.uri, "json"), /not trusted/);
    assert.equal((await api.environment(folder.uri)).state, "untrusted");
  });

  it("says so in the view", async () => {
    await commands.executeCommand("snakebridge.modules.focus");
    await eventually("the welcome text", async () => {
      const found = await visibleText(".welcome-view-content");
      return found.some((text) => text.includes("Manage Workspace Trust")) || undefined;
    });
  });
});
