/** One Python process running the adapter: its handshake, its messages and its end. */
import { ProtocolError } from "../wire/errors.js";
import type { Frame } from "../wire/frame.js";
import { Deadline } from "./deadline.js";
import { DescribeRequests, type DescribeOptions } from "./describe-requests.js";
import { WorkerLostError, type WorkerEnd } from "./errors.js";
import { liveWorkers } from "./live-workers.js";
import { Pings } from "./pings.js";
import { earlyExit, fatalLoss, spawnFailure, startTimeout } from "./start-failure.js";
import { Subprocess } from "./subprocess.js";
import {
  countAnswers,
  PROTOCOL_VERSION,
  type Hello,
  type MessageHandler,
  type WorkerLoss,
  type WorkerMessage,
  type WorkerState,
} from "./worker-messages.js";
import type { WorkerOptions } from "./worker-options.js";

export type { Hello, MessageHandler, WorkerLoss, WorkerMessage, WorkerState };

const FORWARDED = new Set(["results", "items", "callback", "released", "log", "output"]);
const DEFAULT_START_TIMEOUT = 30_000;

/**
 * A worker process. It starts on construction; messages may be sent at once and are read after the handshake.
 *
 * It keeps Node alive only while something holds it (`hold`), so a program with nothing pending ends.
 */
export class WorkerProcess {
  readonly options: WorkerOptions;
  /** Resolves with the handshake, or rejects with `InterpreterError`, `WorkerStartError` or `ProtocolError`. */
  readonly ready: Promise<Hello>;
  /** Resolves when the process is gone and everything it had sent was read. Never rejects. */
  readonly lost: Promise<WorkerLoss>;
  /** When the process was started, by `performance.now()`. */
  readonly startedAt = performance.now();
  readonly #process: Subprocess;
  readonly #describes: DescribeRequests;
  readonly #pings = new Pings();
  readonly #lossHandlers: ((loss: WorkerLoss) => void)[] = [];
  #startDeadline: Deadline | null = null;
  #settleReady: { resolve: (hello: Hello) => void; reject: (error: Error) => void } | null = null;
  #settleLost: (loss: WorkerLoss) => void = () => undefined;
  #onMessage: MessageHandler = () => undefined;
  #hello: Hello | null = null;
  #loss: WorkerLoss | null = null;
  /** Why we ended it ourselves, where that is not its own doing: the error, or the reason for a `WorkerLostError`. */
  #cause: WorkerLoss | string | null = null;
  #closing = false;
  #closed = false;
  #answered = 0;
  #holds = 0;

