/**
 * *Debug with Python*: one debug session for a program and its Python. Node's debugger is the parent; below it each
 * worker has a session of its own, which speaks with debugpy inside the worker over a loopback connection.
 *
 * The debug type `snakebridge` launches (it becomes Node's type, with what the workers need in the environment) and
 * attaches (to a worker). So our command, F5 and a launch.json take the same way.
 */
import {
  debug,
  DebugAdapterServer,
  Disposable,
  l10n,
  Uri,
  type DebugConfiguration,
  type DebugSession,
  type WorkspaceFolder,
} from "vscode";
import { basename } from "node:path";
import { adapterFolder } from "../bundled-files.js";
import { noNode, planRun, savedFile } from "../commands/run-file.js";
import type { ClientContext } from "../context.js";
import { SnakeBridgeError } from "../errors.js";
import { folderOf } from "../folders.js";
import { showFailure } from "../present.js";
import { requireTrust } from "../trust.js";
import { watchAnnouncements, type Announcement } from "./announcements.js";
import { DebugRun } from "./debug-run.js";
import { findDebugger, type PythonDebugger } from "./find-debugger.js";
import { nodeConfiguration } from "./node-configuration.js";

export const debugType = "snakebridge";

/** Marks the sessions of one run; Node's debugger keeps what it does not know. */
const runKey = "snakebridgeRun";

export function registerDebugging(context: ClientContext): Disposable {
  const runs = new Map<string, DebugRun>();
  const runOf = (session: DebugSession): DebugRun | undefined =>
    runs.get(String(session.configuration[runKey]));
  const end = (run: DebugRun): void => {
    runs.delete(run.id);
    run.end().catch((error: unknown) => {
      context.log.warn(String(error));
    });
  };
  return Disposable.from(
    debug.registerDebugConfigurationProvider(debugType, {
      resolveDebugConfiguration: async (folder, configuration) => {
        if (configuration.request === "attach") return configuration;
        try {
          return await launch(context, runs, folder, configuration);
        } catch (error) {
          // VS Code itself would show it in a dialog that offers to open launch.json.
          await showFailure(context, error);
          return undefined;
        }
      },
    }),
    debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: ({ configuration }) => {
        const { host, port } = configuration["connect"] as { host: string; port: number };
        return new DebugAdapterServer(port, host);
      },
    }),
    debug.onDidStartDebugSession((session) => {
      runOf(session)?.started(session);
    }),
    debug.onDidTerminateDebugSession((session) => {
      const run = runOf(session);
      if (run !== undefined && session.parentSession === undefined) end(run);
    }),
    new Disposable(() => {
      for (const run of runs.values()) end(run);
    }),
  );
}

/** Node's configuration for the program; undefined where the user gave up. */
async function launch(
  context: ClientContext,
  runs: Map<string, DebugRun>,
  folder: WorkspaceFolder | undefined,
  configuration: DebugConfiguration,
): Promise<DebugConfiguration | undefined> {
  if (!(await requireTrust())) return undefined;
  const given = configuration["program"] as string | undefined;
  const file = await savedFile(given === undefined ? undefined : Uri.file(given));
  if (file === undefined) return undefined;
  const plan = await planRun(file);
  if (plan.runner.kind === "no-node") throw noNode(plan.node);
  if (plan.runner.kind === "cannot") {
    throw new SnakeBridgeError(
      "library",
      l10n.t(
        "Node {0} does not run TypeScript by itself, and this project has no tsx.",
        plan.nodeVersion ?? "",
      ),
      { remedy: l10n.t("Add tsx to the project, or install Node.js 22.18 or later.") },
    );
  }
  const python = await findDebugger(context, folder ?? folderOf(Uri.file(file)));
  if (python === undefined) return undefined;
  const announcements = await watchAnnouncements(
    (worker) => {
      run.announced(worker);
    },
    (error) => {
      context.log.error(l10n.t("Attaching to a worker failed: {0}", String(error)));
    },
  );
  const run = new DebugRun(announcements, (worker, parent) => {
    attach(context, worker, parent).catch((error: unknown) => showFailure(context, error));
  });
  runs.set(run.id, run);
  return {
    ...nodeConfiguration(plan, plan.runner.args, configuration.name || basename(file)),
    env: {
      ...(configuration["env"] as Record<string, string> | undefined),
      ...debuggerVariables(announcements.path, python),
    },
    [runKey]: run.id,
  };
}

/** What `snakebridge_adapter/debugging.py` reads in each worker. */
function debuggerVariables(folder: string, { libraries }: PythonDebugger): Record<string, string> {
  return {
    SNAKEBRIDGE_DEBUG_FOLDER: folder,
    ...(libraries === undefined ? {} : { SNAKEBRIDGE_DEBUGPY: libraries }),
    // Silences a warning of Python 3.11 and later about frozen modules, which only hides the standard library's own.
    PYDEVD_DISABLE_FILE_VALIDATION: "1",
  };
}

async function attach(context: ClientContext, worker: Announcement, parent: DebugSession): Promise<void> {
  if ("problem" in worker) {
    throw new SnakeBridgeError(
      "library",
      l10n.t("The Python worker {0} runs without a debugger: {1}", worker.pid, worker.problem),
      { install: ["debugpy"] },
    );
  }
  await debug.startDebugging(
    parent.workspaceFolder,
    {
      type: debugType,
      request: "attach",
      name: l10n.t("Python worker {0}", worker.pid),
      connect: { host: worker.host, port: worker.port },
      // Breakpoints and steps go into libraries, too: a call from TypeScript mostly lands in one.
      justMyCode: false,
      rules: [{ path: `${adapterFolder(context.extension.extensionUri)}/**`, include: false }],
    },
    { parentSession: parent, lifecycleManagedByParent: true, compact: false },
  );
}
