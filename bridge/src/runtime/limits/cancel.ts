/** Limits of calls: deadlines and abort signals, and what happens to a call that ran into one. */
import { CallTimeoutError } from "../errors/errors.js";
import type { CallLimits } from "../handles/types.js";

const DEFAULT_GRACE = 2_000;

/** What limits need of the connection. */
export interface CancelHome {
  /** Asks Python to give the operation up. */
  sendCancel(id: number): void;
  /** Kills the worker, for operations that did not give up. */
  killWorker(why: string): void;
  /** Whether the worker still owes an answer for the operation. */
  isUnanswered(id: number): boolean;
}

/** Something that can be given up: a pending result with its chain, or a stream. */
export interface Limited {
  /** The operations to cancel, in the order in which they were issued. */
  readonly operations: readonly number[];
  readonly settled: boolean;
  fail(error: unknown): void;
}

export class Limits {
  readonly #home: CancelHome;
  readonly #graces = new Set<NodeJS.Timeout>();

  constructor(home: CancelHome) {
    this.#home = home;
  }

  /** Watches the limits. @returns stops watching */
  watch(limited: Limited, limits: CallLimits): () => void {
    const { signal, timeout } = limits;
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const giveUp = (error: unknown): void => {
      stop();
      if (!limited.settled) this.#giveUp(limited, limits, error);
    };
    const abort = (): void => {
      giveUp(signal?.reason);
    };
    if (signal?.aborted === true) {
      giveUp(signal.reason);
      return stop;
    }
    signal?.addEventListener("abort", abort, { once: true });
    if (timeout !== undefined) {
      timer = setTimeout(() => {
        giveUp(new CallTimeoutError(timeout));
      }, timeout);
    }
    return stop;
  }

  /** The connection has ended; nothing needs to be killed any more. */
  clear(): void {
    for (const grace of this.#graces) clearTimeout(grace);
    this.#graces.clear();
  }

  #giveUp(limited: Limited, limits: CallLimits, error: unknown): void {
    const { operations } = limited;
    for (const id of operations) this.#home.sendCancel(id);
    limited.fail(error);
    if (limits.kill !== true) return;
    const grace = setTimeout(() => {
      this.#graces.delete(grace);
      if (operations.some((id) => this.#home.isUnanswered(id))) {
        this.#home.killWorker("a cancelled call did not end");
      }
    }, limits.grace ?? DEFAULT_GRACE);
    this.#graces.add(grace);
  }
}
