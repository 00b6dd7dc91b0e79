/** The pending result of an operation: of a call that was sent, or waits in the batch of this turn. */
import { awaitedAt, type CallSite } from "./call-site.js";
import { currentContext, type ReferenceCollector } from "./context.js";
import type { DeadlockError } from "./errors.js";
import { Handle } from "./handle.js";
import type { CallHints, MemberHints } from "./hints.js";
import { PULL, type Issued, type Issuer, type Pull } from "./issuer.js";
import { lacksPlace, setPlace, type PythonError } from "./python-error.js";
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
const NO_ERROR = new Error("This result has not failed.");

/** Errors that were told to nobody in particular; the same failure of several calls is told once. */
const told = new WeakSet();

export class Pending extends Handle implements Issued {
  readonly home: PendingHome;
  readonly id: number;
  readonly hints = undefined;
  /** The declared types of the call that gives it. */
  readonly declared: CallHints | undefined;
  /** The callback inside of which it was issued. */
  readonly parent: number | undefined;
  /** The JSON text of the operation while it waits in the batch; how its result is sent is still to come. */
  text: string | undefined;
  pull: Pull | undefined;
  #conversion: ConversionOptions | undefined;
  /** Earlier results that it depends on, kept until it is settled: a failure among them carries that call's site. */
  dependencies: readonly Pending[] | undefined;
  /** Where in TypeScript the call was made. */
  site: CallSite | undefined;
  /** Takes the references that come with the result. */
  scope: ReferenceCollector | undefined;
  /** Another operation has named it, so that its failure is told through that one. */
  consumed = false;
  /** The worker keeps no copy of the result: it is named by its value or its reference. */
  released = false;
  /** The result is a Python float, also where JavaScript sees an integer. */
  isFloat = false;
  /** It is a step of an iteration, whose end is a value too. */
  isStep = false;
  /** Nobody outside holds it. */
  isPrivate = false;
  value: unknown;
  /** Why it is rejected, while `state` says so. */
  error: Error = NO_ERROR;
  state: State = "queued";
  /** Stops what watches its limits. */
  unlimit: (() => void) | undefined;
  #answered: (() => void)[] | undefined;
  #promise: Promise<unknown> | undefined;
  #resolve: (value: unknown) => void = noop;
  #reject: (error: unknown) => void = noop;

  constructor(home: PendingHome, id: number, parent?: number, declared?: CallHints) {
    super();
    this.home = home;
    this.id = id;
    this.parent = parent;
    this.declared = declared;
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
    return this.#conversion;
  }

  override set conversion(conversion: ConversionOptions | undefined) {
    this.#conversion = conversion;
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
        const promise = new Promise((resolve, reject) => {
          this.#resolve = resolve;
          this.#reject = reject;
        });
        this.#promise = promise;
        if (this.state === "queued") this.pull ??= PULL.value;
        else if (this.pull === undefined || this.pull === PULL.settled) this.home.fetch(this);
        return promise;
      }
    }
  }

  fulfil(value: unknown): void {
    if (this.isSettled) return;
    this.value = value;
    this.state = "fulfilled";
    this.#end();
    this.#resolve(value);
  }

  reject(error: unknown): void {
    if (this.isSettled) return;
    this.error = error as Error;
    this.state = "rejected";
    this.#end();
    if (this.#promise === undefined) this.tell();
    else if (lacksPlace(error)) this.#resolve(rejectionWithPlace(error));
    else this.#reject(error);
  }

  /** As `reject`, but the program has until the end of this turn to turn to the result. */
  rejectLater(error: unknown): void {
    this.error = error as Error;
    this.state = "rejected";
  }

  /** Settles when the worker has answered, without asking for the value. Never rejects. */
  whenAnswered(): Promise<void> {
    return new Promise((resolve) => (this.#answered ??= []).push(resolve));
  }

  /** The worker has answered, if only that the operation is done. */
  answer(): void {
    for (const resolve of this.#answered ?? []) resolve();
    this.#answered = undefined;
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
    if (this.#answered !== undefined) this.answer();
    this.dependencies = undefined;
    this.text = undefined;
    this.site = undefined;
    this.unlimit?.();
    this.unlimit = undefined;
  }

  keepPrivate(): this {
    this.isPrivate = true;
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
