/** What the callbacks of a connection wait for, as far as it can be known: calls and streams that come behind them, or nothing at all. */
import type { WorkerState } from "../../pool/worker-messages.js";
import type { CallTable } from "../connection/call-table.js";
import type { Channel } from "../connection/channel.js";
import { currentContext, type CallbackContext } from "./context.js";
import { blockedBy, isAnswering } from "./deadlock.js";
import { DeadlockError } from "../errors/errors.js";
import type { Holdings } from "../connection/holdings.js";
import type { Outbox } from "../operations/outbox.js";
import type { Pending } from "../handles/pending.js";
import type { StandstillHome, Stuck } from "./standstill.js";

/** The parts of a connection that know who waits. */
export interface Waiting {
  readonly channel: Channel;
  readonly calls: CallTable;
  readonly outbox: Outbox;
  readonly holdings: () => Holdings;
}

export class CallbackWaits implements StandstillHome {
  readonly #connection: object;
  readonly #parts: Waiting;

  constructor(connection: object, parts: Waiting) {
    this.#connection = connection;
    this.#parts = parts;
  }

  /** The error where the running code would wait for ever for a result. */
  forResult(pending: Pending): DeadlockError | undefined {
    const callback = this.#current();
    if (callback === undefined) return undefined;
    return errorIf(blockedBy(callback, { id: pending.id, parent: pending.details.parent }));
  }

  /**
   * The error where the running code would wait for ever for the next item of a stream.
   *
   * @param begun whether Python is known to have begun with it
   */
  forStream(stream: number, begun: boolean): DeadlockError | undefined {
    const callback = this.#current();
    if (callback === undefined || callback.answered) return undefined;
    const parent = this.#parts.holdings().contextOf(stream)?.call;
    return errorIf(isAnswering(callback, stream) || (!begun && blockedBy(callback, { id: stream, parent })));
  }

  /** The callback of this connection that the running code answers. */
  #current(): CallbackContext | undefined {
    const callback = currentContext()?.callback;
    return callback?.connection === this.#connection ? callback : undefined;
  }

  get stuck(): Stuck | undefined {
    const { calls, outbox } = this.#parts;
    const { blocking: callback, streams } = this.#parts.holdings();
    if (callback === undefined || !outbox.isEmpty) return undefined;
    let behind = 0;
    for (const { id, details } of calls.list()) {
      if (isAnswering(callback, id)) continue;
      if (!blockedBy(callback, { id, parent: details.parent })) return undefined;
      behind++;
    }
    for (const [id, stream] of streams) if (stream.isAwaited && !isAnswering(callback, id)) return undefined;
    return { callback, behind };
  }

  rest(): void {
    this.#parts.channel.rest();
  }

  wake(): void {
    this.#parts.channel.wake();
  }

  ping(): Promise<WorkerState | null> {
    return this.#parts.channel.ping();
  }

  giveUp({ callback, behind }: Stuck): void {
    this.#parts.holdings().callbacks.giveUp(callback, new DeadlockError(behind > 0 ? "a call" : "nothing"));
  }
}

function errorIf(blocked: boolean): DeadlockError | undefined {
  return blocked ? new DeadlockError() : undefined;
}
