/** Binds handlers to the connection, and nothing else. A capability is announced where its handler is registered. */
import type { InitializeParams, InitializeResult, ServerCapabilities } from "vscode-languageserver-protocol";
import { TextDocumentSyncKind } from "vscode-languageserver-protocol";
import type { Connection } from "vscode-languageserver/node";
import type { InitializationOptions } from "../protocol/index.js";
import { AnalyzerLoader } from "./analyzer-loader.js";
import { ServerContext } from "./context.js";
import { bindCommands } from "./handlers/commands.js";
import { bindLanguageFeatures } from "./handlers/language-features.js";
import { bindRename } from "./handlers/rename.js";
import { bindRequests } from "./handlers/requests.js";
import { bindWorkspace } from "./handlers/workspace.js";
import { watchDocuments } from "./handlers/watch-documents.js";
import { Announcer } from "./workspace/announcer.js";
import { Folders, type MakePython } from "./workspace/folders.js";

export interface ServerParts {
  makePython(options: InitializationOptions): MakePython;
  /** The bundle that holds TypeScript. */
  analyzerFile: string;
  version: string;
  /** Called when a document changed or something was answered. */
  onMessage: () => void;
}

export function serve(connection: Connection, parts: ServerParts): void {
  let context: ServerContext | undefined;

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const options = readOptions(params.initializationOptions);
    const announcer = new Announcer(() => context);
    const folders = new Folders(parts.makePython(options), (folder) => announcer.eventsOf(folder));
    const analyzer = new AnalyzerLoader(parts.analyzerFile, options.cacheDirectory);
    const made = new ServerContext(connection, params, options, folders, analyzer, announcer);
    context = made;
    const roots = params.workspaceFolders?.map((folder) => folder.uri) ?? rootOf(params);
    for (const root of roots) {
      folders.add(root);
    }
    const capabilities: ServerCapabilities = {
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
      },
    };
    const announce = (more: ServerCapabilities): void => {
      Object.assign(capabilities, more);
    };
    watchDocuments(made, announce);
    made.onActivity = parts.onMessage;
    bindLanguageFeatures(made, announce);
    bindRename(made, announce);
    bindCommands(made, announce);
    bindRequests(made);
    bindWorkspace(made, announce);
    return { capabilities, serverInfo: { name: "SnakeBridge", version: parts.version } };
  });

  connection.onShutdown(async () => {
    context?.analyzer.keepCompiled();
    await context?.folders.close();
  });
  connection.listen();
}

function readOptions(value: unknown): InitializationOptions {
  return typeof value === "object" && value !== null ? value : {};
}

/** What clients sent before there were workspace folders. */
function rootOf(params: { rootUri?: string | null }): string[] {
  return typeof params.rootUri === "string" ? [params.rootUri] : [];
}
