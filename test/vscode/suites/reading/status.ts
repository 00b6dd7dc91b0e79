/** The rows that open at the language's name in the status bar. */
import assert from "node:assert/strict";
import { Uri, workspace } from "vscode";
import { closeAll, openWith } from "../../editor.ts";
import { discovered } from "../../extension.ts";
import { eventually, hover, visibleText } from "../../window.ts";

const program = `import { python } from "snakebridge";

const json = python.module("json");|
`;

const rows = ".hover-language-status";

const rowWith = (text: RegExp): Promise<string> =>
  eventually(
    `a row with ${text.source}`,
    async () => {
      await hover('[id="status.languageStatus"]');
      return (await visibleText(rows)).find((row) => text.test(row));
    },
    60_000,
    500,
  );

describe("The language status", () => {
  before(() => discovered("json"));
  afterEach(closeAll);
  // The rows close with it: VS Code 1.100 shows old ones as long as the pointer rests there.
  afterEach(() => hover(".part.editor"));

  it("tells which Python the folder uses, how many packages it has, and leads to another", async () => {
    await openWith("status.ts", program);
    assert.match(await rowWith(/Python 3/), /Python 3\.\d+\.\d+.*\d+ packages?.*Select Interpreter/);
  });

  it("tells what runs: a worker while a module is looked at, and none soon after", async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    // Its import ends when the test says so, so that the worker is there to be seen.
    await openWith(
      "patient_module.py",
      `import pathlib
import time

while not pathlib.Path(__file__).with_name("go-on.txt").exists():
    time.sleep(0.05)
|`,
    );
    await openWith("status-work.ts", program.replaceAll("json", "patient_module"));
    try {
      await rowWith(/SnakeBridge.*(?:\d workers?|discovering)/);
    } finally {
      await workspace.fs.writeFile(Uri.joinPath(folder.uri, "go-on.txt"), new Uint8Array());
    }
    await rowWith(/SnakeBridge.*no worker runs/);
  });

  it("tells what could not be imported, and where the reason stands", async () => {
    await openWith("broken_module.py", 'raise RuntimeError("out of tune")|\n');
    await openWith(
      "status-broken.ts",
      'import { python } from "snakebridge";\n\nconst broken = python.module("broken_module");|\n',
    );
    assert.match(await rowWith(/broken_module/), /broken_module can't be imported.*Show Output/);
  });
});
