/** Parallelism: sessions with a worker each, and calls on whichever worker is free. */
import type { Lease } from "../../pool/lease.js";
import type { LeaseOptions, Pool, PoolEvents } from "../../pool/pool.js";
import type { PoolOptions } from "../../pool/pool-options.js";
import type { PoolStatistics } from "../../pool/statistics.js";
import type { WorkerProcess } from "../../pool/worker.js";
import { CodecRegistry, type Codec } from "../../values/index.js";
import { Connection, type ConnectionOptions } from "../connection/connection.js";
import { SessionClosedError } from "../errors/errors.js";
import { LeasedWorker } from "./leased-worker.js";
import { Session } from "./session.js";
import type { ConnectionSource } from "./session-issuer.js";
import type { CallLimits, PyAny, PyArg, PyPromise } from "../handles/types.js";

/** Finds out how to start workers: at once, or after a look at the project. */
export type PoolStart = PoolOptions | (() => Promise<PoolOptions>);

export class PythonPool implements AsyncDisposable {
  readonly codecs: CodecRegistry;
  readonly #start: PoolStart;
  readonly #options: Omit<ConnectionOptions, "codecs">;
  /** One for each worker: its ids go on from one session to the next. */
  readonly #connections = new WeakMap<WorkerProcess, Connection>();
  readonly #named = new Map<string, Promise<Session>>();
  readonly #listeners: ((pool: Pool) => void)[] = [];
  #opened: Promise<Pool> | undefined;
  #pool: Pool | undefined;
  #closed = false;

  constructor(
    start: PoolStart,
    options: Omit<ConnectionOptions, "codecs"> = {},
    codecs = new CodecRegistry(),
  ) {
    this.codecs = codecs;
    this.#start = start;
    this.#options = options;
  }

  /**
   * A worker for the caller alone, until the session is disposed of: `await using session = await pool.session()`. Waits
   * for one under the queue limit.
   *
   * @throws (rejects) SaturationError, PoolClosedError, the signal's reason, or why no worker could be started
   */
  async session(options?: LeaseOptions): Promise<Session> {
    const pool = await this.#open();
    return this.#sessionOf(await pool.lease(options), pool);
  }

  /** The session with that name: the same one for every caller until it is closed or its worker is lost. */
  named(name: string, options?: LeaseOptions): Promise<Session> {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const session = this.#name(name, options);
    this.#named.set(name, session);
    session.catch(() => this.#named.delete(name));
    return session;
  }

  async #name(name: string, options: LeaseOptions | undefined): Promise<Session> {
    const pool = await this.#open();
    const lease = await pool.named(name, options);
    lease.onEnd(() => this.#named.delete(name));
    return this.#sessionOf(lease, pool);
  }

  /** Calls a function by its dotted name on whichever worker is free: `pool.run("json.dumps", [data])`. */
  async run(
    path: string,
    args: readonly PyArg[] = [],
    kwargs?: Readonly<Record<string, PyArg>>,
    limits?: CallLimits,
  ): Promise<PyAny> {
    const pool = await this.#open();
    return pool.use(
      (worker) => this.#call(worker, path, args, kwargs, limits),
      limits?.signal ? { signal: limits.signal } : {},
    );
  }

  /**
   * Calls a function for each item, on all workers, and gives the results in order. `fn` is a dotted name, called with the
   * item, or a function that is given a session and the item.
   */
  async map<I>(
    fn: string | ((session: Session, item: I, index: number) => unknown),
    items: Iterable<I> | AsyncIterable<I>,
  ): Promise<PyAny[]> {
    const pool = await this.#open();
    return pool.map(items, (worker, item, index) =>
      typeof fn === "string"
        ? this.#call(worker, fn, [item as PyArg], undefined, undefined)
        : Promise.resolve(fn(new Session(this.#shared(worker)), item, index)),
    );
  }

  #call(
    worker: WorkerProcess,
    path: string,
    args: readonly PyArg[],
    kwargs: Readonly<Record<string, PyArg>> | undefined,
    limits: CallLimits | undefined,
  ): Promise<PyAny> {
    const call = new Session(this.#shared(worker)).call(path, args, kwargs) as PyPromise;
    return Promise.resolve(limits === undefined ? call : call.$with(limits));
  }

  /** Registers the conversion of a class of yours. It holds for workers that start from then on. */
  register<T, D = unknown>(codec: Codec<T, D>): void {
    this.codecs.add(codec);
  }

  /** Listens to the workers' life: `lost`, `recycle`, `unresponsive` and others of `PoolEvents`. */
  on<E extends keyof PoolEvents>(event: E, listener: (...args: PoolEvents[E]) => void): this {
    const listen = (pool: Pool): void => {
      pool.on(event, listener as never);
    };
    if (this.#pool === undefined) this.#listeners.push(listen);
    else listen(this.#pool);
    return this;
  }

  /** Counts of workers, calls, waits and restarts; `undefined` before the first use. */
  statistics(): PoolStatistics | undefined {
    return this.#pool?.statistics();
  }

  /** Takes no new callers, lets what is under way finish for `timeout` milliseconds, and ends the workers. */
  async close(timeout?: number): Promise<void> {
    this.#closed = true;
    await (await this.#opened)?.close(timeout);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #open(): Promise<Pool> {
    if (this.#closed && this.#opened === undefined) return Promise.reject(new SessionClosedError());
    return (this.#opened ??= this.#make());
  }

  async #make(): Promise<Pool> {
    const options = typeof this.#start === "function" ? await this.#start() : this.#start;
    // Loaded here: a program with one worker needs no pool.
    const { Pool } = await import("../../pool/pool.js");
    const pool = new Pool(options);
    this.#pool = pool;
    for (const listen of this.#listeners.splice(0)) listen(pool);
    return pool;
  }

  #connection(worker: WorkerProcess): Connection {
    let connection = this.#connections.get(worker);
    if (connection === undefined) {
      connection = new Connection(worker, { ...this.#options, codecs: this.codecs });
      this.#connections.set(worker, connection);
    }
    return connection;
  }

  #shared(worker: WorkerProcess): ConnectionSource {
    const connection = this.#connection(worker);
    return {
      codecs: this.codecs,
      current: connection,
      connection: () => connection,
      close: () => Promise.resolve(),
    };
  }

  #sessionOf(lease: Lease, pool: Pool): Session {
    const measure = (milliseconds: number): void => {
      pool.measure(milliseconds);
    };
    return new Session(new LeasedWorker(lease, this.#connection(lease.worker), this.codecs, measure));
  }
}
