/** A program under the debugger, from its start to its end. */
import type { DebugSession } from "vscode";
import type { Announcement, AnnouncementFolder } from "./announcements.js";

type Attach = (worker: Announcement, parent: DebugSession) => void;

export class DebugRun {
  readonly id: string;
  readonly #folder: AnnouncementFolder;
  readonly #attach: Attach;
  #root: DebugSession | undefined;
  /** Workers that came before the session of the program was known. */
  #waiting: Announcement[] = [];

  constructor(folder: AnnouncementFolder, attach: Attach) {
    this.id = folder.path;
    this.#folder = folder;
    this.#attach = attach;
  }

  started(session: DebugSession): void {
    if (session.parentSession !== undefined) return;
    this.#root = session;
    for (const worker of this.#waiting.splice(0)) this.#attach(worker, session);
  }

  announced(worker: Announcement): void {
    if (this.#root === undefined) this.#waiting.push(worker);
    else this.#attach(worker, this.#root);
  }

  async end(): Promise<void> {
    await this.#folder.close();
  }
}
