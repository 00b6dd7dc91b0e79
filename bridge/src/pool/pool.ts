/** The set of workers: who gets which, and how it stays healthy. What a call or a session is, it does not know. */
import { EventEmitter } from "node:events";
import { Counters } from "./counters.js";
import { Deadline } from "./deadline.js";
import { PoolClosedError, SaturationError } from "./errors.js";
import { Lease } from "./lease.js";
import { mapJobs } from "./map-jobs.js";
import type { Member } from "./member.js";
import { Members } from "./members.js";
import type { Job, LeaseOptions, PoolEvents } from "./pool-events.js";
import { poolSettings, type PoolOptions, type PoolSettings } from "./pool-options.js";
import { WaitingQueue, type Waiter, type Want } from "./queue.js";
import { Staff, type StaffHome } from "./staff.js";
import type { PoolStatistics } from "./statistics.js";
import type { WorkerProcess } from "./worker.js";

export type { Job, LeaseOptions, PoolEvents };

export class Pool extends EventEmitter<PoolEvents> {
  readonly #settings: PoolSettings;
  readonly #members: Members;
  readonly #queue = new WaitingQueue();
  readonly #named = new Map<string, Promise<Lease>>();
  readonly #counters = new Counters(this);
  readonly #staff: Staff;
  #leases = 0;
  #closing: Promise<void> | null = null;
  #onDrained: (() => void) | null = null;

  /** @throws RangeError for options that make no sense */
  constructor(options: PoolOptions) {
    super();
    this.#settings = poolSettings(options);
    this.#members = new Members(this.#settings.concurrency);
    this.#staff = new Staff(this.#settings, this.#members, this.#counters, this.#asHome());
    this.#staff.keepMinimum();
  }

