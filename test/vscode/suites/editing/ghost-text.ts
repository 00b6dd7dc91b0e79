import assert from "node:assert/strict";
import { closeAll, lineAtCursor, lineBecomes, openWith } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { eventually, press, type, visibleText } from "../../window.ts";

const ghost = async (): Promise<string> =>
  (await visibleText(".ghost-text, .ghost-text-decoration, .ghost-text-decoration-preview")).join("");

const ghostWith = (text: string): Promise<string> =>
  eventually(`ghost text ${text}`, async () => {
    const shown = await ghost();
    return shown.includes(text) ? shown : undefined;
  });

describe("Ghost text by real key events", () => {
  before(() => discovered("textwrap"));
  afterEach(closeAll);

  const program = `import { python } from "snakebridge";

const textwrap = python.module("textwrap");
const text = "one two three";
const width = 9;
await textwrap.shorten|
`;

  it("offers the arguments that the scope has, and Tab accepts them", async () => {
    const editor = await openWith("ghost.ts", program);
    await type("(");
    await ghostWith("text, width");
    await press("Tab");
    await lineBecomes(editor, "await textwrap.shorten(text, width)");
  });

  it("disappears with what contradicts it and leaves the text alone", async () => {
    const editor = await openWith("ghost-away.ts", program);
    await type("(");
    await ghostWith("text, width");
    await type('"x"');
    await lineBecomes(editor, 'await textwrap.shorten("x")');
    await eventually("no ghost text", async () => ((await ghost()) === "" ? true : undefined));
  });

  it("says nothing in a call that is not Python's", async () => {
    const editor = await openWith("ghost-none.ts", program.replace("await textwrap.shorten|", "parseInt|"));
    await type("(");
    await eventually("TypeScript's signature help", async () => {
      const shown = (await visibleText(".parameter-hints-widget.visible")).join("");
      return shown.includes("parseInt") || undefined;
    });
    assert.equal(await ghost(), "");
    assert.equal(lineAtCursor(editor), "parseInt()");
  });
});
