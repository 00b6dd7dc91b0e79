/** Commands that code actions and lenses carry; the server executes them, so that they work with any client. */
import type { CancellationToken, ServerCapabilities } from "vscode-languageserver-protocol";
import { serverCommands, type GenerateWrapperParams } from "../../protocol/index.js";
import type { ServerContext } from "../context.js";
import type { FolderPython, Task } from "../workspace/folder-python.js";
import { generateWrapper } from "./generate-wrapper.js";
import { runTask } from "./task.js";

interface NamedModule {
  folder?: string;
  module: string;
  uri?: string;
}

export function bindCommands(
  context: ServerContext,
  announce: (capabilities: ServerCapabilities) => void,
): void {
  announce({ executeCommandProvider: { commands: Object.values(serverCommands) } });
  context.connection.onExecuteCommand(async ({ command, arguments: args }, token) => {
    const argument: unknown = args?.[0];
    switch (command) {
      case serverCommands.generateWrapper:
        return applied(context, argument as GenerateWrapperParams, token);
      case serverCommands.addToConfiguration: {
        const { folder, module } = argument as NamedModule;
        return withFolder(context, folder, token, `Adding ${module}`, (python) =>
          python.addToConfiguration(module),
        );
      }
      case serverCommands.installPackage: {
        const { folder, requirement } = argument as { folder?: string; requirement: string };
        return withFolder(context, folder, token, `Installing ${requirement}`, async (python, task) => {
          await python.install([requirement], task);
          void context.announcer.environmentChanged(context.folders.named(folder));
        });
      }
      case serverCommands.discoverModule: {
        const { folder, module } = argument as NamedModule;
        return withFolder(context, folder, token, `Discovering ${module}`, async (python, task) => {
          await python.describeModule(module, { ...task, refresh: true });
          context.announcer.refreshSoon();
        });
      }
      default:
        return null;
    }
  });
}

/** Shows progress of its own, since the client that executes a command may send no token. */
async function withFolder(
  context: ServerContext,
  folderUri: string | undefined,
  token: CancellationToken,
  title: string,
  work: (python: FolderPython, task: Task) => Promise<void>,
): Promise<null> {
  const folder = context.folders.named(folderUri);
  const shown = await context.announcer.shownProgress(title);
  try {
    await runTask(context, { folder, token: shown.token ?? token, workDoneToken: undefined, title }, (task) =>
      work(folder.python, { ...task, progress: shown }),
    );
    return null;
  } finally {
    shown.done();
  }
}

async function applied(
  context: ServerContext,
  params: GenerateWrapperParams,
  token: CancellationToken,
): Promise<null> {
  const result = await generateWrapper(context, params, token);
  if (result.edit) {
    const { label, edit } = { label: "Use the typed wrapper", edit: result.edit };
    await context.connection.workspace.applyEdit({ label, edit });
  }
  for (const warning of result.warnings) {
    context.connection.console.warn(warning);
  }
  context.announcer.refreshSoon();
  return null;
}
