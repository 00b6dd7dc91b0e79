/** Entry of the extension: registers everything, starts nothing. */
import { commands, window, type ExtensionContext } from "vscode";
import { createApi, type SnakeBridgeApi } from "./api.js";
import { registerCommands } from "./commands/register.js";
import { connect } from "./connect.js";
import { registerDebugging } from "./debugging/debugging.js";
import { Environments } from "./environments.js";
import { Reports } from "./reports/reports.js";
import { Server } from "./server.js";
import { StatusItem } from "./status.js";
import { whenUsed } from "./when-used.js";
import { ModulesView } from "./views/modules-view.js";

/** What `deactivate` has to end. */
let running: Server | undefined;

export function activate(extension: ExtensionContext): SnakeBridgeApi {
  const log = window.createOutputChannel("SnakeBridge", { log: true });
  const server: Server = new Server(() => connect(extension, log, environments), log);
  running = server;
  const environments: Environments = new Environments(server);
  const reports = new Reports();
  const modules = new ModulesView(server, environments);
  const context = { extension, log, server, environments, reports, modules };
  const report = (error: unknown): void => {
    log.error(`The language server: ${String(error)}`);
  };
  extension.subscriptions.push(
    log,
    environments,
    reports,
    modules,
    new StatusItem(server, environments),
    ...registerCommands(context),
    registerDebugging(context),
    server.onDidChangeState((state) => {
      void commands.executeCommand("setContext", "snakebridge.running", state === "running");
      if (state === "running") environments.readAll().catch(report);
    }),
    whenUsed(() => {
      server.start().catch(report);
    }),
    server,
  );
  return createApi(server, environments);
}

/** VS Code waits for this promise, but not for what it disposes: the server is asked to end with its Python processes. */
export async function deactivate(): Promise<void> {
  await running?.stop();
}
