/** The workers of a pool over their life: how they start and end, and which are replaced. Who gets one, it does not know. */
import type { EventEmitter } from "node:events";
import type { Counters } from "./counters.js";
import { channels } from "./diagnostics.js";
import type { Member } from "./member.js";
import type { Members } from "./members.js";
import type { PoolEvents, RecycleReason } from "./pool-events.js";
import type { PoolSettings } from "./pool-options.js";
import { recruit, type Employer } from "./recruit.js";
import type { WorkerLoss } from "./worker.js";

/** The pool, as far as the life of its workers concerns it. */
export interface StaffHome {
  /** Who listens to it is told, and each message on a channel names it. */
  readonly events: EventEmitter<PoolEvents>;
  isClosed(): boolean;
  /** There may be a worker, or the place of one, for somebody who waits. */
  serve(): void;
  /** No worker can be had: nobody needs to wait any more. */
  refuseAll(error: Error): void;
}

export class Staff {
  readonly #settings: PoolSettings;
  readonly #members: Members;
  readonly #counters: Counters;
  readonly #pool: StaffHome;

  constructor(settings: PoolSettings, members: Members, counters: Counters, pool: StaffHome) {
    this.#settings = settings;
    this.#members = members;
    this.#counters = counters;
    this.#pool = pool;
  }

  /** Starts one more worker. */
  start(): void {
    const member = recruit(this.#settings, this.#employer);
    const { worker } = member;
    this.#members.add(member);
    this.#counters.starts();
    this.#pool.events.emit("start", worker);
    channels.start.publish({ pool: this.#pool.events, worker });
  }

  readonly #employer: Employer = {
    onReady: (member, milliseconds) => {
      const { worker } = member;
      this.#counters.started(milliseconds);
      this.#pool.events.emit("ready", worker);
      channels.ready.publish({ pool: this.#pool.events, worker });
      this.#pool.serve();
    },
    onLost: (member, loss) => {
      this.#leave(member, loss);
    },
    onUnresponsive: (worker, silence) => {
      this.#pool.events.emit("unresponsive", worker, silence);
      channels.unresponsive.publish({ pool: this.#pool.events, worker, silence });
    },
    onResponsive: (worker) => {
      this.#pool.events.emit("responsive", worker);
      channels.responsive.publish({ pool: this.#pool.events, worker });
    },
  };

  /** A worker is gone, by itself or because it was asked. */
  #leave(member: Member, loss: WorkerLoss): void {
    this.#members.remove(member);
    this.#counters.ended(member.worker.calls);
    if (!member.retired) {
      this.#counters.lost();
      channels.lost.publish({ pool: this.#pool.events, worker: member.worker, loss });
      this.#pool.events.emit("lost", member.worker, loss);
    }
    // Where workers can't even start, those who wait would wait for ever.
    if (!member.ready && !this.#members.anyReady) this.#pool.refuseAll(loss);
    this.#pool.serve();
    if (member.ready && !this.#pool.isClosed()) this.keepMinimum();
  }

  /** Starts as many workers as the pool is to have at least. */
  keepMinimum(): void {
    while (this.#members.size < this.#settings.minimum) this.start();
  }

  /** Nobody uses the worker any more: replace it where it is due, else give it to the next. */
  free(member: Member): void {
    const { recycle } = this.#settings;
    const why = member.due(recycle);
    if (why !== null) this.retire(member, why);
    else if (recycle.memory !== undefined && member.worker.usable) this.#weigh(member, recycle.memory);
    else this.#pool.serve();
  }

  /** Asks for the memory before the next one gets the worker. */
  #weigh(member: Member, limit: number): void {
    const { worker } = member;
    member.leased = true;
    // Who waits for a worker may be all that is left to do.
    worker.hold();
    void worker.ping().then((state) => {
      worker.unhold();
      member.leased = false;
      if (state !== null) member.state = state;
      if (state !== null && state.rss > limit) this.retire(member, "memory");
      else this.#pool.serve();
    });
  }

  /**
   * Ends a worker, whose place then is free for another.
   *
   * @param timeout milliseconds that it may take to end in good order
   */
  retire(member: Member, why: RecycleReason, timeout?: number): void {
    if (!member.retired && member.worker.usable) {
      member.retired = true;
      this.#counters.recycled();
      this.#pool.events.emit("recycle", member.worker, why);
      channels.recycle.publish({ pool: this.#pool.events, worker: member.worker, why });
      // Its place is free when it is gone, so that the pool never has more processes than its size.
      void member.worker.close(timeout);
    }
    this.#pool.serve();
  }
}
