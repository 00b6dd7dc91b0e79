/** The language status: which Python and why, what is running, what went wrong, and the way to change each. */
import {
  languages,
  window,
  workspace,
  type Disposable,
  type DocumentSelector,
  type LanguageStatusItem,
} from "vscode";
import type { ErrorData } from "../../server/protocol/index.js";
import type { Environments } from "./environments.js";
import { folderOf } from "./folders.js";
import type { Server } from "./server.js";
import { pythonRow, workRow, type Row } from "./status-rows.js";

const selector: DocumentSelector = [
  { language: "typescript" },
  { language: "typescriptreact" },
  { language: "javascript" },
  { language: "javascriptreact" },
  { pattern: "**/{snakebridge,*.snakebridge}.json" },
];

/** Milliseconds between two looks at the workers, for as long as there are any. */
const lookAgain = 3_000;

export class StatusItem implements Disposable {
  readonly #environments: Environments;
  readonly #server: Server;
  readonly #subscriptions: Disposable[] = [];
  readonly #items = new Map<string, LanguageStatusItem>();
  /** Modules that could not be described, with the reason. */
  readonly #faults = new Map<string, ErrorData>();
  #workers = 0;
  #discovering: readonly string[] = [];
  #disposed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(server: Server, environments: Environments) {
    this.#server = server;
    this.#environments = environments;
    this.#subscriptions.push(
      server.onDidChangeState(() => this.#changed()),
      environments.onDidChange(() => this.#changed()),
      environments.onDidDescribe(({ module, error }) => {
        if (error === undefined) this.#faults.delete(module);
        else if (error.kind === "import-failed") this.#faults.set(module, error);
        this.#changed();
      }),
      window.onDidChangeActiveTextEditor(() => this.#show()),
      // What a folder's Python could not import says nothing about the folders that are left.
      workspace.onDidChangeWorkspaceFolders(() => this.#faults.clear()),
    );
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#remove();
  }

  #changed(): void {
    this.#show();
    this.#look();
  }

  /** Asks what runs, and again while anything does; a server at rest is not asked. */
  #look(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#server.state !== "running") return;
    this.#server.ask("serverStatus", undefined).then(
      ({ workers, discovering }) => {
        if (this.#disposed) return;
        this.#workers = workers;
        this.#discovering = discovering;
        this.#show();
        if (workers > 0 || discovering.length > 0) this.#timer ??= setTimeout(() => this.#look(), lookAgain);
      },
      // The server ends or has failed, which its state says.
      () => undefined,
    );
  }

  /** Appears with the server: a folder that doesn't use SnakeBridge sees nothing of it. */
  #show(): void {
    const { state } = this.#server;
    if (state === "stopped") {
      this.#faults.clear();
      this.#remove();
      return;
    }
    this.#put("snakebridge", "Python", pythonRow(state === "failed", this.#environments.known(folderOf())));
    const work = { workers: this.#workers, discovering: this.#discovering, faults: this.#faults };
    this.#put("snakebridge.work", "SnakeBridge", workRow(state === "starting", work));
  }

  #put(id: string, name: string, row: Row): void {
    const item = this.#items.get(id) ?? languages.createLanguageStatusItem(id, selector);
    this.#items.set(id, item);
    item.name = name;
    Object.assign(item, row);
  }

  #remove(): void {
    for (const item of this.#items.values()) item.dispose();
    this.#items.clear();
  }
}
