/** Starts the language server and speaks LSP with it. The only file that loads `vscode-languageclient`. */
import {
  CodeAction,
  commands,
  CompletionList,
  type CancellationToken,
  type Command,
  type Disposable,
} from "vscode";
import {
  LanguageClient,
  State,
  TransportKind,
  WorkDoneProgress,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";
import type { AskOptions, Connection, ConnectionOptions, ProgressStep } from "./connection.js";
import { LastingCommands } from "./lasting-commands.js";
import { events, notifications, requests } from "./requests.js";

const languages = ["typescript", "typescriptreact", "javascript", "javascriptreact"];

const documentSelector = [
  ...languages.flatMap((language) => [
    { scheme: "file", language },
    { scheme: "untitled", language },
  ]),
  { scheme: "file", pattern: "**/{snakebridge,*.snakebridge}.json" },
];

export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const lasting = new LastingCommands({
    register: (id, run) => commands.registerCommand(id, run),
    execute: (id, args) => commands.executeCommand(id, ...args),
  });
  const client = new LanguageClient(
    "snakebridge",
    "SnakeBridge",
    serverOptions(options.serverModule),
    clientOptions(options, lasting),
  );
  await client.start();
  return connectionOver(client, lasting);
}

function serverOptions(module: string): ServerOptions {
  const run = { module, transport: TransportKind.stdio };
  return { run, debug: { ...run, options: { execArgv: ["--nolazy", "--inspect=6021"] } } };
}

function clientOptions(options: ConnectionOptions, lasting: LastingCommands): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: options.log,
    initializationOptions: options.initializationOptions,
    middleware: {
      provideCompletionItem: async (document, position, context, token, next) => {
        const version = document.version;
        const list = await next(document, position, context, token);
        if (list instanceof CompletionList && list.isIncomplete === true && !token.isCancellationRequested) {
          const { line, character } = position;
          const place = { uri: document.uri.toString(), version, line, character };
          options.onIncompleteCompletion({ ...place, empty: list.items.length === 0 });
        }
        return list;
      },
      provideCodeActions: async (document, range, context, token, next) => {
        const actions = (await next(document, range, context, token)) ?? [];
        for (const action of actions) if (action instanceof CodeAction) keepCommand(action, lasting);
        return actions;
      },
      resolveCodeAction: async (action, token, next) => {
        const resolved = await next(action, token);
        if (resolved) keepCommand(resolved, lasting);
        return resolved;
      },
      provideCodeLenses: async (document, token, next) => {
        const lenses = await next(document, token);
        for (const lens of lenses ?? []) keepCommand(lens, lasting);
        return lenses;
      },
    },
  };
}

function keepCommand(offered: { command?: Command }, lasting: LastingCommands): void {
  if (offered.command !== undefined) offered.command = lasting.lasting(offered.command);
}

function connectionOver(client: LanguageClient, lasting: LastingCommands): Connection {
  let alive = true;
  client.onDidChangeState((change) => {
    alive = change.newState !== State.Stopped;
  });
  return {
    ask: (name, params, asked = {}) =>
      withProgress(client, params, asked, (sent, token) =>
        // A token that is there but undefined would count as a second parameter.
        token === undefined
          ? client.sendRequest(requests[name].method, sent)
          : client.sendRequest(requests[name].method, sent, token),
      ),
    tell: (name, params) => client.sendNotification(notifications[name].method, params),
    on: (name, handler) => client.onNotification(events[name].method, handler),
    alive: () => alive,
    close: () => {
      lasting.dispose();
      return client.dispose(5_000);
    },
  };
}

let tokens = 0;

/** Gives the request a work-done token of its own for as long as it runs. */
async function withProgress<R>(
  client: LanguageClient,
  params: unknown,
  asked: AskOptions,
  send: (params: unknown, token?: CancellationToken) => Promise<unknown>,
): Promise<R> {
  if (asked.onProgress === undefined) return (await send(params, asked.token)) as R;
  const workDoneToken = `snakebridge-client-${++tokens}`;
  const report = asked.onProgress;
  const listener: Disposable = client.onProgress(WorkDoneProgress.type, workDoneToken, (step) => {
    if (step.kind !== "end") report(stepOf(step));
  });
  try {
    return (await send({ ...(params as object), workDoneToken }, asked.token)) as R;
  } finally {
    listener.dispose();
  }
}

function stepOf(step: { title?: string; message?: string; percentage?: number }): ProgressStep {
  return { message: step.message ?? step.title, percentage: step.percentage };
}
