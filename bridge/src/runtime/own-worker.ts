/** A session's own worker: started with the first call, and again with the next call after it was lost. */
import { WorkerProcess } from "../pool/worker.js";
import type { WorkerOptions } from "../pool/worker-options.js";
import { CodecRegistry } from "../values/index.js";
import { Connection, type ConnectionOptions } from "./connection.js";
import { DeferredChannel } from "./deferred-channel.js";
import { SessionClosedError } from "./errors.js";
import type { ConnectionSource } from "./session-issuer.js";

/** Finds out how to start the worker: at once, or after a look at the project. */
export type StartOptions = WorkerOptions | (() => Promise<WorkerOptions>);

export class OwnWorker implements ConnectionSource {
  readonly codecs = new CodecRegistry();
  readonly #start: StartOptions;
  readonly #options: Omit<ConnectionOptions, "codecs">;
  #connection: Connection | undefined;
  #worker: Promise<WorkerProcess> | undefined;
  #closed: SessionClosedError | undefined;

  constructor(start: StartOptions, options: Omit<ConnectionOptions, "codecs"> = {}) {
    this.#start = start;
    this.#options = options;
  }

  get current(): Connection | undefined {
    return this.#connection;
  }

  connection(): Connection {
    if (this.#closed !== undefined) throw this.#closed;
    if (this.#connection?.loss === undefined) return (this.#connection ??= this.#connect());
    return (this.#connection = this.#connect());
  }

  #connect(): Connection {
    const start = this.#start;
    const options = { ...this.#options, codecs: this.codecs };
    if (typeof start !== "function") {
      const worker = new WorkerProcess(start);
      this.#worker = Promise.resolve(worker);
      return new Connection(worker, options);
    }
    this.#worker = start().then((found) => new WorkerProcess(found));
    return new Connection(new DeferredChannel(this.#worker), options);
  }

  async close(): Promise<void> {
    if (this.#closed !== undefined) return;
    this.#closed = new SessionClosedError();
    try {
      await (await this.#worker)?.close();
    } catch {
      // A worker that never came up needs no end.
    }
  }
}
