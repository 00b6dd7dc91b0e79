/** The pending result of an operation: of a call that was sent, or waits in the batch of this turn. */
import { awaitedAt, type CallSite } from "../errors/call-site.js";
import { currentContext, type ReferenceCollector } from "../callbacks/context.js";
import type { DeadlockError } from "../errors/errors.js";
import { Handle } from "./handle.js";
import type { CallHints, MemberHints } from "../declared/hints.js";
import { PULL, type Issued, type Issuer, type Pull } from "./issuer.js";
import type { ResultHint } from "../../values/index.js";
import { lacksPlace, setPlace, type PythonError } from "../errors/python-error.js";
import type { CallSettings, ConversionOptions, PyStream, StreamOptions } from "./types.js";

/** What a pending result needs of its connection. */
export interface PendingHome extends Issuer {
  /** Why its worker is gone, if it is. */
  readonly loss?: unknown;
  /** The result is wanted after its operation has left: asks for it in an operation of its own. */
  fetch(pending: Pending): void;
  /** Nobody will name this call any more. */
  forget(pending: Pending): void;
  limit(pending: Pending, settings: CallSettings): void;
  /** The error where the code that runs here would wait for ever. */
  deadlock(pending: Pending): DeadlockError | undefined;
}

type State = "queued" | "sent" | "fulfilled" | "rejected";

const noop = (): void => undefined;

/** What few results have. Apart from the others, so that these are small: a program may have ten thousand under way. */
export interface Details {
  /** The declared types of the call that gives it. */
  declared?: CallHints | undefined;
  /** The callback inside of which it was issued. */
  parent?: number | undefined;
  /** How it converts, where the program or a wrapper said so. */
  conversion?: ConversionOptions | undefined;
  /** Earlier results that it depends on, kept until it is settled: a failure among them carries that call's site. */
  dependencies?: readonly Pending[] | undefined;
  /** Takes the references that come with the result. */
  scope?: ReferenceCollector | undefined;
  /** Stops what watches its limits. */
  unlimit?: (() => void) | undefined;
  /** Who waits for nothing but the worker's answer. */
  answered?: (() => void)[] | undefined;
  /** The result is a Python float, also where JavaScript sees an integer. */
  isFloat?: boolean;
  /** It is a step of an iteration, whose end is a value too. */
  isStep?: boolean;
  /** The declared type of that value. */
  returns?: ResultHint | undefined;
  /** Nobody outside holds it. */
  isPrivate?: boolean;
}

const NO_DETAILS: Readonly<Details> = Object.freeze({});

/** Errors that were told to nobody in particular; the same failure of several calls is told once. */
const told = new WeakSet();

// The functions of the promise that is being made: an executor of its own for each would cost as much as the promise.
let lastResolve: (value: unknown) => void = noop;
let lastReject: (error: unknown) => void = noop;

function keepFunctions(resolve: (value: unknown) => void, reject: (error: unknown) => void): void {
  lastResolve = resolve;
  lastReject = reject;
}

export class Pending extends Handle implements Issued {
  readonly home: PendingHome;
  readonly id: number;
  /**
   * The JSON text of the operation while it waits in the batch: its beginning, and the `args` where these are all it has besides its
   * target. How its result is sent is still to come. `undefined` once it has left, or was given up.
   */
  text: string | undefined;
  args: string | undefined = undefined;
  /** Its target is the result of the operation before it, so that both may travel as a chain: `text` is no more than its `path`. */
  follows = false;
  pull: Pull | undefined = undefined;
  /** Where in TypeScript the call was made. */
  site: CallSite | undefined = undefined;
  state: State = "queued";
  /** Another operation has named it, so that its failure is told through that one. */
  consumed = false;
  /** The worker keeps no copy of the result: it is named by its value or its reference. */
  released = false;
  /** Goes when nobody holds the result any more, if the worker has to hear of it. */
  trace: object | undefined = undefined;
  #details: Details | undefined = undefined;
  /** The value, or why it is rejected. */
  #outcome: unknown = undefined;
  #promise: Promise<unknown> | undefined = undefined;
  #resolve: (value: unknown) => void = noop;
  #reject: (error: unknown) => void = noop;

  constructor(home: PendingHome, id: number, text?: string, args?: string) {
    super();
    this.home = home;
    this.id = id;
    this.text = text;
    this.args = args;
  }

  get details(): Readonly<Details> {
    return this.#details ?? NO_DETAILS;
  }

  /** Adds to the details, or changes them. */
  detail(details: Details): void {
    this.#details = this.#details === undefined ? details : Object.assign(this.#details, details);
  }

