/** Rename in snakebridge.json by F2: the programs that import the wrapper follow. */
import assert from "node:assert/strict";
import { commands, Uri, workspace } from "vscode";
import { closeAll, openWith, workspaceFolder } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { untilDone } from "../../repeated.ts";
import { eventually, press, type, visibleText } from "../../window.ts";

const file = "snakebridge.json";
const inWorkspace = (...path: string[]): Uri => Uri.joinPath(Uri.file(workspaceFolder()), ...path);

/** Writes the configuration and its wrappers, and waits until the one of textwrap declares the name. */
async function generated(configuration: string, name: string): Promise<void> {
  const editor = await openWith(file, `${configuration}|\n`);
  await editor.document.save();
  // Its closing message waits for an answer, and the command with it.
  void commands.executeCommand("snakebridge.regenerateAll");
  const wrapper = inWorkspace("src", "python", "textwrap.d.ts");
  await eventually(
    `${name} in the wrapper`,
    async () => {
      const text = Buffer.from(await workspace.fs.readFile(wrapper)).toString();
      return text.includes(`function ${name}(`) || undefined;
    },
    60_000,
  );
}

/** Opens the file with the cursor at `|`, and renames what is there. The box selects the name that it shows. */
async function renameAt(textWithCursor: string, name: string): Promise<void> {
  const editor = await openWith(file, textWithCursor);
  await untilDone({
    wanted: "the box for a new name, with the focus",
    outcome: async () => (await visibleText(".rename-box input:focus")).length > 0 || undefined,
    act: () => press("F2"),
  });
  await type(name);
  await press("Enter");
  await eventually("the new name here", () => editor.document.getText().includes(`"${name}"`) || undefined);
}

describe("Rename in snakebridge.json", () => {
  let original: Uint8Array;

  before(async () => {
    original = await workspace.fs.readFile(inWorkspace(file));
    await discovered("textwrap");
  });
  afterEach(closeAll);
  after(() => workspace.fs.writeFile(inWorkspace(file), original));

  it("renames what a wrapper exports, and the programs that import it follow", async () => {
    await generated('{\n  "modules": {\n    "textwrap": { "rename": { "shorten": "cut" } }\n  }\n}', "cut");
    const program = await openWith(
      "uses-wrapper.ts",
      'import { cut } from "./src/python/textwrap.js";|\n\nconsole.log(await cut("one two three", 9));\n',
    );
    await program.document.save();
    await renameAt(
      '{\n  "modules": {\n    "textwrap": { "rename": { "shorten": "cu|t" } }\n  }\n}\n',
      "abridge",
    );
    const text = await eventually("the new name in the program", () => {
      const now = program.document.getText();
      return now.includes("abridge") ? now : undefined;
    });
    assert.equal(
      text,
      'import { abridge } from "./src/python/textwrap.js";\n\nconsole.log(await abridge("one two three", 9));\n',
    );
  });

  it("renames the module that is wrapped, and the imports of its wrapper follow", async () => {
    await generated('{\n  "modules": {\n    "textwrap": {}\n  }\n}', "shorten");
    const program = await openWith(
      "uses-module.ts",
      'import { shorten } from "./src/python/textwrap.js";|\n\nvoid shorten;\n',
    );
    await program.document.save();
    await renameAt('{\n  "modules": {\n    "text|wrap": {}\n  }\n}\n', "shlex");
    const text = await eventually("the new module in the program", () => {
      const now = program.document.getText();
      return now.includes("shlex") ? now : undefined;
    });
    assert.equal(text, 'import { shorten } from "./src/python/shlex.js";\n\nvoid shorten;\n');
  });

  it("renames the folder of the wrappers, and the imports of all of them follow", async () => {
    const opening = '{\n  "outDir": "src/python",\n';
    await generated(`${opening}  "modules": {\n    "textwrap": {}\n  }\n}`, "shorten");
    const program = await openWith(
      "uses-folder.ts",
      'import { shorten } from "./src/python/textwrap.js";|\n\nvoid shorten;\n',
    );
    await program.document.save();
    await renameAt('{\n  "outDir": "src/py|thon",\n  "modules": {\n    "textwrap": {}\n  }\n}\n', "lib/py");
    const text = await eventually("the new folder in the program", () => {
      const now = program.document.getText();
      return now.includes("lib/py") ? now : undefined;
    });
    assert.equal(text, 'import { shorten } from "./lib/py/textwrap.js";\n\nvoid shorten;\n');
  });
});
