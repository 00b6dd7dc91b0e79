import assert from "node:assert/strict";
import { commands } from "vscode";
import { closeAll, lineBecomes, openWith } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { acceptRow, listOpensWith, listShows } from "../../suggestions.ts";
import { eventually, press, type, visibleText } from "../../window.ts";

describe("Completion by real key events", () => {
  before(() => discovered("json"));
  afterEach(closeAll);

  it("inserts the first row behind a dot, as Python spells it", async () => {
    const editor = await openWith(
      "dot.ts",
      'import { python } from "snakebridge";\n\nconst json = python.module("json");\n|\n',
    );
    await type("json.");
    const labels = await listShows("dumps");
    const [first = ""] = labels;
    assert.match(
      first,
      /^(detect_encoding|dump)$/,
      "json's own functions come first, before classes and submodules",
    );
    await press("Enter");
    await lineBecomes(editor, `json.${first}()`);
    await eventually(
      "the cursor between the parentheses",
      () => editor.selection.active.character === `json.${first}(`.length || undefined,
    );
  });

  it("narrows while typing and inserts what was chosen", async () => {
    const editor = await openWith(
      "narrow.ts",
      'import { python } from "snakebridge";\n\nconst json = python.module("json");\nawait |\n',
    );
    await type("json.loa");
    const labels = await listShows("loads");
    assert.deepEqual(labels.slice(0, 2), ["load", "loads"]);
    await acceptRow("loads");
    await lineBecomes(editor, "await json.loads()");
  });

  it("keeps an optional chain", async () => {
    const editor = await openWith(
      "optional.ts",
      'import { python } from "snakebridge";\n\nconst json = python.module("json");\n|\n',
    );
    await type("json?.dumps");
    await listShows("dumps");
    await acceptRow("dumps");
    await lineBecomes(editor, "json?.dumps()");
  });

  it("offers the names of keywords inside kw({, and inserts one", async () => {
    const editor = await openWith(
      "keywords.ts",
      'import { kw, python } from "snakebridge";\n\nconst json = python.module("json");\nawait json.dumps({}, |);\n',
    );
    await type("kw({ ind");
    await listShows("indent");
    await acceptRow("indent");
    await lineBecomes(editor, /indent: /);
    await type("2");
    await lineBecomes(editor, /^await json\.dumps\(\{\}, kw\(\{ indent: 2 ?\}\)\);$/);
  });

  it("offers the names of keywords to keys that overtake every answer", async () => {
    const editor = await openWith(
      "keywords-at-once.ts",
      'import { kw, python } from "snakebridge";\n\nconst json = python.module("json");\nawait json.dumps({}, kw(|));\n',
    );
    // VS Code gives up the list of the brace for that of the blank, and opens none for the letters before that is there.
    await type("{ ind", 0);
    await listOpensWith("indent");
    await acceptRow("indent");
    await lineBecomes(editor, /indent: /);
    await type("2, sor", 0);
    await listOpensWith("sort_keys");
    await acceptRow("sort_keys");
    await lineBecomes(editor, /sort_keys: /);
    await type("true");
    await lineBecomes(editor, /^await json\.dumps\(\{\}, kw\(\{ indent: 2, sort_keys: true ?\}\)\);$/);
  });

  it("offers the names of members between the braces that take a module apart", async () => {
    const editor = await openWith(
      "apart.ts",
      'import { python } from "snakebridge";\n\nconst | = python.module("json");\n',
    );
    await type("{ dum", 0);
    await listOpensWith("dumps");
    await acceptRow("dumps");
    await lineBecomes(editor, /^const \{ dumps ?\} = python\.module\("json"\);$/);
  });

  it("offers names of modules inside the string", async () => {
    const editor = await openWith("name.ts", 'import { python } from "snakebridge";\n\n|\n');
    await type('const colors = python.module("colorsy');
    await listShows("colorsys");
    await acceptRow("colorsys");
    await lineBecomes(editor, 'const colors = python.module("colorsys")');
  });

  it("offers names of modules on a server that was just started", async () => {
    await openWith("cold-name.ts", 'import { python } from "snakebridge";\n\n|\n');
    await commands.executeCommand("snakebridge.restartServer");
    await type('const colors = python.module("colorsy');
    await listShows("colorsys");
  });

  it("offers the members of a module that was never described, without another key", async () => {
    await openWith("cold.ts", 'import { python } from "snakebridge";\n\n|\n');
    await type('const colors = python.module("colorsys");');
    await press("Enter");
    await type("colors.");
    const labels = await listOpensWith("hls_to_rgb");
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
    const labels = await listOpensWith("heappush");
    assert.ok(!labels.includes("const"), "no word of the file is left");
  });
});
