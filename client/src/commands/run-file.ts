import { copyFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Uri, l10n, window, type WorkspaceFolder } from "vscode";
import type { ClientContext, Command } from "../context.js";
import { SnakeBridgeError } from "../errors.js";
import { folderOf } from "../folders.js";
import { withProgress } from "../present.js";
import { addDevelopmentTool } from "../project/package-manager.js";
import { readProject } from "../project/read-project.js";
import { runProgram } from "../project/run-program.js";
import { chooseRunner, type Runner } from "../running/choose-runner.js";
import { findTsx, nodeVersionOf } from "../running/find-runner.js";
import { startInTerminal } from "../running/start-task.js";
import { nodeProgram } from "../settings.js";
import { requireTrust } from "../trust.js";

/** A file and everything that running it depends on. */
export interface Run {
  readonly file: string;
  readonly folder: WorkspaceFolder | undefined;
  readonly cwd: string;
  readonly node: string;
  readonly runner: Runner;
  readonly nodeVersion: string | undefined;
}

/** Runs the given or the open file with Node in the terminal. */
export const runFile: Command = async (context, resource) => {
  if (!(await requireTrust())) return;
  const file = await savedFile(resource);
  if (file === undefined) return;
  const run = await planRun(file);
  const { runner } = run;
  if (runner.kind === "no-node") throw noNode(run.node);
  if (runner.kind === "cannot") return offerOtherWays(context, run);
  await startInTerminal(run.node, runner.args, file, run.folder, run.cwd);
};

/** The file to run, saved; undefined (and a word to the user) where there is none. */
export async function savedFile(resource: unknown): Promise<string | undefined> {
  const document = window.activeTextEditor?.document;
  const uri = resource instanceof Uri ? resource : document?.uri;
  if (uri === undefined || uri.scheme !== "file") {
    await window.showInformationMessage(
      l10n.t("Open the TypeScript or JavaScript file that you want to run."),
    );
    return undefined;
  }
  if (document?.uri.toString() === uri.toString() && document.isDirty) await document.save();
  return uri.fsPath;
}

export async function planRun(file: string): Promise<Run> {
  const folder = folderOf(Uri.file(file));
  const cwd = folder?.uri.fsPath ?? dirname(file);
  const node = nodeProgram(folder);
  const [nodeVersion, tsx] = await Promise.all([nodeVersionOf(node, cwd), findTsx(dirname(file))]);
  return { file, folder, cwd, node, nodeVersion, runner: chooseRunner({ file, nodeVersion, tsx }) };
}

export function noNode(node: string): SnakeBridgeError {
  return new SnakeBridgeError("library", l10n.t("Node.js was not found as {0}.", node), {
    remedy: l10n.t("Install Node.js 20.19 or later, or set snakebridge.node."),
  });
}

/** Node is too old for TypeScript and the project has no `tsx`: add it, or run a JavaScript copy. */
async function offerOtherWays(context: ClientContext, run: Run): Promise<void> {
  const addTsx = l10n.t("Add tsx");
  const asModule = l10n.t("Save as .mjs and Run");
  const answer = await window.showInformationMessage(
    l10n.t("Node {0} does not run TypeScript by itself, and this project has no tsx.", run.nodeVersion ?? ""),
    {
      modal: true,
      detail: l10n.t(
        "tsx is a development dependency that runs TypeScript. A file without types runs as .mjs as it is.",
      ),
    },
    addTsx,
    asModule,
  );
  if (answer === addTsx) {
    await addTsxTo(context, run.cwd);
    const { runner } = await planRun(run.file);
    if ("args" in runner) await startInTerminal(run.node, runner.args, run.file, run.folder, run.cwd);
  }
  if (answer === asModule) await runAsModule(run);
}

async function addTsxTo(context: ClientContext, cwd: string): Promise<void> {
  const { manager } = await readProject(cwd);
  const args = addDevelopmentTool(manager, "tsx");
  const result = await withProgress(context, l10n.t("Adding tsx"), ({ token, onProgress }) =>
    runProgram({ program: manager, args, cwd, token, onLine: (message) => onProgress({ message }) }),
  );
  if (result.code !== 0) {
    throw new SnakeBridgeError("library", l10n.t("{0} could not add tsx.", manager), {
      details: result.output,
    });
  }
}

/** A copy with another ending; Node itself says whether it is JavaScript, so no compiler is needed. */
async function runAsModule(run: Run): Promise<void> {
  const copy = run.file.replace(/\.[cm]?tsx?$/i, ".mjs");
  if (copy === run.file) return;
  await copyFile(run.file, copy, 1);
  const checked = await runProgram({ program: run.node, args: ["--check", copy], cwd: run.cwd });
  await window.showTextDocument(Uri.file(copy));
  if (checked.code !== 0) {
    throw new SnakeBridgeError("library", l10n.t("The file has TypeScript syntax, which .mjs can't hold."), {
      remedy: l10n.t("Remove the types, or add tsx to the project."),
      details: checked.output,
    });
  }
  await startInTerminal(run.node, [copy], copy, run.folder, run.cwd);
}
