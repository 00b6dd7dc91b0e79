/** snakebridge.json, where VS Code's own JSON support and ours answer together. */
import assert from "node:assert/strict";
import { commands, Uri, workspace, type DocumentLink, type DocumentSymbol, type FoldingRange } from "vscode";
import { faultsOf, hoverTexts } from "../../answers.ts";
import { closeAll, lineAtCursor, lineBecomes, openWith, positionOf, workspaceFolder } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { chooseFix } from "../../lightbulb.ts";
import { acceptRow, listShows } from "../../suggestions.ts";
import { eventually, type } from "../../window.ts";

const file = "snakebridge.json";

describe("snakebridge.json", () => {
  let original: Uint8Array;
  const uri = (): Uri => Uri.joinPath(Uri.file(workspaceFolder()), file);

  before(async () => {
    original = await workspace.fs.readFile(uri());
    await discovered("json", "textwrap");
  });
  afterEach(closeAll);
  after(() => workspace.fs.writeFile(uri(), original));

  it("completes names of modules by keys", async () => {
    const editor = await openWith(file, '{\n  // Modules to wrap.\n  "modules": {\n    |\n  }\n}\n');
    await type('"textw');
    await listShows("textwrap");
    await acceptRow("textwrap");
    await lineBecomes(editor, /^\s*"textwrap": \{\}$/);
  });

  it("completes names of modules on a server that was just started", async () => {
    await openWith(file, '{\n  "modules": {\n    |\n  }\n}\n');
    await commands.executeCommand("snakebridge.restartServer");
    await type('"colorsy');
    await listShows("colorsys");
  });

  it("completes the names of a module, each once", async () => {
    const editor = await openWith(
      file,
      '{\n  "modules": {\n    "json": {\n      "only": [|]\n    }\n  }\n}\n',
    );
    await type('"dum');
    const labels = await listShows("dumps");
    assert.equal(labels.filter((label) => label === "dumps").length, 1);
    await acceptRow("dumps");
    await lineBecomes(editor, /\["dumps"\]/);
  });

  it("explains settings by the schema, and modules and names by Python, each once", async () => {
    const editor = await openWith(
      file,
      '{|\n  "outDir": "src/python",\n  "modules": {\n    "json": { "only": ["dumps"] }\n  }\n}\n',
    );
    const name = await eventually("Python's words on dumps", async () => {
      const found = await hoverTexts(uri(), positionOf(editor, "dumps", 1));
      return found.some((text) => text.includes("skipkeys")) ? found : undefined;
    });
    assert.equal(name.filter((text) => text.includes("skipkeys")).length, 1);
    // The file was just written, after which Python is looked for anew: for a moment nothing is known.
    const module = await eventually("Python's words on json", async () => {
      const found = await hoverTexts(uri(), positionOf(editor, '"json"', 2));
      return found.some((text) => text.includes("discovering")) ? undefined : found;
    });
    assert.equal(
      module.filter((text) => /JavaScript Object Notation|JSON/.test(text)).length,
      1,
      module.join("\n--\n"),
    );
    const setting = await hoverTexts(uri(), positionOf(editor, '"outDir"', 2));
    assert.deepEqual(
      setting.filter((text) => text.includes("folder of the wrappers")).length,
      1,
      setting.join("\n--\n"),
    );
  });

  it("says once what is wrong, and mends it", async () => {
    const editor = await openWith(file, '{\n  "modules": {\n    "textw|rpa": {}\n  }\n}\n');
    // First only that there is none; which was meant is known with the list of what is installed.
    await eventually("the fault and what was meant", () => {
      assert.deepEqual(faultsOf(uri()), [
        "There is no Python module 'textwrpa' in this environment. Did you mean 'textwrap'?",
      ]);
      return true;
    });
    await chooseFix(/Change to 'textwrap'/, {
      wanted: "the right name",
      outcome: () => lineAtCursor(editor).includes('"textwrap": {}') || undefined,
    });
    await eventually("no fault", () => faultsOf(uri()).length === 0 || undefined);
  });

  it("says once what the schema does not allow", async () => {
    await openWith(file, '{\n  "naming": "shouting",|\n  "moduls": {}\n}\n');
    const faults = await eventually("both faults", () => {
      const found = faultsOf(uri());
      return found.length >= 2 ? found : undefined;
    });
    assert.equal(faults.length, 2, faults.join("\n"));
    assert.equal(faults.filter((text) => text.includes("moduls")).length, 1);
  });

  it("links modules to their source", async () => {
    const editor = await openWith(file, '{|\n  "outDir": "src/python",\n  "modules": { "json": {} }\n}\n');
    const links = await eventually("the links", async () => {
      const all = await commands.executeCommand<DocumentLink[]>("vscode.executeLinkProvider", uri());
      return all.some(({ target }) => target?.path.endsWith("json/__init__.py")) ? all : undefined;
    });
    assert.deepEqual(links.map(({ range }) => editor.document.getText(range)).sort(), ["json", "src/python"]);
  });

  it("has an outline and folds, each part once", async () => {
    await openWith(file, '{|\n  "modules": {\n    "json": {\n      "only": ["dumps"]\n    }\n  }\n}\n');
    const names = await eventually("the outline", async () => {
      const all = await commands.executeCommand<DocumentSymbol[] | undefined>(
        "vscode.executeDocumentSymbolProvider",
        uri(),
      );
      return all !== undefined && all.length > 0 ? all.map(({ name }) => name) : undefined;
    });
    assert.equal(names.filter((name) => name === "modules").length, 1, names.join(", "));
    const folds = await commands.executeCommand<FoldingRange[]>("vscode.executeFoldingRangeProvider", uri());
    const starts = folds.map(({ start }) => start);
    assert.equal(new Set(starts).size, starts.length);
  });
});
