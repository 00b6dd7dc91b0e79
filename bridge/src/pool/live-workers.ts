/** The workers of this program, so that its end is theirs too. */

/** What the end of the program needs of a worker. */
interface Endable {
  /** Whether something waits for it. */
  readonly held: boolean;
  close(): Promise<void>;
  kill(): void;
}

/**
 * Workers don't keep Node alive. When nothing else does either, they are closed in good order: their last output arrives
 * and Python's exit handlers run. Where the program is ended instead (`process.exit`), workers read the end of their file
 * and exit by themselves; those in the middle of a call might not notice for long, so they are killed.
 */
class LiveWorkers {
  readonly #workers = new Set<Endable>();
  #watching = false;

  add(worker: Endable): void {
    this.#workers.add(worker);
    if (this.#watching) return;
    this.#watching = true;
    process.on("beforeExit", () => {
      // A worker that is held has been put to rest, to see whether anything else goes on. It will be woken.
      for (const worker of this.#workers) if (worker.held) return;
      for (const worker of this.#workers) void worker.close();
    });
    process.on("exit", () => {
      for (const worker of this.#workers) if (worker.held) worker.kill();
    });
  }

  remove(worker: Endable): void {
    this.#workers.delete(worker);
  }
}

export const liveWorkers = new LiveWorkers();
