/** Describes modules in the background: what documents name, one after the other, each at most once at a time. */
import type { Brief } from "snakebridge/tooling";
import type { ErrorData } from "../../protocol/index.js";
import type { Wanted } from "./folder-knowledge.js";
import type { FolderPython, Progress, Task } from "./folder-python.js";

export interface DiscoveryEvents {
  /** The names of a module that is still being described. */
  moduleSeen(module: string, names: readonly Brief[]): void;
  moduleDone(module: string, error: ErrorData | undefined): void;
  classDone(qualifiedName: string, failed: boolean): void;
  installedDone(): void;
  /** Shows progress for background work on a module, if the client can. */
  progress(module: string): Promise<Progress & { done(): void }>;
}

const mostAtOnce = 2;

interface Running {
  promise: Promise<void>;
  abort: AbortController;
}

export class Discovery implements Wanted {
  private readonly python: FolderPython;
  private readonly events: DiscoveryEvents;
  private readonly modules = new Map<string, Running>();
  private readonly classes = new Map<string, Running>();
  private listing: Running | undefined;
  /** Work that waits for its turn, what the user wants most urgently first. */
  private readonly queue: { urgent: boolean; run: () => Promise<void> }[] = [];
  private active = 0;
  private closed = false;

  constructor(python: FolderPython, events: DiscoveryEvents) {
    this.python = python;
    this.events = events;
  }

  get running(): string[] {
    return [...this.modules.keys(), ...this.classes.keys()];
  }

  module(name: string): void {
    if (!this.modules.has(name)) {
      this.start(this.modules, name, true, async (signal) => {
        const progress = await this.events.progress(name);
        try {
          const onNames = (names: readonly Brief[]): void => {
            if (!this.closed) {
              this.events.moduleSeen(name, names);
            }
          };
          await this.python.describeModule(name, { signal, progress, onNames });
          return () => this.events.moduleDone(name, undefined);
        } catch (error) {
          return () => this.events.moduleDone(name, this.python.explain(error));
        } finally {
          progress.done();
        }
      });
    }
  }

  class(qualifiedName: string): void {
    if (!this.classes.has(qualifiedName)) {
      this.start(this.classes, qualifiedName, false, async (signal) => {
        try {
          await this.python.describeClass(qualifiedName, { signal, progress: silent });
          return () => this.events.classDone(qualifiedName, false);
        } catch {
          return () => this.events.classDone(qualifiedName, true);
        }
      });
    }
  }

  installed(): void {
    if (this.listing || this.closed) {
      return;
    }
    const abort = new AbortController();
    const promise = this.python
      .readInstalledModules({ signal: abort.signal })
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        this.listing = undefined;
        if (!this.closed) {
          this.events.installedDone();
        }
      });
    this.listing = { promise, abort };
  }

  /** Describes now, for a request: in front of the background work, with the request's own progress and cancel. */
  async now(name: string, task: Task & { refresh?: boolean }): Promise<void> {
    await this.python.describeModule(name, task);
  }

  private start(
    group: Map<string, Running>,
    name: string,
    urgent: boolean,
    work: (signal: AbortSignal) => Promise<() => void>,
  ): void {
    if (this.closed) {
      return;
    }
    const abort = new AbortController();
    const promise = new Promise<void>((resolve) => {
      this.queue.push({
        urgent,
        run: async () => {
          const report = abort.signal.aborted ? undefined : await work(abort.signal);
          group.delete(name);
          if (!this.closed) {
            report?.();
          }
          resolve();
        },
      });
    });
    group.set(name, { promise, abort });
    this.next();
  }

  /** Few at a time: each package is described by a process of its own. */
  private next(): void {
    while (this.active < mostAtOnce && this.queue.length > 0) {
      const index = Math.max(
        0,
        this.queue.findIndex((waiting) => waiting.urgent),
      );
      const [waiting] = this.queue.splice(index, 1);
      this.active += 1;
      void waiting?.run().finally(() => {
        this.active -= 1;
        this.next();
      });
    }
  }

  /** Stops what runs; nothing is reported afterwards. */
  async close(): Promise<void> {
    this.closed = true;
    const all = [...this.modules.values(), ...this.classes.values(), ...(this.listing ? [this.listing] : [])];
    for (const running of all) {
      running.abort.abort();
    }
    await Promise.allSettled(all.map((running) => running.promise));
  }
}

const silent: Progress = { report: () => undefined };
