/** The calls for which the worker still owes an answer. Node stays alive as long as there are any. */
import type { Channel } from "./channel.js";
import type { Pending } from "../handles/pending.js";

/** How long the list of calls may grow while few of them are unanswered. */
const LONG = 4_096;

export class CallTable {
  readonly #channel: Channel;
  /**
   * Calls by their id less `#base`. Ids grow, and answers come in about the order of the calls, so a list serves that starts anew whenever
   * nothing is left; a map would rehash itself with every few calls.
   */
  #recent: (Pending | undefined)[] = [];
  #base = 0;
  /** How much of the list is in use. */
  #end = 0;
  /** Those in the list that are unanswered. */
  #count = 0;
  /** Calls that have been unanswered for so long that the list went on without them. */
  readonly #old = new Map<number, Pending>();
  /** Calls that were given up here, but not yet by the worker. */
  readonly #abandoned = new Set<number>();
  /** Who waits until the worker owes nothing any more. */
  #waiting: (() => void)[] = [];
  #held = false;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  expect(pending: Pending): void {
    this.#hold();
    if (this.#count === 0 || (this.#end > LONG && this.#end > 8 * this.#count)) this.#startAnew(pending.id);
    const index = pending.id - this.#base;
    if (index < this.#end) {
      this.#old.set(pending.id, pending);
      return;
    }
    for (let gap = this.#end; gap < index; gap++) this.#recent[gap] = undefined;
    this.#recent[index] = pending;
    this.#end = index + 1;
    this.#count++;
  }

  #startAnew(base: number): void {
    for (const pending of this.#unanswered()) this.#old.set(pending.id, pending);
    if (this.#recent.length > LONG) this.#recent = [];
    this.#base = base;
    this.#end = 0;
    this.#count = 0;
  }

  get(id: number): Pending | undefined {
    const index = id - this.#base;
    if (index >= 0 && index < this.#end) return this.#recent[index];
    return this.#old.get(id);
  }

  /** The call that is answered now; `undefined` where nobody waits for it. */
  take(id: number): Pending | undefined {
    const pending = this.#remove(id);
    if (pending === undefined) this.#abandoned.delete(id);
    return pending;
  }

  #remove(id: number): Pending | undefined {
    const index = id - this.#base;
    if (index >= 0 && index < this.#end) {
      const pending = this.#recent[index];
      if (pending === undefined) return undefined;
      this.#recent[index] = undefined;
      this.#count--;
      return pending;
    }
    const pending = this.#old.get(id);
    if (pending !== undefined) this.#old.delete(id);
    return pending;
  }

  /** Lets Node end, if that was the last answer. Called once for many answers. */
  rest(): void {
    if (this.#count > 0 || this.#old.size > 0) return;
    if (this.#held) {
      this.#held = false;
      this.#channel.unhold();
    }
    if (this.#abandoned.size === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when the worker has answered all calls, also those that were given up here. */
  whenEmpty(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.rest();
    });
  }

  abandon(id: number): void {
    if (this.#remove(id) !== undefined) this.#abandoned.add(id);
    this.rest();
  }

  isUnanswered(id: number): boolean {
    return this.get(id) !== undefined || this.#abandoned.has(id);
  }

  list(): Pending[] {
    return [...this.#old.values(), ...this.#unanswered()];
  }

  #unanswered(): Pending[] {
    if (this.#count === 0) return [];
    return this.#recent.slice(0, this.#end).filter((pending) => pending !== undefined);
  }

  /** All calls; none are left. */
  clear(): Pending[] {
    const calls = this.list();
    this.#old.clear();
    this.#recent = [];
    this.#end = 0;
    this.#count = 0;
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
