/** Runs Node in the integrated terminal, so that input, colours and Ctrl+C work and *Rerun Last Task* knows it. */
import { basename } from "node:path";
import {
  l10n,
  ProcessExecution,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  tasks,
  TaskScope,
  type TaskExecution,
  type WorkspaceFolder,
} from "vscode";

export function startInTerminal(
  program: string,
  args: readonly string[],
  file: string,
  folder: WorkspaceFolder | undefined,
  cwd: string,
): Thenable<TaskExecution> {
  const execution = new ProcessExecution(program, [...args], { cwd });
  const name = l10n.t("Run {0}", basename(file));
  const task = new Task(
    { type: "snakebridge", file },
    folder ?? TaskScope.Workspace,
    name,
    "SnakeBridge",
    execution,
    [],
  );
  task.presentationOptions = {
    reveal: TaskRevealKind.Always,
    panel: TaskPanelKind.Dedicated,
    clear: true,
    echo: false,
    focus: false,
    showReuseMessage: false,
  };
  return tasks.executeTask(task);
}
