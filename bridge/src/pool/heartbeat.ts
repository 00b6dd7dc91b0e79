/** Asks a worker for signs of life, and tells when they stop. */
import { WorkerLostError } from "./errors.js";
import type { WorkerProcess, WorkerState } from "./worker.js";

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

/**
 * A worker answers from whichever of its threads reads, also during a call. It is silent where it is stopped, where it
 * hangs, and where a C function holds Python's lock, which from here look the same.
 */
export class Heartbeat {
  readonly #worker: WorkerProcess;
  readonly #options: HeartbeatOptions;
  readonly #timer: NodeJS.Timeout;
  /** When the ping went out that has no answer yet. */
  #askedAt: number | null = null;
  #told = false;

  constructor(worker: WorkerProcess, options: HeartbeatOptions) {
    this.#worker = worker;
    this.#options = options;
    this.#timer = setInterval(() => this.#beat(), options.interval);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    if (this.#askedAt !== null) {
      this.#silent(performance.now() - this.#askedAt);
      return;
    }
    this.#askedAt = performance.now();
    void this.#worker.ping().then((state) => {
      this.#askedAt = null;
      if (state === null) return;
      if (this.#told) this.#options.onResponsive();
      this.#told = false;
      this.#options.onState(state);
    });
  }

  #silent(silence: number): void {
    const { unresponsiveAfter } = this.#options;
    if (!this.#told) {
      this.#told = true;
      this.#options.onUnresponsive(silence);
    }
    if (unresponsiveAfter === undefined || silence < unresponsiveAfter) return;
    const end = { pid: this.#worker.pid, exitCode: null, signal: "SIGKILL" as const, stderr: "" };
    this.#worker.kill(new WorkerLostError(end, `it gave no sign of life for ${Math.round(silence)} ms`));
  }
}
