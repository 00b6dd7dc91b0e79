/** Setting up that does not come to its end: nothing is left behind, and what went wrong is one click away. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commands, window } from "vscode";
import { workspaceFolder } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { lookAtFailure } from "../../failure.ts";
import { noNotification, notification, pressButton } from "../../notifications.ts";
import { descendants } from "../../processes.ts";
import { eventually } from "../../window.ts";

const here = (...parts: string[]): string => join(workspaceFolder(), ...parts);

const setUp = (): void => {
  // Its closing message waits for an answer, and the command with it.
  void commands.executeCommand("snakebridge.setUpEnvironment");
};

/** Installers that still run below the extension host. */
const installers = (): string[] =>
  descendants()
    .map(({ command }) => command.join(" "))
    .filter(
      (command) => /\b(?:pip|ensurepip|venv|uv|npm)\b/.test(command) && !command.includes("server.cjs"),
    );

describe("A set-up that does not come to its end", function () {
  this.timeout(150_000);
  let atFirst: string[];
  let manifest: string;

  before(async () => {
    await activated();
    atFirst = readdirSync(here()).sort();
    manifest = readFileSync(here("package.json"), "utf8");
  });

  afterEach(async function () {
    await lookAtFailure(this.currentTest);
    rmSync(here("requirements.txt"), { force: true });
    await commands.executeCommand("notifications.clearAll");
  });

  const untouched = async (): Promise<void> => {
    await eventually("the folder as it was", () => {
      const now = readdirSync(here()).sort();
      assert.deepEqual(now, atFirst);
      return true;
    });
    assert.equal(readFileSync(here("package.json"), "utf8"), manifest);
    await eventually("the end of the installers", () => {
      assert.deepEqual(installers(), []);
      return true;
    });
  };

  it("leaves nothing when it is cancelled while the environment is made", async () => {
    setUp();
    await notification(/Setting up Python/);
    await eventually("the beginnings of .venv", () => existsSync(here(".venv")) || undefined);
    await pressButton("Cancel");
    await noNotification(/Setting up Python/);
    await untouched();
  });

  it("leaves nothing when it is cancelled while the library is added", async () => {
    setUp();
    await notification(/Setting up Python/);
    await eventually("the library's tarball", () => existsSync(here("vendor")) || undefined, 90_000);
    await pressButton("Cancel");
    await noNotification(/Setting up Python/);
    await untouched();
  });

  it("fails with a package that can't be installed, and the installer's words are one click away", async () => {
    writeFileSync(here("requirements.txt"), "./broken\n");
    setUp();
    const message = await notification(/Show Log/, 90_000);
    assert.doesNotMatch(message, /is ready/);
    assert.match(message, /Installing with pip failed/);
    assert.match(message, /The snake charmer is out of tune/);
    await pressButton("Show Log");
    const log = await eventually("the log", () => {
      const document = window.activeTextEditor?.document;
      return document?.uri.path === "/error.log" ? document.getText() : undefined;
    });
    assert.match(log, /The snake charmer is out of tune/);
    rmSync(here("requirements.txt"));
    await untouched();
  });
});