  get value(): unknown {
    return this.#outcome;
  }

  /** Why it is rejected, while `state` says so. */
  get error(): Error {
    return this.#outcome as Error;
  }

  override get declared(): CallHints | undefined {
    return this.#details?.declared;
  }

  get hints(): undefined {
    return undefined;
  }

  get issuer(): Issuer {
    return this.home;
  }

  get base(): Handle {
    return this;
  }

  get path(): readonly string[] {
    return NO_PATH;
  }

  get members(): MemberHints | undefined {
    return this.declared?.members;
  }

  get kind(): string {
    return "PyPromise";
  }

  get thenable(): boolean {
    return true;
  }

  protected get keepsChildren(): boolean {
    return false;
  }

  override get conversion(): ConversionOptions | undefined {
    return this.#details?.conversion;
  }

  get isSettled(): boolean {
    return this.state === "fulfilled" || this.state === "rejected";
  }

  describe(): string {
    return `PyPromise <${this.isSettled ? this.state : "pending"}>`;
  }

  settle(): Promise<unknown> {
    if (!this.isSettled && currentContext()?.callback !== undefined) {
      const deadlock = this.home.deadlock(this);
      if (deadlock !== undefined) return Promise.reject(deadlock);
    }
    return this.#promise ?? this.#open();
  }

  #open(): Promise<unknown> {
    switch (this.state) {
      case "fulfilled":
        return (this.#promise = Promise.resolve(this.value));
      case "rejected":
        return (this.#promise = Promise.reject(this.error));
      case "queued":
      case "sent": {
        const promise = new Promise(keepFunctions);
        this.#resolve = lastResolve;
        this.#reject = lastReject;
        // They hold the promise, and that will hold a reference.
        lastResolve = lastReject = noop;
        this.#promise = promise;
        if (this.state === "queued") this.pull ??= PULL.value;
        else if (this.pull === undefined || this.pull === PULL.settled) this.home.fetch(this);
        return promise;
      }
    }
  }

  fulfil(value: unknown): void {
    if (this.isSettled) return;
    this.#outcome = value;
    this.state = "fulfilled";
    this.#end();
    this.#resolve(value);
  }

  reject(error: unknown): void {
    if (this.isSettled) return;
    this.#outcome = error;
    this.state = "rejected";
    this.#end();
    if (this.#promise === undefined) this.tell();
    else if (lacksPlace(error)) this.#resolve(rejectionWithPlace(error));
    else this.#reject(error);
  }

  /** As `reject`, but the program has until the end of this turn to turn to the result. */
  rejectLater(error: unknown): void {
    this.#outcome = error;
    this.state = "rejected";
  }

  /** Settles when the worker has answered, without asking for the value. Never rejects. */
  whenAnswered(): Promise<void> {
    return new Promise((resolve) => {
      this.detail({ answered: [...(this.details.answered ?? []), resolve] });
    });
  }

  /** The worker has answered, if only that the operation is done. */
  answer(): void {
    const { answered } = this.details;
    if (answered === undefined) return;
    this.detail({ answered: undefined });
    for (const resolve of answered) resolve();
  }

  /** Hands a failure that nobody awaits to Node's handling of unhandled rejections. */
  tell(): void {
    if (this.#promise !== undefined || this.consumed) return;
    const { error } = this;
    if (typeof error === "object") {
      if (told.has(error)) return;
      told.add(error);
    }
    this.#promise = Promise.reject(error);
  }

  #end(): void {
    this.text = undefined;
    this.args = undefined;
    this.site = undefined;
    const details = this.#details;
    if (details === undefined) return;
    this.answer();
    details.dependencies = undefined;
    details.unlimit?.();
    details.unlimit = undefined;
  }

  keepPrivate(): this {
    this.detail({ isPrivate: true });
    return this;
  }

  limited(settings: CallSettings): Handle {
    this.home.limit(this, settings);
    return this;
  }

  iterate(options?: StreamOptions): PyStream {
    return this.home.iterate(this, options ?? {});
  }

  dispose(): void {
    this.home.forget(this);
  }
}

/**
 * A promise that rejects with the error after its stack was completed. That happens in a reaction of the promise for which the program
 * waits, so that V8 can say where; two jobs later, when the program's promise has taken this one over.
 */
function rejectionWithPlace(error: PythonError): Promise<never> {
  return Promise.resolve()
    .then(noop)
    .then(() => {
      const place = awaitedAt();
      if (place !== "" && lacksPlace(error)) setPlace(error, place);
      throw error;
    });
}

const NO_PATH: readonly string[] = [];
