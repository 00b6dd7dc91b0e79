/** The calls for which the worker still owes an answer. Node stays alive as long as there are any. */
import type { Channel } from "./channel.js";
import type { Pending } from "./pending.js";

export class CallTable {
  readonly #channel: Channel;
  readonly #calls = new Map<number, Pending>();
  /** Calls that were given up here, but not yet by the worker. */
  readonly #abandoned = new Set<number>();
  #held = false;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  expect(pending: Pending): void {
    this.#calls.set(pending.id, pending);
    this.#hold();
  }

  get(id: number): Pending | undefined {
    return this.#calls.get(id);
  }

  /** The call that is answered now; `undefined` where nobody waits for it. */
  take(id: number): Pending | undefined {
    const pending = this.#calls.get(id);
    if (pending === undefined) this.#abandoned.delete(id);
    else this.#calls.delete(id);
    return pending;
  }

  /** Lets Node end, if that was the last answer. Called once for many answers. */
  rest(): void {
    if (this.#held && this.#calls.size === 0) {
      this.#held = false;
      this.#channel.unhold();
    }
  }

  abandon(id: number): void {
    if (this.#calls.delete(id)) this.#abandoned.add(id);
    this.rest();
  }

  isUnanswered(id: number): boolean {
    return this.#calls.has(id) || this.#abandoned.has(id);
  }

  list(): Pending[] {
    return [...this.#calls.values()];
  }

  /** All calls; none are left. */
  clear(): Pending[] {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    this.#abandoned.clear();
    this.rest();
    return calls;
  }

  #hold(): void {
    if (this.#held) return;
    this.#held = true;
    this.#channel.hold();
  }
}
