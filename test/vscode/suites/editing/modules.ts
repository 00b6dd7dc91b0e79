import assert from "node:assert/strict";
import { commands } from "vscode";
import { closeAll, openWith } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { untilDone } from "../../repeated.ts";
import { click, eventually, openInput, press, type, visibleText } from "../../window.ts";

const rows = (): Promise<string[]> => visibleText("#workbench\\.parts\\.sidebar .monaco-list-row");

const rowWith = (text: string): Promise<string> =>
  eventually(`a row with ${text}`, async () => (await rows()).find((row) => row.includes(text)));

describe("Discover Module", () => {
  before(activated);
  afterEach(closeAll);

  it("is found in the palette, filters while typing, and shows the module in the view", async () => {
    await openWith("palette.ts", 'import { python } from "snakebridge";\n|\n');
    await openInput("F1");
    await type("SnakeBridge: Discover Module");
    await eventually("the command", async () => {
      const found = await visibleText(".quick-input-list .monaco-list-row");
      return found[0]?.includes("Discover Module") || undefined;
    });
    await press("Enter");
    await eventually("the installed modules", async () => {
      const found = await visibleText(".quick-input-list .monaco-list-row");
      return found.length > 3 || undefined;
    });
    await type("fract");
    await eventually("fractions alone", async () => {
      const found = await visibleText(".quick-input-list .monaco-list-row");
      return found.some((row) => row.includes("fractions")) && found.length < 4 ? true : undefined;
    });
    await press("Enter");
    await rowWith("fractions");
    await rowWith("Fraction");
  });

  it("goes on below a dot: submodules are listed from disk", async () => {
    const command = commands.executeCommand("snakebridge.discoverModule");
    await eventually("the pick", async () => {
      const found = await visibleText(".quick-input-widget .quick-input-title");
      return found.some((title) => title.includes("Discover Module")) || undefined;
    });
    await type("importlib.me");
    await eventually("a submodule", async () => {
      const found = await visibleText(".quick-input-list .monaco-list-row");
      return found.some((row) => row.includes("importlib.metadata")) || undefined;
    });
    await press("Escape");
    await command;
  });
});

describe("The Python Modules view", () => {
  before(activated);
  afterEach(closeAll);

  it("filters modules by their name", async () => {
    await commands.executeCommand("snakebridge.modules.focus");
    const filtering = commands.executeCommand("snakebridge.modules.filter");
    await eventually("the input", async () => {
      const found = await visibleText(".quick-input-widget .quick-input-title");
      return found.some((title) => title.includes("Filter")) || undefined;
    });
    await type("colorsys");
    await press("Enter");
    await filtering;
    await eventually("only what matches", async () => {
      const found = await rows();
      return found.length > 0 && found.every((row) => row.includes("colorsys")) ? true : undefined;
    });
    await commands.executeCommand("snakebridge.modules.clearFilter");
    await eventually("everything again", async () => (await rows()).length > 1 || undefined);
  });

  it("inserts an import of a module into the open file", async () => {
    const editor = await openWith("inserted.ts", 'import { python } from "snakebridge";\n|\n');
    await commands.executeCommand("snakebridge.insertImport", "statistics");
    await eventually(
      "the binding",
      () =>
        editor.document.getText().includes('const statistics = python.module("statistics");') || undefined,
    );
    assert.equal(
      editor.document.getText().match(/from "snakebridge"/g)?.length,
      1,
      "one import of the library",
    );
  });

  it("opens the Python source of a member from its row", async () => {
    // Its closing message waits for an answer, and the command with it.
    void commands.executeCommand("snakebridge.discoverModule", "fractions");
    await rowWith("Fraction");
    // The class, not the module `fractions` above it. The tree is drawn anew while it is filled, also under the pointer.
    const row = '#workbench\\.parts\\.sidebar .monaco-list-row:has(:text-is("Fraction"))';
    await untilDone({
      wanted: "the chosen row",
      outcome: async () => (await visibleText(`${row}.selected`))[0],
      act: async () => {
        await eventually("a click on the row", async () => {
          await click(row);
          return true;
        });
      },
    });
    await untilDone({
      wanted: "fractions.py in a tab",
      outcome: async () =>
        (await visibleText(".tab.active")).some((tab) => tab.includes("fractions.py")) || undefined,
      act: async () => {
        await eventually("a click on its action", async () => {
          await click(`${row} .action-label[aria-label*="Open Python Source"]`);
          return true;
        });
      },
    });
  });
});
