/** *Set Up Python Environment*: Python by the server, then the library by the project's package manager. */
import { rm } from "node:fs/promises";
import { CancellationError, commands, l10n, window, type WorkspaceFolder } from "vscode";
import type { Params, ProgressStep, Result } from "../connection/connection.js";
import type { ClientContext, Command } from "../context.js";
import { chooseFolder, inFolder } from "../folders.js";
import { withProgress } from "../present.js";
import { addLibrary, type AddedLibrary } from "../project/library.js";
import { liesBelow } from "../project/platform.js";
import { requireTrust } from "../trust.js";
import { bundledLibrary } from "../bundled-files.js";
import { shareInterpreter } from "../interpreters/share.js";
import { askStepByStep } from "./steps.js";

/** What the user may choose; everything absent means the default. */
export interface SetUpChoices {
  readonly interpreter?: string;
  readonly environment?: string;
  readonly packages?: string[];
  readonly addLibrary?: boolean;
}

/** One click: `.venv`, the packages that the project asks for, the library in package.json. */
export const setUpEnvironment: Command = async (context) => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder !== undefined) await setUp(context, folder, {});
};

/** The same with a choice of interpreter, folder and packages. */
export const setUpStepByStep: Command = async (context) => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const choices = await askStepByStep(context, folder);
  if (choices !== undefined) await setUp(context, folder, choices);
};

async function setUp(context: ClientContext, folder: WorkspaceFolder, choices: SetUpChoices): Promise<void> {
  const { environment, library } = await withProgress(context, l10n.t("Setting up Python"), async (asked) => {
    const python = await context.server.ask("setUpEnvironment", paramsOf(folder, choices), asked);
    context.log.info(python.log);
    context.environments.keep({ ...inFolder(folder), ...python.status });
    if (choices.addLibrary === false) return { environment: python, library: undefined };
    const library = await addLibrary({
      folder: folder.uri.fsPath,
      tarball: await bundledLibrary(context.extension.extensionUri),
      token: asked.token,
      onLine: lineReporter(asked.onProgress),
    }).catch(async (error: unknown) => {
      // Cancelled means the whole set-up; an environment that is whole stays when only the library failed.
      if (error instanceof CancellationError && python.created)
        await removeEnvironment(context, folder, python);
      throw error;
    });
    return { environment: python, library };
  });
  await shareInterpreter(folder, environment.status, context.log);
  context.modules.refresh();
  await tellReady(environment, library, choices.interpreter === undefined);
}

/** Takes back the environment that this set-up made. */
async function removeEnvironment(
  context: ClientContext,
  folder: WorkspaceFolder,
  { status }: Result<"setUpEnvironment">,
): Promise<void> {
  const { prefix } = status;
  if (prefix === undefined || !liesBelow(folder.uri.fsPath, prefix, process.platform)) return;
  await rm(prefix, { recursive: true, force: true, maxRetries: 5 });
  await context.environments.read(folder, true);
}

function paramsOf(folder: WorkspaceFolder, choices: SetUpChoices): Params<"setUpEnvironment"> {
  const { interpreter, environment, packages } = choices;
  return {
    ...inFolder(folder),
    ...(interpreter === undefined ? {} : { interpreter }),
    ...(environment === undefined ? {} : { environment }),
    ...(packages === undefined ? {} : { packages }),
  };
}

const lineReporter =
  (report: (step: ProgressStep) => void) =>
  (message: string): void =>
    report({ message });

/** @param searched SnakeBridge chose the interpreter, and says why this one */
async function tellReady(
  environment: Result<"setUpEnvironment">,
  library: AddedLibrary | undefined,
  searched: boolean,
): Promise<void> {
  const { status, base, installed } = environment;
  const parts = [
    l10n.t("Python {0} is ready.", status.version ?? ""),
    ...(base === undefined
      ? [status.reason]
      : [l10n.t("Its environment was made from {0}.", base.path), searched ? base.reason : undefined]),
    installed.length === 0 ? undefined : l10n.t("Installed {0}.", installed.join(", ")),
    library?.added === true ? l10n.t("{0} added the library snakebridge.", library.manager) : undefined,
  ];
  const program = l10n.t("Create First Program");
  const log = l10n.t("Show Log");
  const text = parts.filter((part) => part !== undefined).map(asSentence);
  const answer = await window.showInformationMessage(text.join(" "), program, log);
  if (answer === program) await commands.executeCommand("snakebridge.createProgram");
  if (answer === log) await commands.executeCommand("snakebridge.showOutput");
}

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
