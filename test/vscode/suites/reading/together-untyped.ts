/** What TypeScript's own features and ours show for the same place of an untyped module: nothing twice, nothing hidden. */
import assert from "node:assert/strict";
import { commands, languages, type WorkspaceEdit } from "vscode";
import { completionLabels, definitionPaths, faultsOf, hoverTexts, signatureHelpAt } from "../../answers.ts";
import { closeAll, openWith, positionOf } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { eventually, press, type, visibleText } from "../../window.ts";

const program = `import { python } from "snakebridge";

const json = python.module("json");

console.log(await json.dumps({ hello: "Python" }|));
`;

describe("TypeScript and SnakeBridge together, on an untyped module", () => {
  before(() => discovered("json"));
  afterEach(closeAll);

  it("offer each member once", async () => {
    const editor = await openWith("together-completion.ts", program);
    const labels = await eventually("our members", async () => {
      const found = await completionLabels(editor.document.uri, positionOf(editor, "json.dumps", 5));
      return found.includes("dumps") ? found : undefined;
    });
    const doubled = labels.filter((label, index) => labels.indexOf(label) !== index);
    assert.deepEqual(doubled, []);
    for (const name of ["dump", "dumps", "load", "loads", "JSONEncoder"])
      assert.ok(labels.includes(name), name);
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

  it("show one signature help: Python's in a Python call, TypeScript's in any other", async () => {
    const editor = await openWith(
      "together-signature.ts",
      program.replace("|", "").replace("\nconsole", '\nconst wide = "a".padStart(|3);\nconsole'),
    );
    const { uri } = editor.document;
    const ours = await eventually("Python's signature", async () => {
      const help = await signatureHelpAt(uri, positionOf(editor, "({ hello", 1));
      return help?.signatures[0]?.label.includes("obj") === true ? help : undefined;
    });
    assert.equal(ours.signatures.length, 1, "no signature of the proxy's type beside it");
    assert.match(ours.signatures[0]?.label ?? "", /skipkeys/);
    const theirs = await eventually("TypeScript's signature", async () => {
      const help = await signatureHelpAt(uri, positionOf(editor, "padStart(", 9));
      return (help?.signatures.length ?? 0) > 0 ? help : undefined;
    });
    assert.match(theirs.signatures[0]?.label ?? "", /^padStart\(maxLength: number/);
  });

  it("show Python's signature in the window while the call is typed, and its documentation", async () => {
    await openWith(
      "together-typed.ts",
      'import { python } from "snakebridge";\n\nconst json = python.module("json");\nawait json.loads|\n',
    );
    await type("(");
    const shown = await eventually("the help", async () => {
      const [text] = await visibleText(".parameter-hints-widget.visible");
      return text?.includes("s: str") === true ? text : undefined;
    });
    assert.match(shown, /Deserialize/);
    assert.doesNotMatch(shown, /\.\.\.args/, "not the proxy's own");
    await press("Escape");
  });

  it("lead a member to Python alone, and the binding to the program", async () => {
    const editor = await openWith("together-definition.ts", program);
    const { uri } = editor.document;
    const member = await eventually("Python's source", async () => {
      const paths = await definitionPaths(uri, positionOf(editor, "dumps"));
      return paths.some((path) => /\.pyi?$/.test(path)) ? paths : undefined;
    });
    // TypeScript can only say that every member is one of the proxy's type, which nobody wants to see.
    assert.deepEqual(
      member.filter((path) => !/json\/__init__\.pyi?$/.test(path)),
      [],
    );
    const binding = await eventually("the binding", async () => {
      const paths = await definitionPaths(uri, positionOf(editor, "json.dumps"));
      return paths.length > 0 ? paths : undefined;
    });
    assert.ok(binding.every((path) => path.endsWith("together-definition.ts") || /\.pyi?$/.test(path)));
    assert.equal(binding.filter((path) => path.endsWith("together-definition.ts")).length, 1);
  });

  it("report nothing on a right program, and one fault once", async () => {
    const right = await openWith("together-right.ts", program);
    const wrong = await openWith("together-wrong.ts", program.replaceAll("json.dumps", "json.dmups"));
    const faults = await eventually("our diagnostic", () => {
      const found = languages.getDiagnostics(wrong.document.uri);
      return found.some(({ message }) => message.includes("dmups")) ? found : undefined;
    });
    assert.equal(faults.length, 1, faults.map(({ message }) => message).join("\n"));
    assert.deepEqual(faultsOf(right.document.uri), []);
  });

  it("rename the binding as TypeScript does", async () => {
    const editor = await openWith("together-rename.ts", program);
    const { uri } = editor.document;
    const edit = await eventually("the renaming", async () => {
      const found = await commands.executeCommand<WorkspaceEdit | undefined>(
        "vscode.executeDocumentRenameProvider",
        uri,
        positionOf(editor, "json.dumps"),
        "codec",
      );
      return (found?.size ?? 0) > 0 ? found : undefined;
    });
    const lines = edit.get(uri).map(({ range, newText }) => `${range.start.line + 1}:${newText}`);
    assert.deepEqual(lines, ["3:codec", "5:codec"]);
  });
});
