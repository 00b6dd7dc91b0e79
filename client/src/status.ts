/** The language status item: which Python, how it is, and the way to change it. */
import {
  l10n,
  languages,
  LanguageStatusSeverity,
  window,
  type Disposable,
  type DocumentSelector,
  type LanguageStatusItem,
} from "vscode";
import type { EnvironmentStatus } from "../../server/protocol/index.js";
import type { Environments } from "./environments.js";
import { folderOf } from "./folders.js";
import type { Server } from "./server.js";

const selector: DocumentSelector = [
  { language: "typescript" },
  { language: "typescriptreact" },
  { language: "javascript" },
  { language: "javascriptreact" },
  { pattern: "**/{snakebridge,*.snakebridge}.json" },
];

export class StatusItem implements Disposable {
  readonly #environments: Environments;
  readonly #server: Server;
  readonly #subscriptions: Disposable[] = [];
  #item: LanguageStatusItem | undefined;

  constructor(server: Server, environments: Environments) {
    this.#server = server;
    this.#environments = environments;
    this.#subscriptions.push(
      server.onDidChangeState(() => this.#show()),
      environments.onDidChange(() => this.#show()),
      window.onDidChangeActiveTextEditor(() => this.#show()),
    );
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item?.dispose();
  }

  /** Appears with the server: a folder that doesn't use SnakeBridge sees nothing of it. */
  #show(): void {
    const state = this.#server.state;
    if (state === "stopped") {
      this.#item?.dispose();
      this.#item = undefined;
      return;
    }
    this.#item ??= languages.createLanguageStatusItem("snakebridge", selector);
    this.#item.name = "SnakeBridge";
    this.#item.busy = state === "starting";
    Object.assign(this.#item, describe(state === "failed", this.#environments.known(folderOf())));
  }
}

type Shown = Pick<LanguageStatusItem, "text" | "detail" | "severity" | "command">;

/** The words for a state of the environment. */
function describe(failed: boolean, status: EnvironmentStatus | undefined): Shown {
  const { Error, Information, Warning } = LanguageStatusSeverity;
  if (failed) {
    const command = { command: "snakebridge.showOutput", title: l10n.t("Show Output") };
    return { text: l10n.t("SnakeBridge did not start"), detail: "", severity: Error, command };
  }
  switch (status?.state) {
    case undefined:
      return {
        text: "SnakeBridge",
        detail: l10n.t("looking for Python"),
        severity: Information,
        command: undefined,
      };
    case "ready":
      return {
        text: l10n.t("Python {0}", status.version ?? ""),
        detail: [packagesOf(status), status.reason].filter((part) => part !== undefined).join(" · "),
        severity: Information,
        command: { command: "snakebridge.selectInterpreter", title: l10n.t("Select Interpreter") },
      };
    case "untrusted":
      return {
        text: "SnakeBridge",
        detail: l10n.t("no Python in an untrusted workspace"),
        severity: Information,
        command: { command: "workbench.trust.manage", title: l10n.t("Manage Workspace Trust") },
      };
    case "missing":
    case "failed":
      return {
        text:
          status.state === "missing" ? l10n.t("No Python environment") : l10n.t("Python environment broken"),
        detail: status.problem ?? "",
        severity: status.state === "missing" ? Warning : Error,
        command: { command: "snakebridge.setUpEnvironment", title: l10n.t("Set Up") },
      };
  }
}

function packagesOf(status: EnvironmentStatus): string | undefined {
  const count = status.packages?.length;
  if (count === undefined) return undefined;
  return count === 1 ? l10n.t("1 package") : l10n.t("{0} packages", count);
}
