/** Requests for descriptions that a worker is working on. */
import type { SnakeBridgeError } from "../wire/errors.js";
import { DescribeError } from "./errors.js";
import type { WorkerMessage, WorkerProcess } from "./worker.js";

export interface DescribeOptions {
  /** Aborting rejects with the signal's reason and kills the worker, since an import can't be interrupted safely. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: unknown) => void;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: unknown) => void) | undefined;
}

export class DescribeRequests {
  readonly #worker: WorkerProcess;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;

  constructor(worker: WorkerProcess) {
    this.#worker = worker;
  }

  /** @throws (rejects) DescribeError with the Python error, or what the worker was lost by */
  async ask(request: unknown, { signal, onProgress }: DescribeOptions): Promise<unknown> {
    signal?.throwIfAborted();
    if (this.#worker.loss !== null) throw this.#worker.loss;
    const id = this.#nextId++;
    const abort = (): void => {
      const pending = this.#pending.get(id);
      this.#pending.delete(id);
      pending?.reject(
        signal?.reason instanceof Error ? signal.reason : new Error("The description was cancelled."),
      );
      this.#worker.kill();
    };
    this.#worker.hold();
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { resolve, reject, onProgress });
        signal?.addEventListener("abort", abort, { once: true });
        this.#worker.send({ t: "describe", id, request });
      });
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#worker.unhold();
    }
  }

  answer(message: WorkerMessage): void {
    const id = Number(message["id"]);
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    if ("progress" in message) {
      pending.onProgress?.(message["progress"]);
      return;
    }
    this.#pending.delete(id);
    if ("e" in message) pending.reject(new DescribeError(message["e"]));
    else pending.resolve(message["v"]);
  }

  lost(loss: SnakeBridgeError): void {
    for (const pending of this.#pending.values()) pending.reject(loss);
    this.#pending.clear();
  }
}
