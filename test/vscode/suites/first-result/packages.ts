/** Packages that are missing or newer than a wrapper, mended from the lightbulb; installed from files, not from an index. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "vscode";
import { wheel } from "../../../../server/test/wheel.ts";
import { faultsOf } from "../../answers.ts";
import { closeAll, filesBelow, openWith, workspaceFolder } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { chooseFix, type Fix } from "../../lightbulb.ts";
import { notification } from "../../notifications.ts";
import { eventually } from "../../window.ts";

const here = (...parts: string[]): string => join(workspaceFolder(), ...parts);

const isWindows = process.platform === "win32";
const module = "snakebridge_small_thing";

const basePython = isWindows ? "python" : "python3";
/** The interpreter of the folder's environment. */
const python = (): string =>
  isWindows ? here(".venv", "Scripts", "python.exe") : here(".venv", "bin", "python");

/** Puts a version of the package where installers look: a module with one function of that name. */
function offer(version: string, name: string): string {
  const folder = process.env["SNAKEBRIDGE_TEST_WHEELS"];
  assert.ok(folder, "the run has a folder of wheels");
  return wheel(basePython, folder, module, version, `def ${name}(a: int) -> int:\n    return a\n`);
}

const noFault = (file: Parameters<typeof faultsOf>[0]): Promise<true> =>
  eventually("no fault", () => (faultsOf(file).length === 0 ? true : undefined));

/** Installers and generators take their time on a busy machine, and must not run twice for that. */
const patience = 60_000;

const declared = (name: string): Fix<true> => ({
  wanted: `${name} in the wrapper`,
  patience,
  outcome: () =>
    filesBelow("src/python").includes(`${module}.d.ts`) &&
    readFileSync(here("src", "python", `${module}.d.ts`), "utf8").includes(`function ${name}(`)
      ? true
      : undefined,
});

describe("Packages, mended from the lightbulb", function () {
  this.timeout(170_000);

  before(async () => {
    await activated();
    if (!existsSync(python())) {
      // Its closing message waits for an answer, and the command with it.
      void commands.executeCommand("snakebridge.setUpEnvironment");
      await notification(/Python [\d.]+ is ready\./);
      await commands.executeCommand("notifications.clearAll");
    }
  });
  afterEach(closeAll);

  it("installs the package that a program asks for, and the warning goes", async () => {
    offer("1.0", "first");
    const editor = await openWith(
      "missing-package.ts",
      `import { python } from "snakebridge";\n\nconst small = python.module("|${module}");\nvoid small;\n`,
    );
    const { uri } = editor.document;
    await eventually("the fault", () => faultsOf(uri).find((text) => text.includes(module)), 60_000);
    await chooseFix(/Install 'snakebridge-small-thing' into the environment/, {
      wanted: "no fault",
      patience,
      outcome: () => (faultsOf(uri).length === 0 ? true : undefined),
    });
    const printed = execFileSync(python(), ["-c", `import ${module}; print(${module}.first(7))`]);
    assert.equal(printed.toString().trim(), "7");
  });

  it("tells that a wrapper is of a version that is no longer installed, and makes it anew", async () => {
    const typed = await openWith(
      "wrapped-package.ts",
      `import { python } from "snakebridge";\n\nconst small = python.module("|${module}");\nvoid small.first(1);\n`,
    );
    await chooseFix(/Generate typed wrapper for 'snakebridge_small_thing'$/, declared("first"));
    await eventually(
      "the rewritten import",
      () => typed.document.getText().includes(`./src/python/${module}.js`) || undefined,
    );
    const newer = offer("2.0", "second");
    // As in a terminal: the editor hears of it from the files alone.
    const install = ["-m", "pip", "--python", python(), "install", "--quiet", "--no-index", newer];
    execFileSync(basePython, install);
    const editor = await openWith(
      "uses-package.ts",
      `import * as small from "./src/python/|${module}.js";\n\nvoid small;\n`,
    );
    const { uri } = editor.document;
    await eventually(
      "that it is out of date",
      () => faultsOf(uri).find((text) => /out of date.*1\.0.*2\.0/.test(text)),
      60_000,
    );
    await chooseFix(/Regenerate the wrapper of 'snakebridge_small_thing'/, declared("second"));
    await noFault(uri);
  });
});
