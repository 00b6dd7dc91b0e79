/** Asks a worker for signs of life, and tells when they stop. */
import type { WorkerState } from "./worker-messages.js";

export interface HeartbeatOptions {
  /** Milliseconds between two pings. */
  readonly interval: number;
  /** Milliseconds of silence after which the worker is killed. Never, where absent. */
  readonly unresponsiveAfter: number | undefined;
  readonly onState: (state: WorkerState) => void;
  /** The worker has not answered for `silence` milliseconds. Told once until it answers. */
  readonly onUnresponsive: (silence: number) => void;
  readonly onResponsive: () => void;
}

/** The part of a worker that is listened to. */
export interface Living {
  /** Bytes that it has sent so far. */
  readonly received: number;
  ping(): Promise<WorkerState | null>;
  kill(why: string): void;
}

/**
 * A worker answers from whichever of its threads reads, also during a call. It is silent where it is stopped, where it
 * hangs, and where a C function holds Python's lock, which from here look the same. It is not silent while bytes come;
 * and the time in which this process itself was too busy to listen does not count.
 */
export class Heartbeat {
  readonly #worker: Living;
  readonly #options: HeartbeatOptions;
  readonly #timer: NodeJS.Timeout;
  /** Since when nothing was heard, with a ping under way; `null` when the last one was answered. */
  #silentSince: number | null = null;
  #beatAt = performance.now();
  #received = 0;
  #told = false;

  constructor(worker: Living, options: HeartbeatOptions) {
    this.#worker = worker;
    this.#options = options;
    this.#timer = setInterval(() => this.#beat(), options.interval);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const now = performance.now();
    const heldUp = Math.max(0, now - this.#beatAt - this.#options.interval);
    this.#beatAt = now;
    const { received } = this.#worker;
    const spoke = received !== this.#received;
    this.#received = received;
    if (this.#silentSince === null) this.#ask(now);
    else if (spoke) this.#silentSince = now;
    else {
      this.#silentSince += heldUp;
      this.#silent(now - this.#silentSince);
    }
  }

  #ask(now: number): void {
    this.#silentSince = now;
    void this.#worker.ping().then((state) => {
      this.#silentSince = null;
      if (state === null) return;
      if (this.#told) this.#options.onResponsive();
      this.#told = false;
      this.#options.onState(state);
    });
  }

  #silent(silence: number): void {
    const { interval, unresponsiveAfter } = this.#options;
    if (!this.#told && silence >= interval) {
      this.#told = true;
      this.#options.onUnresponsive(silence);
    }
    if (unresponsiveAfter === undefined || silence < unresponsiveAfter) return;
    // At a breakpoint a worker is silent, and well.
    if (process.env["SNAKEBRIDGE_DEBUG_FOLDER"] !== undefined) return;
    this.#worker.kill(`it gave no sign of life for ${Math.round(silence)} ms`);
  }
}
