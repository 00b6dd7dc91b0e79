import assert from "node:assert/strict";
import { commands, extensions, window, workspace } from "vscode";
import { closeAll, openWith } from "../../editor.ts";
import { activated, snakebridge } from "../../extension.ts";
import { descendants, isLanguageServer, isWorker } from "../../processes.ts";
import { eventually } from "../../window.ts";

const running = async (): Promise<void> => {
  const api = await activated();
  await eventually("a running server", () => api.state() === "running" || undefined);
};

describe("The language server", () => {
  afterEach(closeAll);

  it("starts by itself in a folder with a snakebridge.json", running);

  it("restarts once, however often that is asked for at the same time", async () => {
    await running();
    const [before] = descendants().filter(isLanguageServer);
    assert.ok(before);
    await Promise.all([1, 2, 3].map(() => commands.executeCommand("snakebridge.restartServer")));
    await running();
    const now = await eventually("one server and not the old one", () => {
      const servers = descendants().filter(isLanguageServer);
      return servers.length === 1 && servers[0]?.pid !== before.pid ? servers : undefined;
    });
    assert.equal(now.length, 1);
  });

  it("tells which Python the folder uses and why", async () => {
    const api = await activated();
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const status = await api.environment(folder.uri);
    assert.equal(status.state, "ready");
    assert.match(status.version ?? "", /^3\.\d+\.\d+/);
    assert.ok((status.reason ?? "").length > 10, "it says why");
  });

  it("reads comments in snakebridge.json without complaint", async () => {
    await openWith("snakebridge.json", '{|\n  // Comments are allowed here.\n  "modules": {}\n}\n');
    assert.equal(window.activeTextEditor?.document.languageId, "jsonc");
  });

  it("is reached through a versioned API", async () => {
    assert.equal((await activated()).version, 1);
    assert.equal(extensions.getExtension(snakebridge)?.packageJSON.extensionKind[0], "workspace");
  });

  it("ends with the extension: no process of ours is left, and a new start is clean", async () => {
    await running();
    const [server] = descendants().filter(isLanguageServer);
    assert.ok(server, "the server runs");
    const ours = descendants().filter((one) => isLanguageServer(one) || isWorker(one));
    // What `deactivate` and a reload of the window do, without ending the suite.
    await commands.executeCommand("snakebridge.restartServer");
    await eventually("the end of the old processes", () => {
      const now = new Set(descendants().map(({ pid }) => pid));
      return ours.every(({ pid }) => !now.has(pid)) || undefined;
    });
    await running();
    assert.equal(descendants().filter(isLanguageServer).length, 1);
  });
});
