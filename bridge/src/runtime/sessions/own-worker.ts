/** A session's own worker: started with the first call, and again with the next call after it was lost. */
import { Heartbeat } from "../../pool/heartbeat.js";
import { WorkerProcess } from "../../pool/worker.js";
import type { WorkerOptions } from "../../pool/worker-options.js";
import { CodecRegistry } from "../../values/index.js";
import { Connection, type ConnectionOptions } from "../connection/connection.js";
import { DeferredChannel } from "../connection/deferred-channel.js";
import { SessionClosedError } from "../errors/errors.js";
import type { ConnectionSource } from "./session-issuer.js";

/** What is done about a worker that gives no sign of life: stopped, hanging, or inside C code that holds Python's lock. */
export interface HealthOptions {
  /** Milliseconds of silence after which the worker is killed. Default: never. */
  readonly unresponsiveAfter?: number | undefined;
  /** Told once the worker has not answered for a heartbeat, until it answers again. */
  readonly onUnresponsive?: ((silence: number) => void) | undefined;
  readonly onResponsive?: (() => void) | undefined;
  /** Milliseconds between two signs of life. Default 5,000, or a third of `unresponsiveAfter`. */
  readonly heartbeat?: number | undefined;
}

/** How a session's worker starts, and what is done when it is silent. */
export type OwnWorkerOptions = WorkerOptions & HealthOptions;

/** Finds out how to start the worker: at once, or after a look at the project. */
export type StartOptions = OwnWorkerOptions | (() => Promise<OwnWorkerOptions>);

export class OwnWorker implements ConnectionSource {
  readonly codecs: CodecRegistry;
  readonly #start: StartOptions;
  readonly #options: Omit<ConnectionOptions, "codecs">;
  #connection: Connection | undefined;
  #worker: Promise<WorkerProcess> | undefined;
  #closed: SessionClosedError | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    start: StartOptions,
    options: Omit<ConnectionOptions, "codecs"> = {},
    codecs = new CodecRegistry(),
  ) {
    this.codecs = codecs;
    this.#start = start;
    this.#options = options;
  }

  get current(): Connection | undefined {
    return this.#connection;
  }

  connection(): Connection {
    if (this.#closed !== undefined) {
      // What is under way is finished, with all that its callbacks call.
      if (this.#connection?.isAnswering === true) return this.#connection;
      throw this.#closed;
    }
    if (this.#connection?.loss === undefined) return (this.#connection ??= this.#connect());
    return (this.#connection = this.#connect());
  }

  #connect(): Connection {
    const start = this.#start;
    const options = { ...this.#options, codecs: this.codecs };
    if (typeof start !== "function") {
      const worker = startWorker(start);
      this.#worker = Promise.resolve(worker);
      return new Connection(worker, options);
    }
    this.#worker = start().then(startWorker);
    return new Connection(new DeferredChannel(this.#worker), options);
  }

  close(timeout?: number): Promise<void> {
    this.#closed ??= new SessionClosedError();
    return (this.#closing ??= this.#close(timeout));
  }

  async #close(timeout: number | undefined): Promise<void> {
    // What was called in this turn is under way, too; whether it is awaited shows behind the turn's promise jobs.
    await new Promise<void>((resolve) => {
      queueMicrotask(() => {
        process.nextTick(resolve);
      });
    });
    this.#connection?.flush();
    try {
      await (await this.#worker)?.close(timeout);
    } catch {
      // A worker that never came up needs no end.
    }
  }
}

function startWorker(options: OwnWorkerOptions): WorkerProcess {
  const { unresponsiveAfter, onUnresponsive, onResponsive, heartbeat, ...worker } = options;
  const process = new WorkerProcess(worker);
  if (unresponsiveAfter === undefined && onUnresponsive === undefined) return process;
  const interval =
    heartbeat ?? (unresponsiveAfter === undefined ? 5_000 : Math.max(10, unresponsiveAfter / 3));
  const watch = (): void => {
    const beat = new Heartbeat(process, {
      interval,
      unresponsiveAfter,
      onState: () => undefined,
      onUnresponsive: (silence) => onUnresponsive?.(silence),
      onResponsive: () => onResponsive?.(),
    });
    process.onLost(() => {
      beat.stop();
    });
  };
  // A start that fails is told by the loss.
  process.ready.then(watch, () => undefined);
  return process;
}
