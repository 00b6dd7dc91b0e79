import assert from "node:assert/strict";
import {
  commands,
  type DocumentHighlight,
  type DocumentLink,
  type Location,
  type SymbolInformation,
} from "vscode";
import { closeAll, openWith, positionOf } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { eventually, openInput, press, type, visibleText } from "../../window.ts";

const program = `import { python } from "snakebridge";

const json = python.module("json");
const text = await json.dum|ps({ a: 1 });
const again = await json.dumps(await json.loads(text));
await python.call("json.dumps", again);
`;

const tabWith = (text: string): Promise<true> =>
  eventually(
    `${text} in a tab`,
    async () => (await visibleText(".tab.active")).some((tab) => tab.includes(text)) || undefined,
  );

describe("Finding one's way between TypeScript and Python", () => {
  before(() => discovered("json", "fractions"));
  afterEach(closeAll);

  it("finds all references of a member, in strings too, and shows them where they stand", async () => {
    const editor = await openWith("references.ts", program);
    const { uri } = editor.document;
    const found = await eventually("the references", async () => {
      const all = await commands.executeCommand<Location[]>(
        "vscode.executeReferenceProvider",
        uri,
        positionOf(editor, "dumps"),
      );
      return all.length > 1 ? all : undefined;
    });
    const places = found.map(
      ({ uri: { path }, range }) => `${path.split("/").at(-1)}:${range.start.line + 1}`,
    );
    assert.deepEqual(places.sort(), ["references.ts:4", "references.ts:5", "references.ts:6"]);
    await commands.executeCommand("editor.action.goToReferences");
    await eventually(
      "the peek view with three",
      async () =>
        (await visibleText(".peekview-title .meta")).some((meta) => meta.includes("(3)")) || undefined,
    );
    await press("Escape");
  });

  it("highlights the same member where it stands", async () => {
    const editor = await openWith("highlights.ts", program);
    const lines = await eventually("the highlights", async () => {
      const all = await commands.executeCommand<DocumentHighlight[] | undefined>(
        "vscode.executeDocumentHighlights",
        editor.document.uri,
        positionOf(editor, "dumps"),
      );
      const found = (all ?? []).map(({ range }) => range.start.line + 1);
      return found.length > 1 ? found : undefined;
    });
    assert.deepEqual(lines.sort(), [4, 5, 6]);
  });

  it("goes to a symbol of Python by its name", async () => {
    await openWith("symbols.ts", program);
    const found = await eventually("the class Fraction", async () => {
      const all = await commands.executeCommand<SymbolInformation[]>(
        "vscode.executeWorkspaceSymbolProvider",
        "fractions.Fraction",
      );
      const ours = all.filter(({ location }) => /\/fractions\.pyi?$/.test(location.uri.path));
      return ours.length > 0 ? ours : undefined;
    });
    assert.equal(found.filter(({ name }) => name === "Fraction").length, 1, "it stands once");
    await openInput("Control+t");
    await type("Fraction");
    await eventually(
      "its row, chosen",
      async () =>
        (await visibleText(".quick-input-list .monaco-list-row.focused")).some((row) =>
          /^Fraction\s*fractions/.test(row),
        ) || undefined,
    );
    await press("Enter");
    await tabWith("fractions.py");
  });

  it("leads from a module's name in a string to its source", async () => {
    const editor = await openWith("links.ts", program.replace("|", "").replace('"json")', '"js|on")'));
    const links = await eventually("the link", async () => {
      const all = await commands.executeCommand<DocumentLink[]>(
        "vscode.executeLinkProvider",
        editor.document.uri,
      );
      const ours = all.filter(({ target }) => /\.pyi?$/.test(target?.path ?? ""));
      return ours.length > 0 ? ours : undefined;
    });
    assert.deepEqual(
      links.map(({ range }) => editor.document.getText(range)),
      ["json"],
    );
    await eventually("json's source in a tab", async () => {
      await commands.executeCommand("editor.action.openLink");
      return (await visibleText(".tab.active")).some((tab) => tab.includes("__init__.py")) || undefined;
    });
  });
});
