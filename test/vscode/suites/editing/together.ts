/** What TypeScript's own features and ours show for the same place: nothing twice, nothing hidden. */
import assert from "node:assert/strict";
import { commands, languages, workspace, type CompletionItem, type CompletionList } from "vscode";
import { closeAll, openWith, positionOf } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { eventually } from "../../window.ts";
import { hoverTexts } from "./reading.ts";

const program = `import { python } from "snakebridge";

const json = python.module("json");

console.log(await json.dumps({ hello: "Python" }|));
`;

const labelOf = (item: CompletionItem): string =>
  typeof item.label === "string" ? item.label : item.label.label;

describe("TypeScript and SnakeBridge together, on an untyped module", () => {
  before(async () => {
    const api = await activated();
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    await api.discover(folder.uri, "json");
  });
  afterEach(closeAll);

  it("offer each member once", async () => {
    const editor = await openWith("together-completion.ts", program);
    const labels = await eventually("our members", async () => {
      const list = await commands.executeCommand<CompletionList>(
        "vscode.executeCompletionItemProvider",
        editor.document.uri,
        positionOf(editor, "json.dumps", 5),
        ".",
      );
      const found = list.items.map(labelOf);
      return found.includes("dumps") ? found : undefined;
    });
    for (const name of ["dump", "dumps", "load", "loads", "JSONEncoder"]) {
      assert.equal(labels.filter((label) => label === name).length, 1, `${name} stands once`);
    }
  });

  it("leave the binding itself to TypeScript and its members to us", async () => {
    const editor = await openWith("together-hover.ts", program);
    const { uri } = editor.document;
    const member = await eventually("a hover on dumps", async () => {
      const found = await hoverTexts(uri, positionOf(editor, "dumps"));
      return found.some((text) => text.includes("skipkeys")) ? found : undefined;
    });
    assert.equal(member.filter((text) => text.includes("skipkeys")).length, 1, "one explanation of dumps");
    const library = await hoverTexts(uri, positionOf(editor, "{ python }", 2));
    assert.ok(
      library.every((text) => !text.includes("SnakeBridge")),
      "the library's own import is TypeScript's to explain",
    );
  });

  it("report nothing on a right program, and one fault once", async () => {
    const right = await openWith("together-right.ts", program);
    const wrong = await openWith("together-wrong.ts", program.replaceAll("json.dumps", "json.dmups"));
    const faults = await eventually("our diagnostic", () => {
      const found = languages.getDiagnostics(wrong.document.uri);
      return found.some((diagnostic) => diagnostic.message.includes("dmups")) ? found : undefined;
    });
    assert.equal(faults.filter((diagnostic) => diagnostic.message.includes("dmups")).length, 1);
    assert.deepEqual(
      languages.getDiagnostics(right.document.uri).map((diagnostic) => diagnostic.message),
      [],
    );
  });
});
