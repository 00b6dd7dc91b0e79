/** Operations where no worker can take them: every result rejects with the reason. */
import type { Handle } from "../handles/handle.js";
import type { OperationRequest } from "../handles/issuer.js";
import { Pending, type PendingHome } from "../handles/pending.js";
import { AheadStream, type StreamHome } from "../streams/stream.js";
import type { PyStream } from "../handles/types.js";

const nowhere: StreamHome = {
  credit: () => undefined,
  closeStream: () => undefined,
  deadlock: () => undefined,
  forgetStream: () => undefined,
  hold: () => undefined,
  unhold: () => undefined,
};

export class Refusal implements PendingHome {
  readonly #reason: unknown;

  constructor(reason: unknown) {
    this.#reason = reason;
  }

  call(_op?: "call" | "coro", on?: Handle): Pending {
    return this.#refused(on);
  }

  issue({ on }: OperationRequest): Pending {
    return this.#refused(on);
  }

  iterate(_on: Handle): PyStream {
    const stream = new AheadStream(nowhere, 0, 1, undefined);
    stream.reject(this.#reason);
    return stream;
  }

  fetch(): void {
    // Every result is settled from the start.
  }

  forget(): void {
    // Nothing is held anywhere.
  }

  limit(): void {
    // Nothing is under way.
  }

  deadlock(): undefined {
    return undefined;
  }

  #refused(on: Handle | undefined): Pending {
    // As everywhere, a failure is told through the last result that depends on it.
    if (on?.base instanceof Pending) on.base.consumed = true;
    const pending = new Pending(this, 0);
    pending.rejectLater(this.#reason);
    // As with calls that leave, the program has until the end of this turn to turn to the result.
    queueMicrotask(() => {
      process.nextTick(() => {
        pending.tell();
      });
    });
    return pending;
  }
}
