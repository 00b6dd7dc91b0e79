/** Python iterables as async iterators: ahead of the consumer under a credit window, or in lock-step with it. */
import type { IterationHint } from "../../values/index.js";
import type { CallSite } from "../errors/call-site.js";
import { StreamModeError } from "../errors/errors.js";
import { requireSafe } from "../declared/safe-integers.js";
import type { PyStream } from "../handles/types.js";

/** How many items Python may be ahead of the consumer, unless the stream says otherwise. */
export const DEFAULT_AHEAD = 1_024;

/** An `items` message with its items decoded. */
export interface StreamItems {
  readonly items: readonly unknown[];
  readonly end: boolean;
  readonly returned: unknown;
  readonly error: unknown;
}

/** What a stream asks of its connection. */
export interface StreamHome {
  credit(stream: number, count: number): void;
  closeStream(stream: number): void;
  /**
   * The error where the code that runs here would wait for ever for the next item.
   *
   * @param begun whether Python is known to have begun with it
   */
  deadlock(stream: number, begun: boolean): Error | undefined;
  /** The stream has ended on Python's side. */
  forgetStream(stream: number): void;
  /** Keeps Node alive while a consumer waits. */
  hold(): void;
  unhold(): void;
}

type Result = IteratorResult<unknown>;

interface Waiter {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** A stream that Python sends ahead, started by an `iter` operation. */
export class AheadStream implements PyStream {
  readonly #home: StreamHome;
  readonly #id: number;
  readonly #ahead: number;
  /** Items that have arrived, from `#next` on. */
  #items: readonly unknown[] = [];
  #next = 0;
  /** Batches behind `#items`. */
  #batches: (readonly unknown[])[] = [];
  #waiters: Waiter[] = [];
  /** Python has sent something of it. */
  #begun = false;
  /** Items taken since the last credit went out. */
  #taken = 0;
  #state: "open" | "closing" | "ended" = "open";
  #error: { readonly value: Error } | undefined;
  #returned: unknown;
  #closed: Promise<void> | undefined;
  #confirmClose: () => void = () => undefined;

  /** The declared types of the items and of what is returned, where TypeScript was told that their integers are numbers. */
  declared: IterationHint | undefined;
  /** Where in TypeScript the iteration was begun. */
  readonly site: CallSite | undefined;
  /** Stops what watches its limits. */
  unlimit: (() => void) | undefined;

  constructor(home: StreamHome, id: number, ahead: number, site: CallSite | undefined) {
    this.#home = home;
    this.#id = id;
    this.#ahead = ahead;
    this.site = site;
  }

  get returned(): unknown {
    return this.#returned;
  }

  /** Whether a consumer waits for an item. */
  get isAwaited(): boolean {
    return this.#waiters.length > 0;
  }

