/** What commands, views and the status item share. */
import type { ExtensionContext, LogOutputChannel } from "vscode";
import type { Server } from "./server.js";
import type { Environments } from "./environments.js";
import type { Reports } from "./reports/reports.js";
import type { ModulesView } from "./views/modules-view.js";

export interface ClientContext {
  readonly extension: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly server: Server;
  readonly environments: Environments;
  readonly reports: Reports;
  readonly modules: ModulesView;
}

/** A command: gets the context and what the caller passed (a tree node, a file's URI). */
export type Command = (context: ClientContext, ...args: unknown[]) => Promise<void> | void;
