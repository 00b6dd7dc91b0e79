/** One running VS Code Server with folders of its own, ended together with everything that it started. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeServerFolder, nodeFor } from "./fetch-code-server.ts";
import type { HostVersion } from "./versions.ts";

export interface ServerOptions {
  readonly version: HostVersion;
  /** Folder for the server's data and extensions; made if it is absent. */
  readonly home: string;
  /** Lets the window run a test suite; it then shows no notification by itself. */
  readonly forSuites?: boolean;
  /** Settings of the user, over the quiet defaults. */
  readonly settings?: Record<string, unknown>;
  /** Environment variables of the extension host, over those of this process; undefined removes one. */
  readonly environment?: Record<string, string | undefined>;
}

export interface RunningServer extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  readonly version: HostVersion;
  /** What the server has printed so far. */
  readonly log: () => string;
  /** Installs a `.vsix`, as the Extensions view does. */
  readonly installExtension: (vsix: string) => void;
}

/** Nothing that pops up, phones home or asks. */
const quietSettings: Record<string, unknown> = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  // A picture of something that fades in shows neither.
  "workbench.reduceMotion": "on",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "update.mode": "none",
  "window.commandCenter": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "editor.accessibilitySupport": "off",
  "terminal.integrated.gpuAcceleration": "off",
};

const startDeadline = 60_000;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const folder = await codeServerFolder(options.version);
  const node = await nodeFor(options.version);
  const data = join(options.home, "server");
  const extensions = join(options.home, "extensions");
  const settings = JSON.stringify({ ...quietSettings, ...options.settings }, undefined, 2);
  for (const place of ["User", "Machine"]) {
    mkdirSync(join(data, "data", place), { recursive: true });
    writeFileSync(join(data, "data", place, "settings.json"), place === "User" ? settings : "{}");
  }
  mkdirSync(extensions, { recursive: true });
  const folders = ["--server-data-dir", data, "--extensions-dir", extensions];
  const environment = withChanges(process.env, options.environment ?? {});

  const server = spawn(
    node,
    [
      join("out", "server-main.js"),
      ...["--host", "127.0.0.1", "--port", "0"],
      ...["--without-connection-token", "--accept-server-license-terms"],
      // Else the login shell decides the PATH, and with it which Node and Python a run is about.
      "--force-disable-user-env",
      ...(options.forSuites === true ? ["--enable-smoke-test-driver"] : []),
      ...folders,
    ],
    { cwd: folder, env: environment, detached: true, stdio: ["ignore", "pipe", "pipe"] },
  );
  const stop = stopWith(server);
  let log = "";
  server.stdout.setEncoding("utf8").on("data", (text: string) => (log += text));
  server.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  try {
    const port = await listeningPort(server, () => log);
    return {
      pid: server.pid ?? 0,
      port,
      version: options.version,
      log: () => log,
      installExtension: (vsix) => {
        const args = [join("out", "server-main.js"), "--install-extension", vsix, "--force", ...folders];
        const result = spawnSync(node, [...args, "--accept-server-license-terms"], {
          cwd: folder,
          env: environment,
          encoding: "utf8",
        });
        if (result.status !== 0 || !/successfully installed/.test(result.stdout)) {
          throw new Error(`Installing ${vsix} failed:\n${result.stdout}${result.stderr}`);
        }
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function withChanges(
  base: NodeJS.ProcessEnv,
  changes: Record<string, string | undefined>,
): NodeJS.ProcessEnv {
  const all = { ...base, ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function listeningPort(server: ChildProcess, log: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => fail("did not start in time"), startDeadline);
    const look = (): void => {
      const port = /Extension host agent listening on (\d+)/.exec(log())?.[1];
      if (port === undefined) return;
      clearTimeout(deadline);
      resolve(Number(port));
    };
    const fail = (what: string): void => {
      clearTimeout(deadline);
      reject(new Error(`VS Code Server ${what}:\n${log()}`));
    };
    server.stdout?.on("data", look);
    server.once("exit", (code, signal) => fail(`ended with ${code ?? signal}`));
    server.once("error", (error) => fail(error.message));
  });
}

/** The server leaves its extension hosts behind when it alone is killed, so its whole process group ends. */
function stopWith(server: ChildProcess): () => Promise<void> {
  const killGroup = (): void => {
    if (server.pid === undefined) return;
    try {
      process.kill(-server.pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  process.once("exit", killGroup);
  return async () => {
    process.removeListener("exit", killGroup);
    const ended = new Promise<void>((resolve) => {
      if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) resolve();
      else server.once("exit", () => resolve());
    });
    killGroup();
    await ended;
  };
}
