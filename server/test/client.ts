/** A protocol client for the bundled server: starts it over stdio and checks every message against the protocol's types. */
import { spawn, type ChildProcess } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageConnection,
} from "vscode-languageserver-protocol/node";
import type {
  ClientCapabilities,
  CompletionList,
  Diagnostic,
  InitializeResult,
  Registration,
  RegistrationParams,
  UnregistrationParams,
} from "vscode-languageserver-protocol";
import { inject } from "vitest";
import { LspTypes } from "./lsp-types.js";

const room = dirname(dirname(fileURLToPath(import.meta.url)));

/** What VS Code announces, as far as it matters here. */
export const capabilities: ClientCapabilities = {
  window: { workDoneProgress: true },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    applyEdit: true,
    workspaceEdit: { documentChanges: true },
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    completion: {
      contextSupport: true,
      completionItem: {
        snippetSupport: true,
        labelDetailsSupport: true,
        tagSupport: { valueSet: [1] },
        documentationFormat: ["markdown", "plaintext"],
        resolveSupport: { properties: ["documentation", "detail"] },
      },
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
    definition: { linkSupport: true },
    signatureHelp: {
      signatureInformation: {
        documentationFormat: ["markdown"],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
      contextSupport: true,
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "refactor", "source"] } },
      resolveSupport: { properties: ["edit"] },
      dataSupport: true,
    },
    diagnostic: { dynamicRegistration: true },
    publishDiagnostics: {},
    inlineCompletion: {},
    inlayHint: {},
  },
};

export interface StartOptions {
  folder: string;
  /** Absolute paths of further workspace folders. */
  further?: readonly string[];
  capabilities?: ClientCapabilities;
  initializationOptions?: Record<string, unknown>;
  settings?: unknown;
  /** Settings of one folder, by its URI; they may change between two calls. */
  settingsOf?: (scopeUri: string) => unknown;
  cacheDirectory?: string;
  /** Measuring: messages are not checked. */
  unchecked?: boolean;
  env?: NodeJS.ProcessEnv;
}

let types: LspTypes | undefined;

export class TestClient {
  readonly connection: MessageConnection;
  readonly process: ChildProcess;
  readonly folder: string;
  readonly notifications: { method: string; params: unknown }[] = [];
  readonly problems: string[] = [];
  readonly checked = new Set<string>();
  readonly edits: unknown[] = [];
  registrations: Registration[] = [];
  initialized: InitializeResult | undefined;
  stderr = "";
  private readonly waiting: (() => void)[] = [];
  private readonly sent = new Map<string, string>();
  private readonly versions = new Map<string, number>();

