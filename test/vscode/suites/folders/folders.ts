/**
 * Two folders in one window, each with its own Python. That of `alpha` is its own `.venv`; that of `beta` is chosen in
 * the Python Environments extension, whose side of the API a fixture extension of the same id makes real.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  commands,
  extensions,
  Uri,
  window,
  workspace,
  type CompletionList,
  type WorkspaceFolder,
} from "vscode";
import { faultsOf } from "../../answers.ts";
import { closeAll } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { eventually, visibleText } from "../../window.ts";

interface PythonEnvironments {
  choose(scope: Uri, executable: string): void;
  getEnvironment(scope: Uri): Promise<{ execInfo: { run: { executable: string } } } | undefined>;
}

function folder(name: string): WorkspaceFolder {
  const found = workspace.workspaceFolders?.find((one) => one.name === name);
  assert.ok(found, `${name} is open`);
  return found;
}

/** An environment without pip, with one module of its own. */
function makeEnvironment(place: string, module: string): string {
  const made = spawnSync("python3", ["-m", "venv", "--without-pip", place], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  const [version = ""] = readdirSync(join(place, "lib")).filter((name) => name.startsWith("python"));
  writeFileSync(
    join(place, "lib", version, "site-packages", `${module}.py`),
    `def greet() -> str:\n    return "${module}"\n`,
  );
  return join(place, "bin", "python");
}

const labels = async (file: Uri): Promise<string[]> => {
  const document = await workspace.openTextDocument(file);
  const at = document.positionAt(document.getText().indexOf("own.greet") + "own.".length);
  const list = await commands.executeCommand<CompletionList>(
    "vscode.executeCompletionItemProvider",
    file,
    at,
    ".",
  );
  return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
};

describe("Two folders with an interpreter each", () => {
  let alpha: string;
  let beta: string;

  before(async () => {
    alpha = makeEnvironment(join(folder("alpha").uri.fsPath, ".venv"), "only_alpha");
    beta = makeEnvironment(join(dirname(folder("beta").uri.fsPath), "elsewhere"), "only_beta");
    const other = extensions.getExtension<PythonEnvironments>("ms-python.vscode-python-envs");
    assert.ok(other, "the fixture extension is there");
    (await other.activate()).choose(folder("beta").uri, beta);
    await activated();
  });
  afterEach(closeAll);

  it("uses each folder's own environment, and what another extension chose where there is none", async () => {
    const api = await activated();
    for (const name of ["alpha", "beta"])
      await window.showTextDocument(Uri.joinPath(folder(name).uri, "main.ts"));
    await eventually("a running server", () => api.state() === "running" || undefined);
    const ofAlpha = await api.environment(folder("alpha").uri);
    const ofBeta = await eventually("beta's interpreter", async () => {
      const status = await api.environment(folder("beta").uri);
      return status.reason?.includes("Python Environments") === true ? status : undefined;
    });
    assert.equal(ofAlpha.interpreter, alpha);
    assert.equal(ofBeta.interpreter, beta);
  });

  it("completes each folder's modules from its own environment", async () => {
    for (const name of ["alpha", "beta"]) {
      const file = Uri.joinPath(folder(name).uri, "main.ts");
      await window.showTextDocument(file);
      await eventually(
        `the members of only_${name}`,
        async () => (await labels(file)).includes("greet") || undefined,
      );
      await eventually("no fault", () => {
        assert.deepEqual(faultsOf(file), []);
        return true;
      });
    }
  });

  it("warns of a module that only the other folder has", async () => {
    const file = Uri.joinPath(folder("alpha").uri, "wrong.ts");
    await workspace.fs.writeFile(
      file,
      Buffer.from('import { python } from "snakebridge";\n\npython.module("only_beta");\n'),
    );
    await window.showTextDocument(file);
    await eventually("the warning", () => faultsOf(file).find((text) => text.includes("only_beta")));
  });

  it("follows a change in the other extension", async () => {
    const api = await activated();
    const other = extensions.getExtension<PythonEnvironments>("ms-python.vscode-python-envs");
    const next = makeEnvironment(join(dirname(folder("beta").uri.fsPath), "another"), "only_beta");
    other?.exports.choose(folder("beta").uri, next);
    await eventually("the next interpreter", async () => {
      const { interpreter } = await api.environment(folder("beta").uri);
      return interpreter === next || undefined;
    });
  });

  it("shows a row for each folder in the view", async () => {
    await commands.executeCommand("snakebridge.modules.focus");
    await eventually("both folders", async () => {
      const rows = await visibleText("#workbench\\.parts\\.sidebar .monaco-list-row");
      return ["alpha", "beta"].every((name) => rows.some((row) => row.trim().startsWith(name))) || undefined;
    });
  });

  it("asks which folder is meant where the open editor does not say", async () => {
    const asked = commands.executeCommand("snakebridge.doctor");
    await eventually("the question", async () => {
      const rows = await visibleText(".quick-input-list .monaco-list-row");
      return (
        (rows.some((row) => row.includes("alpha")) && rows.some((row) => row.includes("beta"))) || undefined
      );
    });
    await commands.executeCommand("workbench.action.closeQuickOpen");
    await asked;
  });
});
