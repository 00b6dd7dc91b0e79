/** What is known about each folder's Python, kept from the server's answers and notifications. */
import { commands, EventEmitter, workspace, type Disposable, type Event, type WorkspaceFolder } from "vscode";
import type { DescriptionReadyParams, EnvironmentStatus } from "../../server/protocol/index.js";
import { inFolder } from "./folders.js";
import type { Server } from "./server.js";

export class Environments implements Disposable {
  readonly #server: Server;
  readonly #known = new Map<string, EnvironmentStatus>();
  readonly #changes = new EventEmitter<EnvironmentStatus>();
  readonly #descriptions = new EventEmitter<DescriptionReadyParams>();
  /** A module was described, or could not be. */
  readonly onDidDescribe = this.#descriptions.event;

  constructor(server: Server) {
    this.#server = server;
  }

  get onDidChange(): Event<EnvironmentStatus> {
    return this.#changes.event;
  }

  /** What was last heard; nothing is asked. */
  known(folder: WorkspaceFolder | undefined): EnvironmentStatus | undefined {
    return this.#known.get(folder?.uri.toString() ?? "");
  }

  async read(folder: WorkspaceFolder | undefined, refresh = false): Promise<EnvironmentStatus> {
    const status = await this.#server.ask("environment", { ...inFolder(folder), refresh });
    this.keep({ ...inFolder(folder), ...status });
    return status;
  }

  keep(status: EnvironmentStatus): void {
    this.#known.set(status.folder ?? "", status);
    // The welcome texts and the walkthrough's first step look at this.
    void commands.executeCommand("setContext", "snakebridge.environment", status.state);
    this.#changes.fire(status);
  }

  /** Every folder of the workspace. */
  async readAll(): Promise<void> {
    const folders = workspace.workspaceFolders ?? [undefined];
    await Promise.all(folders.map((folder) => this.read(folder)));
  }

  described(ready: DescriptionReadyParams): void {
    this.#descriptions.fire(ready);
  }

  dispose(): void {
    this.#changes.dispose();
    this.#descriptions.dispose();
  }
}
