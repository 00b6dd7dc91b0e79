/** A channel to a worker whose start has yet to be found out: which interpreter, or which worker of a pool. */
import type { Hello, MessageHandler, WorkerLoss, WorkerProcess } from "../../pool/worker.js";
import type { WorkerState } from "../../pool/worker-messages.js";
import { WorkerStartError } from "../../pool/errors.js";
import { SnakeBridgeError } from "../../wire/errors.js";
import type { Channel } from "./channel.js";

/** Keeps what is sent until the worker is there. */
export class DeferredChannel implements Channel {
  #worker: WorkerProcess | undefined;
  #loss: WorkerLoss | null = null;
  #waiting: [message: string | object, attachments: readonly Uint8Array[] | undefined][] = [];
  #holds = 0;
  #onMessage: MessageHandler = () => undefined;
  readonly #onLost: ((loss: WorkerLoss) => void)[] = [];
  #kill: { readonly cause: WorkerLoss | string | undefined } | undefined;

  /** @param start gives the worker; why it rejects is what the calls are rejected with */
  constructor(start: Promise<WorkerProcess>) {
    start.then(
      (worker) => {
        this.#open(worker);
      },
      (error: unknown) => {
        this.#fail(asLoss(error));
      },
    );
  }

  get pid(): number | undefined {
    return this.#worker?.pid;
  }

  get hello(): Hello | null {
    return this.#worker?.hello ?? null;
  }

  get loss(): WorkerLoss | null {
    return this.#worker?.loss ?? this.#loss;
  }

  get closing(): boolean {
    return this.#worker?.closing ?? false;
  }

  send(message: string | object, attachments?: readonly Uint8Array[]): void {
    if (this.#worker === undefined) this.#waiting.push([message, attachments]);
    else this.#worker.send(message, attachments);
  }

  onMessage(handler: MessageHandler): void {
    this.#onMessage = handler;
    this.#worker?.onMessage(handler);
  }

  onLost(handler: (loss: WorkerLoss) => void): void {
    if (this.#worker !== undefined) this.#worker.onLost(handler);
    else if (this.#loss !== null) handler(this.#loss);
    else this.#onLost.push(handler);
  }

  hold(): void {
    this.#holds++;
    this.#worker?.hold();
  }

  unhold(): void {
    this.#holds--;
    this.#worker?.unhold();
  }

  rest(): void {
    this.#worker?.rest();
  }

  wake(): void {
    this.#worker?.wake();
  }

  ping(): Promise<WorkerState | null> {
    return this.#worker?.ping() ?? Promise.resolve(null);
  }

  kill(cause?: WorkerLoss | string): void {
    if (this.#worker === undefined) this.#kill = { cause };
    else this.#worker.kill(cause);
  }

  #open(worker: WorkerProcess): void {
    this.#worker = worker;
    worker.onMessage(this.#onMessage);
    for (let count = 0; count < this.#holds; count++) worker.hold();
    for (const handler of this.#onLost.splice(0)) worker.onLost(handler);
    if (this.#kill !== undefined) {
      worker.kill(this.#kill.cause);
      return;
    }
    for (const [message, attachments] of this.#waiting.splice(0)) worker.send(message, attachments);
  }

  #fail(loss: WorkerLoss): void {
    this.#loss = loss;
    this.#waiting = [];
    for (const handler of this.#onLost.splice(0)) handler(loss);
  }
}

function asLoss(error: unknown): WorkerLoss {
  if (error instanceof SnakeBridgeError) return error;
  const failure = new WorkerStartError("failed", error instanceof Error ? error.message : String(error));
  failure.cause = error;
  return failure;
}
