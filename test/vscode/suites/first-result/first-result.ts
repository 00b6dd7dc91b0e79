/** Journey 1: from an empty folder to what a Python function returned. */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commands, Uri, window } from "vscode";
import { openWith, workspaceFolder } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { lookAtFailure } from "../../failure.ts";
import { notification } from "../../notifications.ts";
import { eventually, press, visibleText } from "../../window.ts";

const here = (...parts: string[]): string => join(workspaceFolder(), ...parts);

/** What the terminal shows, its lines joined: a narrow panel wraps them. */
const terminalText = async (): Promise<string> =>
  (await visibleText(".terminal-wrapper .xterm-rows")).join("\n");

describe("From an empty folder to the first result", function () {
  this.timeout(240_000);

  afterEach(async function () {
    await lookAtFailure(this.currentTest);
  });

  it("one click makes the environment, adds the library and says which Python it chose and why", async () => {
    await activated();
    // The closing message waits for an answer, and the command with it.
    void commands.executeCommand("snakebridge.setUpEnvironment");
    const progress = await notification(/Setting up Python/);
    assert.ok(progress);
    // The project's package manager installs the library, which took 86 s on two cores with a load of 20.
    const done = await notification(/Python [\d.]+ is ready\./, 180_000);
    assert.match(done, /Python 3\.\d+/);
    assert.ok(existsSync(here(".venv", process.platform === "win32" ? "Scripts" : "bin")), "the environment");
    const manifest = JSON.parse(readFileSync(here("package.json"), "utf8")) as {
      type: string;
      dependencies: Record<string, string>;
    };
    assert.equal(manifest.type, "module");
    assert.match(manifest.dependencies["snakebridge"] ?? "", /^file:vendor\/snakebridge-.*\.tgz$/);
    assert.ok(existsSync(here("node_modules", "snakebridge", "package.json")), "the library");
    await commands.executeCommand("notifications.clearAll");
  });

  it("a second click changes nothing and says so", async () => {
    const before = readFileSync(here("package.json"), "utf8");
    void commands.executeCommand("snakebridge.setUpEnvironment");
    await notification(/Python [\d.]+ is ready\./);
    assert.equal(readFileSync(here("package.json"), "utf8"), before);
    await commands.executeCommand("notifications.clearAll");
  });

  it("the first program is written and runs: JSON in the terminal", async () => {
    await commands.executeCommand("snakebridge.createProgram");
    const document = window.activeTextEditor?.document;
    assert.ok(document?.fileName.endsWith("first.ts"));
    void commands.executeCommand("snakebridge.runFile");
    const strips = Number(/^v(\d+)/.exec(process.version)?.[1]) >= 24;
    if (!strips) {
      // The Node of the oldest VS Code runs no TypeScript, which a dialog says. VS Code shows no dialog to a test but tells
      // its contents; `npm run journey` clicks it. A program of JavaScript runs on any Node.
      await notification(/Node v20\.[\d.]+ does not run TypeScript by itself/);
      await commands.executeCommand("notifications.clearAll");
      copyFileSync(here("first.ts"), here("first.mjs"));
      void commands.executeCommand("snakebridge.runFile", Uri.file(here("first.mjs")));
    }
    await eventually(
      "the printed JSON",
      async () => (await terminalText()).replaceAll(/\s/g, "").includes('{"hello":"Python"}') || undefined,
      60_000,
    );
  });

  it("a file with a mistake ends with Python's error and a place to click", async () => {
    const name = "wrong.mjs";
    await openWith(name, '|import { python } from "snakebridge";\nawait python.module("json").loads("{");\n');
    await press("Escape");
    await commands.executeCommand("snakebridge.runFile");
    await eventually(
      // The panel is low: what remains in sight is the end of the stack, in a form that can be clicked.
      "Python's frames in the terminal",
      async () => /json\/decoder\.py:\d+/.test((await terminalText()).replaceAll(/\s/g, "")) || undefined,
      60_000,
    );
  });
});