  private constructor(options: StartOptions, module: string) {
    this.folder = options.folder;
    this.process = spawn(process.execPath, [module, "--stdio"], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...options.env },
      cwd: options.folder,
    });
    const { stdin, stdout, stderr } = this.process;
    if (!stdin || !stdout || !stderr) throw new Error("The server has no pipes.");
    stderr.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    const check = (message: Message, from: "client" | "server"): void => {
      if (options.unchecked !== true) this.check(message, from);
    };
    this.connection = createMessageConnection(
      new CheckingReader(stdout, (message) => check(message, "server")),
      new CheckingWriter(stdin, (message) => check(message, "client")),
    );
    this.connection.onRequest("workspace/configuration", ({ items }: { items: { scopeUri?: string }[] }) =>
      items.map(({ scopeUri }) => options.settingsOf?.(scopeUri ?? "") ?? options.settings ?? null),
    );
    this.connection.onRequest("client/registerCapability", ({ registrations }: RegistrationParams) => {
      this.registrations.push(...registrations);
      this.wake();
      return null;
    });
    this.connection.onRequest(
      "client/unregisterCapability",
      // The protocol spells it so.
      ({ unregisterations }: UnregistrationParams) => {
        const gone = new Set(unregisterations.map(({ id }) => id));
        this.registrations = this.registrations.filter(({ id }) => !gone.has(id));
        this.wake();
        return null;
      },
    );
    this.connection.onRequest("window/workDoneProgress/create", () => null);
    this.connection.onRequest("workspace/applyEdit", (params: { edit: unknown }) => {
      this.edits.push(params.edit);
      this.wake();
      return { applied: true };
    });
    this.connection.onRequest((method) => {
      this.notifications.push({ method, params: undefined });
      this.wake();
      return null;
    });
    this.connection.onNotification((method, params) => {
      this.notifications.push({ method, params });
      this.wake();
    });
    this.connection.onUnhandledProgress((params) => {
      this.notifications.push({ method: "$/progress", params });
      this.wake();
    });
    this.connection.listen();
  }

  static async start(options: StartOptions): Promise<TestClient> {
    const client = new TestClient(options, inject("serverModule"));
    const uri = pathToFileURL(options.folder).toString();
    client.initialized = await client.connection.sendRequest<InitializeResult>("initialize", {
      processId: process.pid,
      rootUri: uri,
      capabilities: options.capabilities ?? capabilities,
      workspaceFolders: [
        { uri, name: "test" },
        ...(options.further ?? []).map((path) => ({ uri: pathToFileURL(path).toString(), name: path })),
      ],
      initializationOptions: {
        adapterPath: join(dirname(room), "python"),
        ...(options.cacheDirectory === undefined ? {} : { cacheDirectory: options.cacheDirectory }),
        ...options.initializationOptions,
      },
    });
    await client.connection.sendNotification("initialized", {});
    return client;
  }

  private wake(): void {
    for (const waiter of this.waiting.splice(0)) waiter();
  }

  private check(message: Message, from: "client" | "server"): void {
    types ??= new LspTypes();
    const { id, method, params, result } = message as {
      id?: number | string;
      method?: string;
      params?: unknown;
      result?: unknown;
    };
    const found: string[] = [];
    if (method !== undefined) {
      if (id !== undefined) this.sent.set(`${from} ${id}`, method);
      this.checked.add(method);
      found.push(...types.paramsProblems(method, params));
      if (!types.knows(method) && !method.startsWith("snakebridge/") && !method.startsWith("$/")) {
        found.push("is not a method of the protocol");
      }
      this.problems.push(...found.map((problem) => `${method} from the ${from}: ${problem}`));
    } else if (id !== undefined && result !== undefined) {
      const asked = this.sent.get(`${from === "client" ? "server" : "client"} ${id}`);
      if (asked !== undefined) {
        found.push(...types.resultProblems(asked, result));
        this.problems.push(...found.map((problem) => `answer to ${asked}: ${problem}`));
      }
    }
  }

  /** Waits until the condition gives something; fails after the time with what was received. */
  async until<Value>(
    condition: () => Value | undefined | false,
    what: string,
    milliseconds = 90_000,
  ): Promise<Value> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const value = condition();
      if (value !== undefined && value !== false) return value;
      const left = end - Date.now();
      if (left <= 0) {
        throw new Error(
          `Waited ${milliseconds} ms in vain for ${what}. Received: ${JSON.stringify(this.notifications).slice(0, 2_000)} ${this.stderr}`,
        );
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  notification<Params>(method: string, matches: (params: Params) => boolean = () => true): Promise<Params> {
    return this.until(
      () =>
        this.notifications.find((each) => each.method === method && matches(each.params as Params))
          ?.params as Params | undefined,
      method,
    );
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).toString();
  }

  async open(name: string, text: string, languageId = "typescript"): Promise<string> {
    const uri = this.uri(name);
    this.versions.set(uri, 1);
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  async change(uri: string, contentChanges: unknown[]): Promise<number> {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges,
    });
    return version;
  }

  complete(uri: string, line: number, character: number): Promise<CompletionList | null> {
    return this.connection.sendRequest("textDocument/completion", {
      textDocument: { uri },
      position: { line, character },
      context: { triggerKind: 1 },
    });
  }

  /** Asks until the list is complete, as a client does that heard that a description is ready. */
  async completeWhenReady(
    uri: string,
    line: number,
    character: number,
    milliseconds = 90_000,
    enough: (list: CompletionList) => boolean = (list) => !list.isIncomplete && list.items.length > 0,
  ): Promise<CompletionList> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const before = this.notifications.length;
      const list = await this.complete(uri, line, character);
      if (list && enough(list)) return list;
      await this.until(
        () => this.notifications.slice(before).some((each) => each.method === "snakebridge/descriptionReady"),
        "descriptionReady",
        Math.max(1, end - Date.now()),
      );
    }
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.connection.sendRequest<{ items: Diagnostic[] }>("textDocument/diagnostic", {
      textDocument: { uri },
    });
    return report.items;
  }

  async stop(): Promise<number | null> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return this.process.exitCode;
    const exit = new Promise<number | null>((resolve) => this.process.once("exit", resolve));
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    const code = await exit;
    this.connection.dispose();
    return code;
  }
}

class CheckingReader extends StreamMessageReader {
  private readonly see: (message: Message) => void;

  constructor(stream: NodeJS.ReadableStream, see: (message: Message) => void) {
    super(stream);
    this.see = see;
  }

  override listen(callback: DataCallback): Disposable {
    return super.listen((message) => {
      this.see(message);
      callback(message);
    });
  }
}

class CheckingWriter extends StreamMessageWriter {
  private readonly see: (message: Message) => void;

  constructor(stream: NodeJS.WritableStream, see: (message: Message) => void) {
    super(stream);
    this.see = see;
  }

  override write(message: Message): Promise<void> {
    this.see(message);
    return super.write(message);
  }
}
