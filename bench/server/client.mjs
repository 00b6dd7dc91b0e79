/** A bare LSP client over stdio, for measuring: no checks, nothing kept. */
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import protocol from "vscode-languageserver-protocol/node";

const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = protocol;

export async function startServer({ command, args, folder, settings, initializationOptions, env }) {
  const started = performance.now();
  const child = spawn(command, args, {
    stdio: ["pipe", "pipe", "ignore"],
    cwd: folder,
    env: { ...process.env, ...env },
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const listeners = new Set();
  connection.onRequest("workspace/configuration", ({ items }) =>
    items.map(({ section }) => settings?.[section] ?? null),
  );
  connection.onRequest(() => null);
  connection.onNotification((method, params) => {
    for (const listener of listeners) listener(method, params);
  });
  connection.onUnhandledProgress(() => undefined);
  connection.listen();
  const uri = pathToFileURL(folder).toString();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: "bench" }],
    initializationOptions,
    capabilities: {
      workspace: {
        configuration: true,
        workspaceFolders: true,
        didChangeConfiguration: { dynamicRegistration: true },
      },
      textDocument: {
        completion: {
          completionItem: {
            snippetSupport: true,
            labelDetailsSupport: true,
            documentationFormat: ["markdown"],
          },
          // As VS Code announces.
          completionList: { itemDefaults: ["editRange", "insertTextFormat", "data"] },
        },
        hover: { contentFormat: ["markdown"] },
        signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
        diagnostic: {},
      },
    },
  });
  await connection.sendNotification("initialized", {});
  const versions = new Map();
  return {
    connection,
    child,
    started,
    open(documentUri, languageId, text) {
      versions.set(documentUri, 1);
      return connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: documentUri, languageId, version: 1, text },
      });
    },
    change(documentUri, contentChanges) {
      const version = versions.get(documentUri) + 1;
      versions.set(documentUri, version);
      return connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: documentUri, version },
        contentChanges,
      });
    },
    ask(method, documentUri, line, character, more = {}) {
      return connection.sendRequest(method, {
        textDocument: { uri: documentUri },
        position: { line, character },
        ...more,
      });
    },
    /** Resolves when a notification fits. */
    heard(method, matches = () => true) {
      return new Promise((resolve) => {
        const listener = (name, params) => {
          if (name === method && matches(params)) {
            listeners.delete(listener);
            resolve(params);
          }
        };
        listeners.add(listener);
      });
    },
    async stop() {
      const exit = new Promise((resolve) => child.once("exit", resolve));
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await exit;
      connection.dispose();
    },
  };
}

export function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
