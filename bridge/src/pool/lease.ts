import type { WorkerLoss, WorkerProcess } from "./worker.js";

/** The right to a worker. Whoever holds it is the only one to use the worker; it ends by `release`, or with the worker. */
export class Lease {
  readonly worker: WorkerProcess;
  /** What it was leased as, or a name that no other lease of the pool has. */
  readonly name: string;
  readonly #giveBack: (reusable: boolean) => void;
  readonly #handlers: (() => void)[] = [];
  #ended = false;

  /** @param giveBack called once, when the holder gives it up, as one that others may have or not, or the worker is gone */
  constructor(worker: WorkerProcess, name: string, giveBack: (reusable: boolean) => void) {
    this.worker = worker;
    this.name = name;
    this.#giveBack = giveBack;
    worker.onLost(() => this.#end(true));
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Why the worker is gone, where it is. */
  get loss(): WorkerLoss | null {
    return this.worker.loss;
  }

  /** Calls the handler when the lease ends; at once where it has ended. */
  onEnd(handler: () => void): void {
    if (this.#ended) handler();
    else this.#handlers.push(handler);
  }

  /** Gives the worker back to the pool. The second time it does nothing. */
  release(): void {
    this.#end(true);
  }

  /** Gives up a worker in which something still runs: nobody gets it after, and it is ended at once. */
  discard(): void {
    this.#end(false);
  }

  [Symbol.dispose](): void {
    this.release();
  }

  #end(reusable: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const handler of this.#handlers.splice(0)) handler();
    this.#giveBack(reusable);
  }
}
