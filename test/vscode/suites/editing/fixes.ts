import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { commands, ConfigurationTarget, languages, Uri, workspace, type CodeAction } from "vscode";
import { faultsOf } from "../../answers.ts";
import { closeAll, lineAtCursor, openWith, workspaceFolder } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { chooseFix, lightbulb } from "../../lightbulb.ts";
import { eventually, press, type } from "../../window.ts";

const opening = 'import { python } from "snakebridge";\n\n';

const faultWith = (uri: Uri, text: RegExp): Promise<string> =>
  eventually(`the fault ${text.source}`, () => faultsOf(uri).find((message) => text.test(message)));

describe("What is wrong, and mending it from the lightbulb", () => {
  before(() => discovered("json", "textwrap"));
  afterEach(closeAll);

  it("takes the suggested name for one that does not exist", async () => {
    const editor = await openWith(
      "misspelt.ts",
      `${opening}const json = python.module("json");\nawait json.dm|ups({ a: 1 });\n`,
    );
    const { uri } = editor.document;
    await faultWith(uri, /'dmups' does not exist in .*Did you mean 'dumps'\?/);
    await chooseFix(/Change to 'dumps'/, {
      wanted: "the right name",
      outcome: () => lineAtCursor(editor) === "await json.dumps({ a: 1 });" || undefined,
    });
    await eventually("no fault", () => faultsOf(uri).length === 0 || undefined);
  });

  it("fills in the arguments that a call lacks", async () => {
    const editor = await openWith(
      "missing.ts",
      `${opening}const textwrap = python.module("textwrap");\nconst text = "one two";\nconst width = 4;\nawait textwrap.shor|ten();\n`,
    );
    const { uri } = editor.document;
    const message = await faultWith(uri, /needs arguments for/);
    assert.match(message, /'text', 'width'/);
    await chooseFix(/Fill in the required arguments/, {
      wanted: "the arguments",
      outcome: () => lineAtCursor(editor) === "await textwrap.shorten(text, width);" || undefined,
    });
    await eventually("no fault", () => faultsOf(uri).length === 0 || undefined);
  });

  it("offers to install a module that is not there, and names one that is", async () => {
    const editor = await openWith("unknown.ts", `${opening}const text = python.module("textw|rpa");\n`);
    await faultWith(editor.document.uri, /no Python module 'textwrpa'/);
    const shown = await lightbulb(/Change to 'textwrap'/);
    assert.ok(
      shown.some((row) => /Install 'textwrpa'/.test(row)),
      shown.join(" | "),
    );
    await press("Escape");
  });

  it("strikes through what is deprecated", async () => {
    const editor = await openWith(
      "deprecated.ts",
      `${opening}const abc = python.module("abc");\nawait abc.abstract|property(null);\n`,
    );
    const { uri } = editor.document;
    await faultWith(uri, /deprecated/i);
    const found = languages.getDiagnostics(uri).find(({ message }) => /deprecated/i.test(message));
    assert.deepEqual(found?.tags, [2], "DiagnosticTag.Deprecated");
  });

  it("adds a module to snakebridge.json", async () => {
    const file = join(workspaceFolder(), "snakebridge.json");
    assert.ok(existsSync(file));
    const before = await workspace.fs.readFile(Uri.file(file));
    try {
      await openWith("added.ts", `${opening}const json = python.module("js|on");\nvoid json;\n`);
      await chooseFix(/Add 'json' to snakebridge\.json/, {
        wanted: "the module in the file",
        outcome: async () => {
          const text = Buffer.from(await workspace.fs.readFile(Uri.file(file))).toString();
          return (/"json": \{/.test(text) && text.includes("// Comments are allowed here.")) || undefined;
        },
      });
    } finally {
      await workspace.fs.writeFile(Uri.file(file), before);
    }
  });

  it("offers commands that are still known when the menu is gone", async () => {
    const editor = await openWith(
      "lasting.ts",
      `${opening}const json = python.module("js|on");\nvoid json;\n`,
    );
    const ours = await eventually("the action", async () => {
      const actions = await commands.executeCommand<CodeAction[]>(
        "vscode.executeCodeActionProvider",
        editor.document.uri,
        editor.selection,
      );
      const found = actions.filter(({ title }) => /typed wrapper|snakebridge\.json/.test(title));
      return found.length > 1 ? found : undefined;
    });
    // VS Code forgets the arguments with the list, and only them.
    for (const { command } of ours) {
      assert.ok(command);
      assert.deepEqual(command.arguments ?? [], []);
    }
  });

  it("corrects all misspelt names on saving, where the user wants that", async () => {
    const settings = workspace.getConfiguration("editor");
    const wish = { "source.fixAll.snakebridge": "explicit" };
    await settings.update("codeActionsOnSave", wish, ConfigurationTarget.Workspace);
    try {
      const editor = await openWith(
        "on-save.ts",
        `${opening}const json = python.module("json");\nawait json.dmups(await json.laods("1"))|\n`,
      );
      await type(";");
      await eventually("both faults", () => faultsOf(editor.document.uri).length === 2 || undefined);
      await eventually("the right names", async () => {
        await commands.executeCommand("workbench.action.files.save");
        return lineAtCursor(editor) === 'await json.dumps(await json.loads("1"));' || undefined;
      });
    } finally {
      await settings.update("codeActionsOnSave", undefined, ConfigurationTarget.Workspace);
    }
  });
});
