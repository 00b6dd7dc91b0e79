import assert from "node:assert/strict";
import { commands } from "vscode";
import { definitionPaths, implementationPaths, signatureHelpAt } from "../../answers.ts";
import { closeAll, openWith, positionOf } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { hoverWith } from "../../hover.ts";
import { eventually, visibleText } from "../../window.ts";

const program = `import { python } from "snakebridge";

const json = python.module("json");

console.log(await json.dum|ps({ hello: "Python" }));
`;

describe("Reading a program that calls Python", () => {
  before(() => discovered("json", "math"));
  afterEach(closeAll);

  it("explains dumps on hover: Python's signature, its documentation and where it is from", async () => {
    await openWith("hover.ts", program);
    const shown = await hoverWith("skipkeys");
    assert.match(shown, /dumps\(/);
    assert.match(shown, /Serialize obj to a JSON formatted str/);
    assert.match(shown, /Python 3\.\d+/);
  });

  it("shows Python's parameters while a call is written", async () => {
    const editor = await openWith("signature.ts", program);
    const help = await eventually("our signature help", async () => {
      const found = await signatureHelpAt(editor.document.uri, positionOf(editor, "({ hello", 1));
      return found !== undefined && found.signatures.length > 0 ? found : undefined;
    });
    assert.match(help.signatures[0]?.label ?? "", /obj/);
  });

  it("goes to Python's source", async () => {
    const editor = await openWith("definition.ts", program);
    const { uri } = editor.document;
    const targets = await eventually("a definition in Python", async () => {
      const paths = await definitionPaths(uri, positionOf(editor, "dumps"));
      return paths.some((path) => /\.pyi?$/.test(path)) ? paths : undefined;
    });
    assert.ok(targets.some((path) => /json\/__init__\.pyi?$/.test(path)));
    const implementations = await implementationPaths(uri, positionOf(editor, "dumps"));
    assert.ok(
      implementations.some((path) => path.endsWith("json/__init__.py")),
      implementations.join(", "),
    );
  });

  it("opens the source in a tab by one key", async () => {
    await openWith("by-key.ts", program);
    await eventually("json's source in a tab", async () => {
      await commands.executeCommand("editor.action.revealDefinition");
      return (await visibleText(".tab.active")).some((tab) => tab.includes("__init__.py")) || undefined;
    });
  });

  it("explains what is written in C in a document that says so", async () => {
    await openWith(
      "in-c.ts",
      'import { python } from "snakebridge";\n\nconst math = python.module("math");\nawait math.hy|pot(3, 4);\n',
    );
    await eventually("a tab beside the program's", async () => {
      await commands.executeCommand("editor.action.revealDefinition");
      const [tab = ""] = await visibleText(".tab.active");
      return tab.includes("in-c.ts") ? undefined : tab;
    });
    await eventually(
      "the definition of hypot",
      async () =>
        (await visibleText(".monaco-editor .view-line")).some((line) => /def hypot\(/.test(line)) ||
        undefined,
    );
  });
});
