/**
 * The interpreter that was selected in the Python extension. A fixture extension of the same id makes its side of the
 * API real, since no package registry has the extension itself.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { commands, extensions, Uri, window, workspace } from "vscode";
import { workspaceFolder } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { eventually } from "../../window.ts";

interface PythonExtension {
  readonly environments: { getActiveEnvironmentPath(): { path: string } };
  select(path: string): void;
}

async function pythonExtension(): Promise<PythonExtension> {
  const extension = extensions.getExtension<PythonExtension>("ms-python.python");
  assert.ok(extension, "the fixture extension is there");
  return extension.activate();
}

describe("An interpreter selected in the Python extension", () => {
  it("is nothing while the user selected none: our own search goes on", async () => {
    const api = await activated();
    await window.showTextDocument(Uri.file(join(workspaceFolder(), "main.ts")));
    await eventually("a running server", () => api.state() === "running" || undefined);
    const status = await api.environment(Uri.file(workspaceFolder()));
    assert.equal(status.state, "ready");
    assert.doesNotMatch(status.reason ?? "", /Python extension/);
  });

  it("is used as soon as it is selected, and the status says why", async () => {
    const api = await activated();
    const place = join(dirname(workspaceFolder()), "selected");
    const made = spawnSync("python3", ["-m", "venv", "--without-pip", place], { encoding: "utf8" });
    assert.equal(made.status, 0, made.stderr);
    const interpreter = join(place, "bin", "python3");
    (await pythonExtension()).select(interpreter);
    const status = await eventually("the selected interpreter", async () => {
      const now = await api.environment(Uri.file(workspaceFolder()));
      return now.interpreter === interpreter ? now : undefined;
    });
    assert.match(status.reason ?? "", /Python extension/);
  });

  it("is our own environment after a set-up, which the other extension is told", async () => {
    void commands.executeCommand("snakebridge.setUpEnvironment");
    const { environments } = await pythonExtension();
    const told = await eventually(
      "the new environment in the other extension",
      () => {
        const { path } = environments.getActiveEnvironmentPath();
        return path.includes(".venv") ? path : undefined;
      },
      80_000,
    );
    assert.ok(told.startsWith(workspaceFolder()));
    await commands.executeCommand("notifications.clearAll");
    assert.ok(workspace.isTrusted);
  });
});
