/** The set-up with choices: three steps, each with a way back. */
import { l10n, QuickInputButtons, window, type QuickPickItem, type WorkspaceFolder } from "vscode";
import type { InterpreterChoice } from "../../../server/protocol/index.js";
import type { ClientContext } from "../context.js";
import { inFolder } from "../folders.js";
import { distinct, interpreterItem } from "../interpreters/choices.js";
import type { SetUpChoices } from "./set-up.js";

const back = Symbol("back");
type Answer<T> = T | typeof back | undefined;
/** A step gets what was chosen so far and adds to it. */
type Step = (sofar: SetUpChoices) => Promise<Answer<SetUpChoices>>;

/** Undefined where the user gave up. */
export async function askStepByStep(
  context: ClientContext,
  folder: WorkspaceFolder,
): Promise<SetUpChoices | undefined> {
  const { interpreters } = await context.server.ask("interpreters", inFolder(folder));
  const usable = (await distinct(interpreters)).filter((choice) => choice.problem === undefined);
  const steps: readonly Step[] = [
    (sofar) => askInterpreter(sofar, usable),
    (sofar) => askFolder(sofar),
    (sofar) => askPackages(sofar),
  ];
  const answers: SetUpChoices[] = [{}];
  for (;;) {
    const sofar = answers.at(-1) ?? {};
    const step = steps[answers.length - 1];
    if (step === undefined) return sofar;
    const answer = await step(sofar);
    if (answer === undefined) return undefined;
    if (answer !== back) answers.push(answer);
    else if (answers.length > 1) answers.pop();
  }
}

const total = 3;

async function askInterpreter(
  sofar: SetUpChoices,
  usable: readonly InterpreterChoice[],
): Promise<Answer<SetUpChoices>> {
  const items: (QuickPickItem & { path?: string })[] = [
    { label: l10n.t("Best Python found"), description: l10n.t("recommended") },
    ...usable.map((choice) => ({ ...interpreterItem(choice), path: choice.path })),
  ];
  const picked = await showPick(items, 1, l10n.t("Python for the new environment"));
  if (picked === undefined || picked === back) return picked;
  return picked.path === undefined ? sofar : { ...sofar, interpreter: picked.path };
}

async function askFolder(sofar: SetUpChoices): Promise<Answer<SetUpChoices>> {
  const value = await showInput(
    2,
    l10n.t("Folder of the environment"),
    sofar.environment ?? ".venv",
    (text) =>
      /^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(text)
        ? l10n.t("A folder inside the workspace folder, given relative to it.")
        : text.trim() === ""
          ? l10n.t("The environment needs a folder.")
          : undefined,
  );
  return typeof value === "string" ? { ...sofar, environment: value.trim() } : value;
}

async function askPackages(sofar: SetUpChoices): Promise<Answer<SetUpChoices>> {
  const prompt = l10n.t(
    "Python packages to install beside those of the project, separated by spaces (may be empty)",
  );
  const value = await showInput(3, prompt, sofar.packages?.join(" ") ?? "", (text) =>
    /(^|\s)-/.test(text) ? l10n.t("Names of packages only: options of pip are not passed on.") : undefined,
  );
  if (typeof value !== "string") return value;
  return { ...sofar, packages: value.split(/\s+/).filter((word) => word !== "") };
}

function showPick<Item extends QuickPickItem>(
  items: readonly Item[],
  step: number,
  placeholder: string,
): Promise<Answer<Item>> {
  const pick = window.createQuickPick<Item>();
  pick.items = items;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  return shown(pick, step, (settle) => pick.onDidAccept(() => settle(pick.activeItems[0])));
}

function showInput(
  step: number,
  prompt: string,
  value: string,
  problemOf: (text: string) => string | undefined,
): Promise<Answer<string>> {
  const input = window.createInputBox();
  input.prompt = prompt;
  input.value = value;
  input.onDidChangeValue((text) => {
    input.validationMessage = problemOf(text);
  });
  return shown(input, step, (settle) =>
    input.onDidAccept(() => {
      if (problemOf(input.value) === undefined) settle(input.value);
    }),
  );
}

type QuickInput = ReturnType<typeof window.createInputBox> | ReturnType<typeof window.createQuickPick>;

/** Shows the input with its place among the steps until it is answered, left or gone back from. */
async function shown<T>(
  input: QuickInput,
  step: number,
  onAccept: (settle: (answer: T | undefined) => void) => void,
): Promise<Answer<T>> {
  input.title = l10n.t("Set Up Python Environment");
  input.step = step;
  input.totalSteps = total;
  input.ignoreFocusOut = true;
  input.buttons = step > 1 ? [QuickInputButtons.Back] : [];
  try {
    return await new Promise<Answer<T>>((resolve) => {
      input.onDidTriggerButton(() => resolve(back));
      input.onDidHide(() => resolve(undefined));
      onAccept(resolve);
      input.show();
    });
  } finally {
    input.dispose();
  }
}
