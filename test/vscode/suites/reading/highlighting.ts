import assert from "node:assert/strict";
import { closeAll, openWith } from "../../editor.ts";
import { eventually, styledText } from "../../window.ts";

const program = `|import { python } from "snakebridge";

const numbers = [1, 2, 3];
for (const number of numbers) void number;
const total = await python.eval\`sum(x for x in \${numbers} if x is not None)\`;
await session?.exec\`
def twice(x):
    return x * 2
\`;
const after = "TypeScript again";
`;

/** The classes of the pieces with exactly this text, from the top of the file. */
async function stylesOf(text: string): Promise<string[]> {
  const pieces = await styledText(".monaco-editor .view-line span > span");
  return pieces
    .filter((piece) => piece.text.replaceAll("\u00a0", " ").trim() === text)
    .map((piece) => piece.style);
}

describe("Python inside python.eval and python.exec", () => {
  afterEach(closeAll);

  it("is coloured as Python, values in it and the rest of the file as TypeScript", async () => {
    await openWith("embedded.ts", program);
    // The text is coloured from the top, a piece at a time.
    await eventually("all colours", async () => {
      const [ofPython] = await stylesOf("return");
      const [ofConst, ...constants] = await stylesOf("const");
      assert.ok(ofPython, "return is coloured");
      const loops = await stylesOf("for");
      assert.equal(loops.length, 2, "the loop of TypeScript, and Python's own");
      assert.equal(loops[1], ofPython, "Python's for is a keyword of Python");
      const [def] = await stylesOf("def");
      assert.ok(def, "def stands apart");
      assert.equal(constants.length, 3);
      assert.ok(
        constants.every((style) => style === ofConst),
        "TypeScript goes on behind the template",
      );
      const [value] = (await stylesOf("numbers")).slice(-1);
      const [text] = await stylesOf('"TypeScript again"');
      assert.ok(text, "so does its string");
      assert.notEqual(value, text, "a value inside the template is no string");
      return true;
    });
  });
});
