import assert from "node:assert/strict";
import { commands } from "vscode";
import { closeAll, lineAtCursor, openWith, suggestedLabels } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { eventually, press, type, visibleText } from "../../window.ts";

/** What a person sees after typing, once the wanted label is there. */
const labelsWith = (wanted: string): Promise<string[]> =>
  eventually(
    `a suggestion ${wanted}`,
    async () => {
      const labels = await suggestedLabels();
      return labels.includes(wanted) ? labels : undefined;
    },
    // VS Code shows no list before TypeScript has answered, too, and that is late in the first file.
    30_000,
  );

describe("Completion by real key events", () => {
  before(() => discovered("json"));
  afterEach(closeAll);

  it("inserts the first row behind a dot, as Python spells it", async () => {
    const editor = await openWith(
      "dot.ts",
      'import { python } from "snakebridge";\n\nconst json = python.module("json");\n|\n',
    );
    await type("json.");
    const labels = await labelsWith("dumps");
    const [first = ""] = labels;
    assert.match(
      first,
      /^(detect_encoding|dump)$/,
      "json's own functions come first, before classes and submodules",
    );
    await press("Enter");
    await eventually("the inserted call", () => lineAtCursor(editor).includes("(") || undefined);
    assert.equal(lineAtCursor(editor), `json.${first}()`);
    const cursor = editor.selection.active;
    assert.equal(cursor.character, `json.${first}(`.length, "the cursor stands between the parentheses");
  });

  it("narrows while typing and inserts what was chosen", async () => {
    const editor = await openWith(
      "narrow.ts",
      'import { python } from "snakebridge";\n\nconst json = python.module("json");\nawait |\n',
    );
    await type("json.loa");
    const labels = await labelsWith("loads");
    assert.deepEqual(labels.slice(0, 2), ["load", "loads"]);
    await press("ArrowDown");
    await press("Enter");
    await eventually("the inserted call", () => lineAtCursor(editor).includes("(") || undefined);
    assert.equal(lineAtCursor(editor), "await json.loads()");
  });

  it("keeps an optional chain", async () => {
    const editor = await openWith(
      "optional.ts",
      'import { python } from "snakebridge";\n\nconst json = python.module("json");\n|\n',
    );
    await type("json?.dumps");
    await labelsWith("dumps");
    await press("Enter");
    await eventually("the inserted call", () => lineAtCursor(editor).includes("(") || undefined);
    assert.equal(lineAtCursor(editor), "json?.dumps()");
  });

  it("offers the names of keywords inside kw({, and inserts one", async () => {
    const editor = await openWith(
      "keywords.ts",
      'import { kw, python } from "snakebridge";\n\nconst json = python.module("json");\nawait json.dumps({}, |);\n',
    );
    await type("kw({ ind");
    await labelsWith("indent");
    await press("Enter");
    await eventually("the inserted keyword", () => lineAtCursor(editor).includes("indent: ") || undefined);
    await type("2");
    assert.match(lineAtCursor(editor), /^await json\.dumps\(\{\}, kw\(\{ indent: 2 ?\}\)\);$/);
  });

  it("offers names of modules inside the string", async () => {
    const editor = await openWith("name.ts", 'import { python } from "snakebridge";\n\n|\n');
    await type('const colors = python.module("colorsy');
    await labelsWith("colorsys");
    await press("Enter");
    await eventually("the inserted name", () => lineAtCursor(editor).includes("colorsys") || undefined);
    assert.equal(lineAtCursor(editor), 'const colors = python.module("colorsys")');
  });

  it("offers names of modules on a server that was just started, without another key", async () => {
    await openWith("cold-name.ts", 'import { python } from "snakebridge";\n\n|\n');
    await commands.executeCommand("snakebridge.restartServer");
    await type('const colors = python.module("colorsy');
    await labelsWith("colorsys");
  });

  it("offers the members of a module that was never described, without another key", async () => {
    await openWith("cold.ts", 'import { python } from "snakebridge";\n\n|\n');
    await type('const colors = python.module("colorsys");');
    await press("Enter");
    await type("colors.");
    const labels = await labelsWith("hls_to_rgb");
    assert.ok(labels.includes("rgb_to_hsv"));
    await eventually("the lens that no longer says discovering", async () => {
      const lenses = await visibleText(".codelens-decoration");
      return lenses.some((lens) => /Python 3.*Generate typed wrapper/.test(lens)) || undefined;
    });
  });

  it("replaces the words of the file that VS Code offers while a module is being described", async () => {
    // Two modules: the first that becomes known must not use up the wish for the second.
    await openWith(
      "words.ts",
      'import { python } from "snakebridge";\n\nconst bisect = python.module("bisect");\n' +
        'const heaps = python.module("heapq");\n\n|\n',
    );
    await type("heaps.");
    const labels = await labelsWith("heappush");
    assert.ok(!labels.includes("const"), "no word of the file is left");
  });
});