  get ended(): boolean {
    return this.#state === "ended";
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  next(value?: unknown): Promise<Result> {
    if (value !== undefined) return Promise.reject(new StreamModeError("next"));
    if (this.#next < this.#items.length || this.#turnBatch()) {
      const item = this.#items[this.#next++];
      this.#take();
      return Promise.resolve({ done: false, value: item });
    }
    if (this.#state !== "open") return this.#finish();
    const deadlock = this.#home.deadlock(this.#id, this.#begun);
    if (deadlock !== undefined) return Promise.reject(deadlock);
    return new Promise((resolve, reject) => {
      if (this.#waiters.push({ resolve, reject }) === 1) this.#home.hold();
    });
  }

  async return(value?: unknown): Promise<Result> {
    this.#items = [];
    this.#next = 0;
    this.#batches = [];
    this.#error = undefined;
    if (this.#state === "open") {
      this.#state = "closing";
      this.#closed = new Promise((resolve) => {
        this.#confirmClose = resolve;
      });
      this.#home.closeStream(this.#id);
    }
    await this.#closed;
    // Python's `finally` may have raised.
    const failed = this.#takeError();
    if (failed !== undefined) throw failed.value;
    return { done: true, value };
  }

  throw(): Promise<Result> {
    return Promise.reject(new StreamModeError("throw"));
  }

  /** Ends the stream with an error, behind the items that have arrived. */
  reject(error: unknown): void {
    if (this.#state !== "ended") this.receive({ items: [], end: true, returned: undefined, error });
  }

  /** The first of the items that is an integer beyond what was declared, and the error that says so. */
  refuse(items: readonly unknown[]): { readonly index: number; readonly error: unknown } | undefined {
    for (const [index, item] of items.entries()) {
      try {
        requireSafe(item, this.declared?.item, "$");
      } catch (error) {
        return { index, error };
      }
    }
    return undefined;
  }

  /** The error where what the generator returned is an integer beyond what was declared. */
  refusalOfReturn(returned: unknown): unknown {
    try {
      requireSafe(returned, this.declared?.returns, "$");
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** Takes what Python has sent. */
  receive({ items, end, returned, error }: StreamItems): void {
    this.#begun = true;
    if (this.#state === "open" && items.length > 0) {
      let given = 0;
      while (given < items.length && this.#waiters.length > 0) {
        this.#waiters.shift()?.resolve({ done: false, value: items[given++] });
        this.#take();
      }
      if (given > 0 && this.#waiters.length === 0) this.#home.unhold();
      if (given < items.length) this.#batches.push(given === 0 ? items : items.slice(given));
    }
    if (!end) return;
    this.#state = "ended";
    this.#returned = returned;
    if (error !== undefined) this.#error = { value: error as Error };
    this.#home.forgetStream(this.#id);
    this.unlimit?.();
    this.#confirmClose();
    const waiters = this.#waiters;
    this.#waiters = [];
    if (waiters.length > 0) this.#home.unhold();
    for (const waiter of waiters) this.#finish().then(waiter.resolve, waiter.reject);
  }

  #turnBatch(): boolean {
    const batch = this.#batches.shift();
    if (batch === undefined) return false;
    this.#items = batch;
    this.#next = 0;
    return true;
  }

  /** Gives credit back in halves of the window, so that messages are few and Python never runs dry. */
  #take(): void {
    this.#taken += 1;
    if (this.#taken * 2 < this.#ahead || this.#state !== "open") return;
    this.#home.credit(this.#id, this.#taken);
    this.#taken = 0;
  }

  #finish(): Promise<Result> {
    const failed = this.#takeError();
    if (failed !== undefined) return Promise.reject(failed.value);
    return Promise.resolve({ done: true, value: this.#returned });
  }

  /** An error is told once, as by a generator. */
  #takeError(): { readonly value: Error } | undefined {
    const error = this.#error;
    this.#error = undefined;
    return error;
  }
}

/** What lock-step iteration asks for. */
export interface StepSource {
  /** The iterator: `iter(object)`, made when the first item is asked for. */
  begin(): Promise<unknown>;
  /** Performs one `next` operation. */
  step(iterator: unknown, how: { readonly send?: unknown; readonly throw?: unknown }): Promise<Result>;
  /** Runs the generator's `finally`. */
  close(iterator: unknown): Promise<void>;
}

/** Asks Python for one item at a time, so that nothing is consumed that nobody asked for. */
export class StepStream implements PyStream {
  readonly #source: StepSource;
  #iterator: Promise<unknown> | undefined;
  #returned: unknown;
  #ended = false;

  constructor(source: StepSource) {
    this.#source = source;
  }

  get returned(): unknown {
    return this.#returned;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  next(value?: unknown): Promise<Result> {
    return this.#advance(value === undefined ? {} : { send: value });
  }

  throw(error: unknown): Promise<Result> {
    return this.#advance({ throw: error });
  }

  async return(value?: unknown): Promise<Result> {
    if (!this.#ended) {
      this.#ended = true;
      if (this.#iterator !== undefined) await this.#source.close(await this.#iterator);
    }
    return { done: true, value };
  }

  async #advance(how: { readonly send?: unknown; readonly throw?: unknown }): Promise<Result> {
    if (this.#ended) return { done: true, value: undefined };
    try {
      this.#iterator ??= this.#source.begin();
      const result = await this.#source.step(await this.#iterator, how);
      if (result.done === true) {
        this.#ended = true;
        this.#returned = result.value;
      }
      return result;
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }
}
