import assert from "node:assert/strict";
import { faultsOf, hoverTexts } from "../../answers.ts";
import { closeAll, filesBelow, openWith, positionOf } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { chooseFix } from "../../lightbulb.ts";
import { eventually, styledText } from "../../window.ts";

describe("The lightbulb that makes a module typed", () => {
  before(() => discovered("textwrap"));
  afterEach(closeAll);

  it("writes the wrapper and rewrites the import; then TypeScript alone explains it", async () => {
    const editor = await openWith(
      "typed.ts",
      `import { python } from "snakebridge";

const textwrap = python.module("text|wrap");

console.log(await textwrap.shorten("one two three", 9));
`,
    );
    await eventually("the lightbulb", async () => {
      const bulbs = await styledText(
        ".codicon-light-bulb, .codicon-gutter-lightbulb, .codicon-gutter-lightbulb-auto-fix",
      );
      return bulbs.length > 0 || undefined;
    });
    await chooseFix(/Generate typed wrapper for 'textwrap'$/, {
      wanted: "the files of the wrapper",
      outcome: () => {
        const files = filesBelow("src/python");
        return (files.includes("textwrap.d.ts") && files.includes("textwrap.js")) || undefined;
      },
    });
    const text = await eventually("the rewritten import", () => {
      const now = editor.document.getText();
      return now.includes('from "./src/python/textwrap.js"') ? now : undefined;
    });
    assert.ok(!text.includes('python.module("textwrap")'), "the binding is gone");
    assert.ok(text.includes('textwrap.shorten("one two three", 9)'), "no call has changed");
    const hovers = await eventually("TypeScript's hover on shorten", async () => {
      const found = await hoverTexts(editor.document.uri, positionOf(editor, "shorten"));
      return found.some((one) => one.includes("function") && one.includes("shorten")) ? found : undefined;
    });
    assert.equal(hovers.filter((one) => /Collapse and truncate/.test(one)).length, 1, "explained once");
    // TypeScript may still say what it said before the files were there.
    await eventually("no fault", () => faultsOf(editor.document.uri).length === 0 || undefined);
  });
});
