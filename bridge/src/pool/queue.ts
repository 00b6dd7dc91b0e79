/** Callers that wait for a worker, first come, first served. */
import type { Member } from "./member.js";

/** What a caller wants: a worker of its own, one that nobody had before, or a share of any. */
export type Want = "lease" | "fresh" | "share";

export interface Waiter {
  readonly want: Want;
  readonly since: number;
  readonly grant: (member: Member) => void;
  readonly refuse: (error: Error) => void;
}

export class WaitingQueue {
  readonly #waiters = new Set<Waiter>();
  #fresh = 0;

  get length(): number {
    return this.#waiters.size;
  }

  /** Whether somebody waits for a worker that nobody had before. */
  get hasFresh(): boolean {
    return this.#fresh > 0;
  }

  add(waiter: Waiter): void {
    this.#waiters.add(waiter);
    if (waiter.want === "fresh") this.#fresh++;
  }

  /** Takes a waiter out. @returns whether it was still waiting */
  remove(waiter: Waiter): boolean {
    const waited = this.#waiters.delete(waiter);
    if (waited && waiter.want === "fresh") this.#fresh--;
    return waited;
  }

  [Symbol.iterator](): Iterator<Waiter> {
    return this.#waiters.values();
  }

  refuseAll(error: Error): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    this.#fresh = 0;
    for (const waiter of waiters) waiter.refuse(error);
  }
}
