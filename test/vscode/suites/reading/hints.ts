import assert from "node:assert/strict";
import { ConfigurationTarget, workspace } from "vscode";
import { closeAll, filesBelow, openWith } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { untilDone } from "../../repeated.ts";
import { click, eventually, visibleText } from "../../window.ts";

const program = `|import { python } from "snakebridge";

const textwrap = python.module("textwrap");
const short = await textwrap.shorten("one two three", 9);
`;

async function set(name: string, value: boolean | undefined): Promise<void> {
  await workspace.getConfiguration("snakebridge").update(name, value, ConfigurationTarget.Workspace);
}

/** The line as it is shown, hints and all. */
const lineWith = async (text: string): Promise<string | undefined> =>
  (await visibleText(".monaco-editor .view-line")).find((line) => line.includes(text));

const lenses = (): Promise<string[]> => visibleText(".codelens-decoration");

describe("Hints inside the text", () => {
  before(() => discovered("textwrap"));
  afterEach(closeAll);
  after(async () => {
    for (const name of ["inlayHints.parameterNames", "inlayHints.types", "codeLens.enabled"])
      await set(name, undefined);
  });

  it("are not there until they are wanted", async () => {
    await openWith("no-hints.ts", program);
    await eventually(
      "the lens, so that everything is known",
      async () => (await lenses()).some((lens) => /Python 3/.test(lens)) || undefined,
    );
    assert.equal(await lineWith("const short"), 'const short = await textwrap.shorten("one two three", 9);');
  });

  it("name Python's parameters and types as soon as the settings say so, each once", async () => {
    await openWith("hints.ts", program);
    await set("inlayHints.parameterNames", true);
    await set("inlayHints.types", true);
    const line = await eventually("the hints", async () => {
      const shown = await lineWith("const short");
      return shown?.includes("text:") === true && shown.includes(": str") ? shown : undefined;
    });
    // The gap behind a parameter's name is a narrow space in VS Code 1.100, and none later.
    assert.match(
      line,
      /^const short: str = await textwrap\.shorten\(text:\s?"one two three", width:\s?9\);$/,
    );
  });
});

describe("The lens above a module", () => {
  before(() => discovered("textwrap", "bisect"));
  afterEach(closeAll);
  after(() => set("codeLens.enabled", undefined));

  it("disappears with its setting", async () => {
    await openWith("lens-off.ts", program);
    await eventually("the lens", async () => (await lenses()).length > 0 || undefined);
    await set("codeLens.enabled", false);
    await eventually("no lens", async () => (await lenses()).length === 0 || undefined);
    await set("codeLens.enabled", undefined);
    await eventually("the lens again", async () => (await lenses()).length > 0 || undefined);
  });

  it("makes the module typed by a click, and tells of the wrapper from then on", async () => {
    const editor = await openWith(
      "lens.ts",
      program.replaceAll("textwrap", "bisect").replace(/const short.*/, ""),
    );
    await eventually(
      "the offer",
      async () => (await lenses()).some((lens) => lens.includes("Generate typed wrapper")) || undefined,
    );
    const rewritten = (): true | undefined =>
      editor.document.getText().includes('from "./src/python/bisect.js"') || undefined;
    await untilDone({
      wanted: "the rewritten import",
      outcome: rewritten,
      act: async (attempt) => {
        // A lens that is drawn anew under the pointer takes no click.
        await eventually("a click on the lens", async () => {
          if (attempt === 1 || rewritten() === undefined)
            await click(".codelens-decoration a", "Generate typed wrapper");
          return true;
        });
      },
    });
    const files = filesBelow("src/python");
    assert.ok(files.includes("bisect.js") && files.includes("bisect.d.ts"), files.join(", "));
    await eventually(
      "the wrapper's lens",
      async () => (await lenses()).some((lens) => /bisect.*up to date.*Regenerate/.test(lens)) || undefined,
    );
  });
});
