/** The workers of a pool: which of them suits a caller, and how many there are of each kind. */
import type { Member } from "./member.js";
import type { Want } from "./queue.js";

export class Members {
  readonly #concurrency: number;
  readonly #all = new Set<Member>();

  /** @param concurrency how many shared jobs a worker takes at a time */
  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  get size(): number {
    return this.#all.size;
  }

  [Symbol.iterator](): Iterator<Member> {
    return this.#all.values();
  }

  add(member: Member): void {
    this.#all.add(member);
  }

  remove(member: Member): void {
    this.#all.delete(member);
  }

  /** The worker that suits best, if one can be given out now. */
  find(want: Want): Member | null {
    let best: Member | null = null;
    for (const member of this.#all) {
      if (!member.ready || member.leased || member.retired || !member.worker.usable) continue;
      if (want === "share" ? member.jobs >= this.#concurrency : member.jobs > 0) continue;
      if (want === "fresh" && member.used) continue;
      if (best === null || lessUsed(member, best)) best = member;
    }
    return best;
  }

  /** One that is idle and no longer fresh. */
  findIdleUsed(): Member | null {
    for (const member of this.#all) if (member.idle && member.used) return member;
    return null;
  }

  /** How many will take callers when they have started. */
  get starting(): number {
    return this.#count(({ ready, retired }) => !ready && !retired);
  }

  /** How many are not ready, those that are to end included: their places come free. */
  get unready(): number {
    return this.#count(({ ready }) => !ready);
  }

  get anyReady(): boolean {
    return this.#count(({ ready }) => ready) > 0;
  }

  /** Whether nobody has a worker. */
  get allFree(): boolean {
    return this.#count(({ leased, jobs }) => leased || jobs > 0) === 0;
  }

  #count(fits: (member: Member) => boolean): number {
    let count = 0;
    for (const member of this.#all) if (fits(member)) count++;
    return count;
  }
}

/** Fewer jobs first; among equals the one that served before, since its modules are loaded. */
function lessUsed(a: Member, b: Member): boolean {
  return a.jobs !== b.jobs ? a.jobs < b.jobs : a.used && !b.used;
}
