/** What TypeScript's own features and ours show for the same place: nothing twice, nothing hidden. */
import assert from "node:assert/strict";
import { commands, languages, workspace, type CompletionItem, type CompletionList } from "vscode";
import { closeAll, filesBelow, openWith, positionOf } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { eventually } from "../../window.ts";
import { definitionPaths, hoverTexts, signatureHelpAt } from "./reading.ts";

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
      return found.some((diagnostic) => diagnostic.message.includes("dmups")) ? found : undefined;
    });
    assert.equal(faults.filter((diagnostic) => diagnostic.message.includes("dmups")).length, 1);
    assert.deepEqual(
      languages.getDiagnostics(right.document.uri).map((diagnostic) => diagnostic.message),
      [],
    );
  });
});

const typedProgram = `import * as statistics from "./src/python/statistics.js";

console.log(await statistics.quantiles([1, 2, 3], |));
`;

describe("TypeScript and SnakeBridge together, on a wrapper", () => {
  before(async function () {
    this.timeout(60_000);
    await activated();
    // Its message waits for an answer, and the command with it.
    void commands.executeCommand("snakebridge.generateWrapper", "statistics");
    await eventually(
      "the wrapper",
      () => {
        const files = filesBelow("src/python");
        return (files.includes("statistics.d.ts") && files.includes("statistics.js")) || undefined;
      },
      50_000,
    );
  });
  afterEach(closeAll);

  it("complete from the compiler alone", async () => {
    const editor = await openWith("typed-completion.ts", typedProgram);
    const labels = await eventually("the wrapper's members", async () => {
      const list = await commands.executeCommand<CompletionList>(
        "vscode.executeCompletionItemProvider",
        editor.document.uri,
        positionOf(editor, "quantiles"),
        ".",
      );
      const found = list.items.map(labelOf);
      return found.includes("quantiles") ? found : undefined;
    });
    for (const name of ["mean", "median", "quantiles", "NormalDist"]) {
      assert.equal(labels.filter((label) => label === name).length, 1, `${name} stands once`);
    }
  });

  it("explain a member once, with the compiler's types and Python's documentation", async () => {
    const editor = await openWith("typed-hover.ts", typedProgram);
    const texts = await eventually("a hover", async () => {
      const found = await hoverTexts(editor.document.uri, positionOf(editor, "quantiles"));
      return found.some((text) => text.includes("Divide")) ? found : undefined;
    });
    assert.equal(texts.filter((text) => text.includes("Divide")).length, 1, "its documentation stands once");
    assert.equal(texts.filter((text) => /function .*quantiles/.test(text)).length, 1, "and its signature");
  });

  it("help with a call by the wrapper's signature alone", async () => {
    const editor = await openWith("typed-signature.ts", typedProgram);
    const help = await eventually("the signature", async () => {
      const found = await signatureHelpAt(editor.document.uri, positionOf(editor, "([1, 2", 1));
      return (found?.signatures.length ?? 0) > 0 ? found : undefined;
    });
    assert.equal(
      help.signatures.filter(({ label }) => /^quantiles(<.*>)?\(data: /.test(label)).length,
      help.signatures.length,
      help.signatures.map(({ label }) => label).join("\n"),
    );
  });

  it("lead to the wrapper's declaration and to Python's source", async () => {
    const editor = await openWith("typed-definition.ts", typedProgram);
    const paths = await eventually("both places", async () => {
      const found = await definitionPaths(editor.document.uri, positionOf(editor, "quantiles"));
      return found.some((path) => /\.pyi?$/.test(path)) && found.some((path) => path.endsWith(".d.ts"))
        ? found
        : undefined;
    });
    assert.equal(new Set(paths).size, paths.length, "each place once");
    assert.equal(paths.length, 2, paths.join(", "));
  });

  it("have nothing against it", async () => {
    const editor = await openWith("typed-right.ts", typedProgram.replace(", |", "|"));
    await eventually("the compiler's knowledge", async () => {
      const found = await hoverTexts(editor.document.uri, positionOf(editor, "quantiles"));
      return found.some((text) => text.includes("quantiles")) || undefined;
    });
    assert.deepEqual(
      languages.getDiagnostics(editor.document.uri).map((diagnostic) => diagnostic.message),
      [],
    );
  });
});