  #asHome(): StaffHome {
    return {
      events: this,
      isClosed: () => this.closed,
      serve: () => this.#serve(),
      refuseAll: (error) => this.#queue.refuseAll(error),
    };
  }

  get size(): number {
    return this.#settings.size;
  }

  get closed(): boolean {
    return this.#closing !== null;
  }

  /**
   * A worker for the caller alone, until it releases the lease.
   *
   * @throws (rejects) SaturationError, PoolClosedError, the signal's reason, or why no worker could be started
   */
  async lease({ fresh = false, signal, name }: LeaseOptions = {}): Promise<Lease> {
    const member = await this.#acquire(fresh ? "fresh" : "lease", signal);
    member.session = name ?? `session ${++this.#leases}`;
    return new Lease(member.worker, member.session, (reusable) => this.#release(member, fresh, reusable));
  }

  /**
   * The lease with that name: the same one for every caller until it is released or its worker is lost.
   */
  named(name: string, options: LeaseOptions = {}): Promise<Lease> {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const lease = this.lease({ ...options, name });
    this.#named.set(name, lease);
    const forget = (): void => {
      if (this.#named.get(name) === lease) this.#named.delete(name);
    };
    lease.then((granted) => granted.onEnd(forget), forget);
    return lease;
  }

  /** Runs a job on the least used worker that is not leased. The job must not keep the worker. */
  use<T>(job: Job<T>, { signal }: { readonly signal?: AbortSignal } = {}): Promise<T> {
    return this.#run(job, signal, true);
  }

  async #run<T>(job: Job<T>, signal: AbortSignal | undefined, limited: boolean): Promise<T> {
    const member = await this.#acquire("share", signal, limited);
    const began = performance.now();
    try {
      return await job(member.worker);
    } finally {
      this.measure(performance.now() - began);
      this.#endJob(member);
    }
  }

  /**
   * Runs a job for each item on unleased workers and gives the results in order. No more jobs than the pool has places
   * for are taken up at a time, so the queue limit does not concern it. After a failure no further job begins.
   */
  async map<I, T>(
    items: Iterable<I> | AsyncIterable<I>,
    job: (worker: WorkerProcess, item: I, index: number) => Promise<T>,
  ): Promise<T[]> {
    const { size, concurrency } = this.#settings;
    return mapJobs(items, size * concurrency, (item, index) =>
      this.#run((worker) => job(worker, item, index), undefined, false),
    );
  }

  /** Takes up how long a call took: jobs are measured here, the calls of a lease by whoever makes them. */
  measure(milliseconds: number): void {
    this.#counters.called(milliseconds);
  }

  statistics(): PoolStatistics {
    return this.#counters.statistics([...this.#members], this.#queue.length);
  }

  /** The processes that run or start now. */
  get workers(): readonly WorkerProcess[] {
    return [...this.#members].map(({ worker }) => worker);
  }

  /**
   * Takes no new callers, lets those who wait and those who work finish for `timeout` milliseconds in which this process could
   * listen, then rejects what is left with `PoolClosedError` and ends the workers.
   */
  close(timeout = 5_000): Promise<void> {
    this.#closing ??= this.#close(timeout);
    return this.#closing;
  }

  async #close(timeout: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const deadline = new Deadline(timeout, resolve);
      this.#onDrained = () => {
        deadline.clear();
        resolve();
      };
      this.#checkDrained();
    });
    this.#queue.refuseAll(new PoolClosedError());
    const members = [...this.#members];
    for (const member of members) member.retired = true;
    await Promise.all(
      members.map(({ worker, leased, jobs }) => worker.close(leased || jobs > 0 ? 0 : 5_000)),
    );
  }

  #checkDrained(): void {
    if (this.#onDrained !== null && this.#queue.length === 0 && this.#members.allFree) this.#onDrained();
  }

  async #acquire(want: Want, signal: AbortSignal | undefined, limited = true): Promise<Member> {
    signal?.throwIfAborted();
    if (this.closed) throw new PoolClosedError();
    const member = this.#queue.length === 0 ? this.#members.find(want) : null;
    if (member !== null) {
      this.#take(member, want);
      this.#counters.waited(0);
      return member;
    }
    if (limited) this.#checkSaturation();
    return this.#wait(want, signal);
  }

  /** @throws SaturationError where one more may not wait */
  #checkSaturation(): void {
    const { size, queueLimit } = this.#settings;
    // Workers that are starting will take callers without a release; those are not "too many".
    const coming = this.#vacancies();
    if (this.#queue.length >= queueLimit + coming) {
      this.#counters.saturated();
      throw new SaturationError(size, queueLimit);
    }
  }

  async #wait(want: Want, signal: AbortSignal | undefined): Promise<Member> {
    const since = performance.now();
    let waiter: Waiter | null = null;
    const abort = (): void => {
      if (waiter !== null && this.#queue.remove(waiter)) waiter.refuse(signal?.reason as Error);
      this.#checkDrained();
    };
    try {
      return await new Promise<Member>((grant, refuse) => {
        waiter = { want, since, grant, refuse };
        this.#queue.add(waiter);
        signal?.addEventListener("abort", abort, { once: true });
        this.#serve();
      });
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#counters.waited(performance.now() - since);
    }
  }

  /** Places that callers get without anybody's release: workers that start, or could be started. */
  #vacancies(): number {
    return this.#members.unready + this.#settings.size - this.#members.size;
  }

  #take(member: Member, want: Want): void {
    member.used = true;
    if (want === "share") member.jobs++;
    else member.leased = true;
  }

  /** Gives workers to those who wait, and starts more where that helps. */
  #serve(): void {
    const { size } = this.#settings;
    let unserved = 0;
    const without = new Set<Want>();
    for (const waiter of this.#queue) {
      const member = without.has(waiter.want) ? null : this.#members.find(waiter.want);
      if (member === null) {
        unserved++;
        without.add(waiter.want);
        if (waiter.want === "fresh") this.#makeRoom();
        // Who can't be shared can't be had at all. With a thousand callers waiting, each answer would ask for each of them.
        if (unserved >= size && without.has("share") && !this.#queue.hasFresh) break;
        continue;
      }
      this.#queue.remove(waiter);
      this.#take(member, waiter.want);
      waiter.grant(member);
    }
    let { starting } = this.#members;
    while (starting < unserved && this.#members.size < size) {
      this.#staff.start();
      starting++;
    }
    this.#checkDrained();
  }

  /** A fresh worker needs a place; an idle one that was used gives way. */
  #makeRoom(): void {
    if (this.#members.size < this.#settings.size) return;
    const member = this.#members.findIdleUsed();
    if (member !== null) this.#staff.retire(member, "fresh");
  }

  #release(member: Member, fresh: boolean, reusable: boolean): void {
    member.leased = false;
    member.session = undefined;
    if (!reusable) this.#staff.retire(member, "unfinished", 0);
    else if (fresh) this.#staff.retire(member, "fresh");
    else this.#staff.free(member);
  }

  #endJob(member: Member): void {
    member.jobs--;
    if (member.jobs === 0) this.#staff.free(member);
    else this.#serve();
  }
}
