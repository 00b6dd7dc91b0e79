/** What a pool counts while it works, and how it tells of it. */
import { channels } from "./diagnostics.js";
import type { Member } from "./member.js";
import { Times, type PoolStatistics } from "./statistics.js";

export class Counters {
  /** Stands in each message. */
  readonly #pool: object;
  readonly #waits = new Times();
  readonly #latencies = new Times();
  readonly #starts = new Times();
  /** Calls of workers that are gone. */
  #pastCalls = 0;
  #losses = 0;
  #recycled = 0;
  #restarts = 0;
  #saturations = 0;
  /** Workers that ended and have not been replaced. */
  #gone = 0;

  constructor(pool: object) {
    this.#pool = pool;
  }

  /** A caller got a worker, or gave up. One that did not have to wait is not told. */
  waited(milliseconds: number): void {
    this.#waits.add(milliseconds);
    if (milliseconds > 0 && channels.wait.hasSubscribers)
      channels.wait.publish({ pool: this.#pool, milliseconds });
  }

  called(milliseconds: number): void {
    this.#latencies.add(milliseconds);
    if (channels.call.hasSubscribers) channels.call.publish({ pool: this.#pool, milliseconds });
  }

  /** A worker is started, in the place of one that ended if there is such. */
  starts(): void {
    if (this.#gone === 0) return;
    this.#gone--;
    this.#restarts++;
  }

  started(milliseconds: number): void {
    this.#starts.add(milliseconds);
  }

  ended(calls: number): void {
    this.#pastCalls += calls;
    this.#gone++;
  }

  lost(): void {
    this.#losses++;
  }

  recycled(): void {
    this.#recycled++;
  }

  saturated(): void {
    this.#saturations++;
    channels.saturated.publish({ pool: this.#pool });
  }

  statistics(members: readonly Member[], waiting: number): PoolStatistics {
    const count = (test: (member: Member) => boolean): number => members.filter(test).length;
    return {
      workers: {
        total: members.length,
        starting: count((member) => !member.ready),
        idle: count((member) => member.idle),
        busy: count((member) => member.jobs > 0),
        leased: count((member) => member.leased),
      },
      waiting,
      calls: this.#pastCalls + members.reduce((sum, { worker }) => sum + worker.calls, 0),
      waits: this.#waits.summary(),
      latencies: this.#latencies.summary(),
      starts: this.#starts.summary(),
      losses: this.#losses,
      restarts: this.#restarts,
      recycled: this.#recycled,
      saturations: this.#saturations,
    };
  }
}
