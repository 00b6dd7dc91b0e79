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

  get length(): number {
    return this.#waiters.size;
  }

  add(waiter: Waiter): void {
    this.#waiters.add(waiter);
  }

  /** Takes a waiter out. @returns whether it was still waiting */
  remove(waiter: Waiter): boolean {
    return this.#waiters.delete(waiter);
  }

  [Symbol.iterator](): Iterator<Waiter> {
    return this.#waiters.values();
  }

  refuseAll(error: Error): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) waiter.refuse(error);
  }
}
