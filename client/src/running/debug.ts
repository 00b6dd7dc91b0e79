/**
 * One debug session for a program and its Python: Node's debugger as the parent, one session of Python's debugger for
 * each worker below it. The workers announce themselves (client/debug/sitecustomize.py), because only they know when
 * they start.
 */
import { watch } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import {
  debug,
  Disposable,
  extensions,
  l10n,
  Uri,
  type DebugConfiguration,
  type DebugSession,
  type WorkspaceFolder,
} from "vscode";
import type { Run } from "../commands/run-file.js";
import type { ClientContext } from "../context.js";
import { SnakeBridgeError } from "../errors.js";

const pythonDebugger = "ms-python.debugpy";

export async function startDebugging(context: ClientContext, run: Run): Promise<void> {
  const debuggerExtension = extensions.getExtension(pythonDebugger);
  if (debuggerExtension === undefined) {
    throw new SnakeBridgeError("library", l10n.t("Debugging Python needs the Python Debugger extension."), {
      remedy: l10n.t("Install {0} and try again.", pythonDebugger),
    });
  }
  if (!("args" in run.runner)) {
    throw new SnakeBridgeError(
      "library",
      l10n.t("This Node does not run TypeScript, and the project has no tsx."),
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "snakebridge-debug-"));
  const libraries = Uri.joinPath(debuggerExtension.extensionUri, "bundled", "libs").fsPath;
  const environment = {
    PYTHONPATH: [
      Uri.joinPath(context.extension.extensionUri, "client", "debug").fsPath,
      process.env["PYTHONPATH"],
    ]
      .filter((entry) => entry !== undefined && entry !== "")
      .join(delimiter),
    SNAKEBRIDGE_DEBUG_FOLDER: folder,
    SNAKEBRIDGE_DEBUGPY: libraries,
    // Silences a warning of Python 3.11+ about frozen modules, which only hides breakpoints in the standard library.
    PYDEVD_DISABLE_FILE_VALIDATION: "1",
  };
  const attached = attachToWorkers(context, run.folder, folder);
  const name = basename(run.file);
  const ended = debug.onDidTerminateDebugSession((session) => {
    if (session.name !== name || session.parentSession !== undefined) return;
    ended.dispose();
    attached.dispose();
    void rm(folder, { recursive: true, force: true });
  });
  const started = await debug.startDebugging(run.folder, nodeConfiguration(run, name, environment));
  if (!started) {
    ended.dispose();
    attached.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

function nodeConfiguration(run: Run, name: string, env: Record<string, string>): DebugConfiguration {
  const args = "args" in run.runner ? run.runner.args : [];
  const [program = run.file, ...rest] = args.filter((argument) => !argument.startsWith("--"));
  return {
    type: "pwa-node",
    request: "launch",
    name,
    cwd: run.cwd,
    runtimeExecutable: run.node,
    runtimeArgs: args.filter((argument) => argument.startsWith("--")),
    program,
    args: rest,
    env,
    console: "integratedTerminal",
    skipFiles: ["<node_internals>/**"],
  };
}

interface Announcement {
  readonly pid: number;
  readonly host?: string;
  readonly port?: number;
  readonly problem?: string;
}

/** Attaches to each worker as it appears in the folder, below the running Node session. */
function attachToWorkers(
  context: ClientContext,
  workspaceFolder: WorkspaceFolder | undefined,
  folder: string,
): Disposable {
  const seen = new Set<string>();
  const look = async (): Promise<void> => {
    for (const name of await readdir(folder)) {
      if (!name.endsWith(".json") || seen.has(name)) continue;
      seen.add(name);
      const worker = JSON.parse(await readFile(join(folder, name), "utf8")) as Announcement;
      if (worker.problem === undefined) await attach(workspaceFolder, worker, debug.activeDebugSession);
      else context.log.error(`${worker.problem} (process ${worker.pid})`);
    }
  };
  const watcher = watch(folder, () => {
    look().catch((error: unknown) => {
      context.log.error(`Attaching to a worker failed: ${String(error)}`);
    });
  });
  return new Disposable(() => {
    watcher.close();
  });
}

async function attach(
  folder: WorkspaceFolder | undefined,
  worker: Announcement,
  parent: DebugSession | undefined,
): Promise<void> {
  await debug.startDebugging(
    folder,
    {
      type: "debugpy",
      request: "attach",
      name: l10n.t("Python worker {0}", worker.pid),
      connect: { host: worker.host, port: worker.port },
      justMyCode: false,
    },
    parent === undefined ? {} : { parentSession: parent, lifecycleManagedByParent: true, compact: false },
  );
}