  constructor(options: WorkerOptions) {
    this.options = options;
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    // Whoever needs it awaits `ready`; others learn of the failure through `lost`.
    this.ready.catch(() => undefined);
    this.lost = new Promise((resolve) => {
      this.#settleLost = resolve;
    });
    this.#process = new Subprocess(options, {
      frame: (frame) => this.#receive(frame),
      broken: (error) => this.kill(error),
      failed: (error) => this.#finish(spawnFailure(error, options)),
      ended: (end, cut) => this.#finish(this.#explain(end, cut)),
    });
    this.#describes = new DescribeRequests(this);
    liveWorkers.add(this);
    this.#beginStart();
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** The handshake, once it is there. */
  get hello(): Hello | null {
    return this.#hello;
  }

  /** Why it is gone; `null` while it runs. */
  get loss(): WorkerLoss | null {
    return this.#loss;
  }

  /** False from the moment it is asked to end, or is found gone. */
  get usable(): boolean {
    return this.#loss === null && !this.#closing && !this.#process.exited;
  }

  /** Whether it was asked to end in good order, as opposed to killed. */
  get closing(): boolean {
    return this.#closed;
  }

  /** How many calls it has answered. */
  get calls(): number {
    return this.#answered;
  }

  /** Whether something waits for it. */
  get held(): boolean {
    return this.#holds > 0;
  }

  /** Bytes that it has sent so far: while they come, it lives. */
  get received(): number {
    return this.#process.received;
  }

  /** Bytes that wait to be written. */
  get backlog(): number {
    return this.#process.backlog;
  }

  /** Sets who receives results, items, callbacks, releases and log records. One handler at a time. */
  onMessage(handler: MessageHandler): void {
    this.#onMessage = handler;
  }

  /** Calls `handler` once when the worker is gone, before `lost` resolves; at once where it is gone already. */
  onLost(handler: (loss: WorkerLoss) => void): void {
    if (this.#loss === null) this.#lossHandlers.push(handler);
    else handler(this.#loss);
  }

  /**
   * Sends one frame. Attachments are not copied: leave them unchanged until the answer is there. A worker that is gone
   * takes it silently: its `lost` says so.
   *
   * @param message the header, as an object or as JSON text
   * @throws ProtocolError where the frame would break a limit
   */
  send(message: string | object, attachments?: readonly Uint8Array[]): void {
    this.#process.send(typeof message === "string" ? message : JSON.stringify(message), attachments);
  }

  /** Keeps Node alive until the matching `unhold`. */
  hold(): void {
    if (this.#holds++ === 0) this.#process.ref();
  }

  unhold(): void {
    if (--this.#holds === 0) this.#process.unref();
  }

  /** Keeps Node alive no longer, though something holds it, until `wake`: for finding out whether anything else does. */
  rest(): void {
    this.#process.unref();
  }

  wake(): void {
    if (this.#holds > 0) this.#process.ref();
  }

  /** Asks for a description; see `docs/wire.md`. Aborting ends the worker, since an import can't be interrupted safely. */
  describe(request: unknown, options: DescribeOptions = {}): Promise<unknown> {
    return this.#describes.ask(request, options);
  }

  /**
   * Resolves when everything that the worker had printed has been handed over: it lies in the pipe before the answer to a
   * ping does, and a turn of the event loop reads both.
   */
  async outputSettled(): Promise<void> {
    if (this.options.onOutput === undefined) return;
    await this.ping();
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Asks for a sign of life. Resolves with the worker's state, or with `null` when it is gone. */
  ping(): Promise<WorkerState | null> {
    if (this.#loss !== null) return Promise.resolve(null);
    return this.#pings.ask((message) => this.send(message));
  }

  /**
   * Ends the worker in good order: it finishes what it has received, runs Python's exit handlers and exits. After
   * `timeout` milliseconds in which this process could listen, it is killed.
   */
  async close(timeout = 5_000): Promise<void> {
    if (this.#loss === null) this.#closed = true;
    if (!this.#closing && this.#loss === null) {
      this.#closing = true;
      // The pipe stays open: its end would say that the host is gone, and cut short what the worker has to finish.
      this.send({ t: "close" });
    }
    this.hold();
    const deadline = new Deadline(timeout, () => this.kill());
    await this.lost;
    deadline.clear();
    this.unhold();
  }

  /**
   * Kills the process at once.
   *
   * @param cause what its calls are rejected with, or the reason that their `WorkerLostError` gives
   */
  kill(cause?: WorkerLoss | string): void {
    if (this.#loss !== null) return;
    this.#closing = true;
    if (cause !== undefined) this.#cause ??= cause;
    this.#process.kill();
  }

  #beginStart(): void {
    const milliseconds = this.options.startTimeout ?? DEFAULT_START_TIMEOUT;
    this.hold();
    this.#startDeadline = new Deadline(milliseconds, () => {
      this.kill(startTimeout(milliseconds, this.#process.stderr, this.options));
    });
    const { cwd, sysPath, imports, logging, debug } = this.options;
    this.send({ t: "init", protocol: PROTOCOL_VERSION, cwd, sysPath, imports, logging, debug, lifeline: 5 });
  }

  #endStart(): void {
    if (this.#startDeadline === null) return;
    this.#startDeadline.clear();
    this.#startDeadline = null;
    this.unhold();
  }

  #receive({ header, attachments }: Frame): void {
    const message = header as WorkerMessage;
    if (message.t === "results") this.#answered += countAnswers(message);
    if (FORWARDED.has(message.t)) {
      this.#onMessage(message, attachments);
      return;
    }
    switch (message.t) {
      case "hello":
        this.#greet(message as unknown as Hello);
        return;
      case "pong":
        this.#pings.answer(message);
        return;
      case "described":
        this.#describes.answer(message);
        return;
      case "state":
        return;
      case "fatal":
        this.#cause ??= fatalLoss(message, this.#process.stderr);
        return;
      default:
        throw new ProtocolError(`The worker sent an unknown message ${JSON.stringify(message.t)}.`);
    }
  }

  #greet(hello: Hello): void {
    if (hello.protocol !== PROTOCOL_VERSION) {
      throw new ProtocolError(
        `The Python adapter speaks version ${hello.protocol} of the protocol, this library version ${PROTOCOL_VERSION}. ` +
          `Use the adapter that came with it (${this.options.adapterPath}).`,
      );
    }
    this.#hello = hello;
    if (this.options.onOutput === undefined) this.#process.showErrors();
    if (this.options.imports === undefined || this.options.imports.length === 0) this.#becomeReady();
    // The pong comes behind the warm-up: imports are done, or `fatal` came first.
    else void this.ping().then((state) => state !== null && this.#becomeReady());
  }

  #becomeReady(): void {
    this.#endStart();
    if (this.#hello !== null) this.#settleReady?.resolve(this.#hello);
    this.#settleReady = null;
  }

  #finish(loss: WorkerLoss): void {
    if (this.#loss !== null) return;
    this.#loss = loss;
    liveWorkers.remove(this);
    this.#endStart();
    this.#settleReady?.reject(loss);
    this.#settleReady = null;
    this.#pings.lost();
    this.#describes.lost(loss);
    for (const handler of this.#lossHandlers.splice(0)) handler(loss);
    this.#settleLost(loss);
  }

  #explain(end: WorkerEnd, cut: ProtocolError | null): WorkerLoss {
    if (typeof this.#cause === "string") return new WorkerLostError(end, this.#cause);
    if (this.#cause !== null) return this.#cause;
    if (this.#hello === null && !this.#closing) return earlyExit(end, this.options);
    // A worker that crashes cuts its last frame off by nature; one that ends by itself should not.
    if (cut !== null && end.exitCode === 0 && !this.#closing) return cut;
    return new WorkerLostError(end, this.#closing ? "it was closed" : undefined);
  }
}
