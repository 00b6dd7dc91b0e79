/** The four languages of a program: what is shown in TypeScript is shown in each. */
import assert from "node:assert/strict";
import { faultsOf, hoverTexts } from "../../answers.ts";
import { closeAll, lineBecomes, openWith, positionOf } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { acceptRow, listShows } from "../../suggestions.ts";
import { eventually, type } from "../../window.ts";

const opening = `import { python } from "snakebridge";

const json = python.module("json");
`;

const element = `${opening}
export const Page = () => (
  <section>
    <button onClick={() => |}>write</button>
  </section>
);
`;

const plain = `${opening}
|
`;

describe("Python's members in every language that a program is written in", () => {
  before(() => discovered("json"));
  afterEach(closeAll);

  for (const [file, text] of [
    ["component.tsx", element],
    ["component.jsx", element],
    ["plain.js", plain],
    ["plain.mjs", plain],
    ["plain.mts", plain],
  ] as const) {
    it(`completes, explains and warns in ${file}`, async () => {
      const editor = await openWith(file, text);
      const { uri } = editor.document;
      await type("json.dump");
      const labels = await listShows("dumps");
      assert.deepEqual(labels.slice(0, 2), ["dump", "dumps"]);
      await acceptRow("dumps");
      await lineBecomes(editor, /json\.dumps\(\)/);
      await eventually("the hover", async () => {
        const found = await hoverTexts(uri, positionOf(editor, "dumps()"));
        return found.some((one) => one.includes("skipkeys")) || undefined;
      });
      await eventually(
        "the missing argument",
        () => faultsOf(uri).some((message) => /obj/.test(message)) || undefined,
      );
    });
  }

  it("completes in CommonJS, too", async () => {
    const editor = await openWith(
      "plain.cjs",
      'const { python } = require("snakebridge");\n\nconst json = python.module("json");\n|\n',
    );
    await type("json.load");
    await listShows("loads");
    await acceptRow("loads");
    await lineBecomes(editor, "json.loads()");
  });
});
