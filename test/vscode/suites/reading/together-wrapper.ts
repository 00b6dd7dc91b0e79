/** What TypeScript's own features and ours show for the same place of a wrapper: nothing twice, nothing hidden. */
import assert from "node:assert/strict";
import { commands, type Location } from "vscode";
import { completionLabels, definitionPaths, faultsOf, hoverTexts, signatureHelpAt } from "../../answers.ts";
import { closeAll, filesBelow, openWith, positionOf } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { eventually } from "../../window.ts";

const program = `import * as statistics from "./src/python/statistics.js";

console.log(await statistics.quantiles([1, 2, 3], |));
`;

describe("TypeScript and SnakeBridge together, on a wrapper", () => {
  before(async () => {
    await activated();
    // Its message waits for an answer, and the command with it.
    void commands.executeCommand("snakebridge.generateWrapper", "statistics");
    await eventually(
      "the wrapper",
      () => {
        const files = filesBelow("src/python");
        return (files.includes("statistics.d.ts") && files.includes("statistics.js")) || undefined;
      },
      80_000,
    );
  });
  afterEach(closeAll);

  it("complete from the compiler alone", async () => {
    const editor = await openWith("typed-completion.ts", program);
    const labels = await eventually("the wrapper's members", async () => {
      const found = await completionLabels(editor.document.uri, positionOf(editor, "quantiles"));
      return found.includes("quantiles") ? found : undefined;
    });
    for (const name of ["mean", "median", "quantiles", "NormalDist"]) {
      assert.equal(labels.filter((label) => label === name).length, 1, `${name} stands once`);
    }
  });

  it("explain a member once, with the compiler's types and Python's documentation", async () => {
    const editor = await openWith("typed-hover.ts", program);
    const texts = await eventually("a hover", async () => {
      const found = await hoverTexts(editor.document.uri, positionOf(editor, "quantiles"));
      return found.some((text) => text.includes("Divide")) ? found : undefined;
    });
    assert.equal(texts.filter((text) => text.includes("Divide")).length, 1, "its documentation stands once");
    assert.equal(texts.filter((text) => /function .*quantiles/.test(text)).length, 1, "and its signature");
  });

  it("help with a call by the wrapper's signature alone", async () => {
    const editor = await openWith("typed-signature.ts", program);
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
    const editor = await openWith("typed-definition.ts", program);
    const paths = await eventually("both places", async () => {
      const found = await definitionPaths(editor.document.uri, positionOf(editor, "quantiles"));
      return found.some((path) => /\.pyi?$/.test(path)) && found.some((path) => path.endsWith(".d.ts"))
        ? found
        : undefined;
    });
    assert.equal(new Set(paths).size, paths.length, "each place once");
    assert.equal(paths.length, 2, paths.join(", "));
  });

  it("find references by the compiler alone", async () => {
    const editor = await openWith("typed-references.ts", program);
    const places = await eventually("the references", async () => {
      const all = await commands.executeCommand<Location[]>(
        "vscode.executeReferenceProvider",
        editor.document.uri,
        positionOf(editor, "quantiles"),
      );
      const found = all.map(({ uri, range }) => `${uri.path}:${range.start.line}:${range.start.character}`);
      return found.some((place) => place.includes("typed-references.ts")) ? found : undefined;
    });
    assert.equal(new Set(places).size, places.length, places.join("\n"));
  });

  it("report a fault once: the compiler's word", async () => {
    const editor = await openWith(
      "typed-wrong.ts",
      program.replace(", |", "|").replace("quantiles", "quantlies").replace("[1, 2, 3]", "[1]"),
    );
    const faults = await eventually("the fault", () => {
      const found = faultsOf(editor.document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(faults.length, 1, faults.join("\n"));
    assert.match(faults[0] ?? "", /Property 'quantlies' does not exist/);
  });

  it("have nothing against a right program", async () => {
    const editor = await openWith("typed-right.ts", program.replace(", |", "|"));
    await eventually("the compiler's knowledge", async () => {
      const found = await hoverTexts(editor.document.uri, positionOf(editor, "quantiles"));
      return found.some((text) => text.includes("quantiles")) || undefined;
    });
    assert.deepEqual(faultsOf(editor.document.uri), []);
  });
});
