/** Functions, iterators and errors of ours that Python holds, and Python's calls of them. */
import type { CallbackHint, Hint, ResultHint } from "../../values/index.js";
import type { TaggedValue } from "../../values/wire-forms.js";
import { runInContext, type CallbackContext } from "./context.js";
import { Kw } from "../operations/keywords.js";
import { requireSafe } from "../declared/safe-integers.js";

/** A `callback` message. */
export interface CallbackMessage {
  readonly call: number;
  readonly fn?: number;
  readonly it?: number;
  readonly step?: "next" | "return" | "throw";
  readonly args?: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly p?: 1;
  readonly parent?: number | null;
  readonly thread?: string;
  /** See `CallbackContext.begun`. */
  readonly begun?: number;
}

/** A `released` message. */
export interface ReleasedMessage {
  readonly fns?: readonly number[];
  /** How often Python had received each of `fns`, so that one that is on its way again stays. */
  readonly fnCounts?: readonly number[];
  readonly its?: readonly number[];
}

type HostFunction = (...args: unknown[]) => unknown;
type HostIterator = AsyncIterator<unknown> | Iterator<unknown>;

/** What the table needs of its connection. */
export interface CallbackHome {
  decodeArguments(message: CallbackMessage): { args: unknown[]; kwargs: Readonly<Record<string, unknown>> };
  begin(context: CallbackContext): void;
  end(context: CallbackContext): void;
  /** Answers with a value. @throws where it can't be encoded */
  answer(call: number, value: unknown, done: boolean, hint: Hint | undefined): void;
  answerError(call: number, error: unknown): void;
  /** The context in which the operation was issued, if that was a callback. */
  contextOf(operation: number): CallbackContext | undefined;
  /** The callback that the main thread waits for now. */
  readonly blocking: CallbackContext | undefined;
}

interface Held<T> {
  readonly value: T;
  /** How often it was sent. */
  sent: number;
  /** What a parameter that it was passed for declares of its arguments. */
  args?: readonly (ResultHint | null)[] | undefined;
  /** And of what it gives, or yields. */
  result?: Hint | undefined;
}

export class CallbackTable {
  readonly #home: CallbackHome;
  readonly #held = new Map<number, Held<unknown>>();
  /** Ids by identity, so that the same function is the same callable in Python while it holds one. */
  readonly #ids = new WeakMap<object, number>();
  #nextId = 1;

  constructor(home: CallbackHome) {
    this.#home = home;
  }

  get size(): number {
    return this.#held.size;
  }

  /** @param declared by the parameter that it is passed for; the first that says something holds while Python holds it */
  function(value: HostFunction, signature: string | undefined, declared?: CallbackHint): TaggedValue {
    const id = this.#hold(value);
    const held = this.#held.get(id);
    if (held !== undefined && held.args === undefined && held.result === undefined) {
      held.args = declared?.args;
      held.result = declared?.result;
    }
    const form = { $: "callback", id, params: value.length, name: value.name };
    return { ...form, ...(signature !== undefined && { signature }), ...(held?.args && { as: held.args }) };
  }

  /** An iterator is sent once: each sending of an iterable is an iteration of its own. */
  iterator(value: HostIterator, asynchronous: boolean, result?: Hint): TaggedValue {
    const id = this.#nextId++;
    this.#held.set(id, { value, sent: 1, result });
    return asynchronous ? { $: "hostiter", id, async: 1 } : { $: "hostiter", id };
  }

  /** Errors are held like functions: Python may raise one again long after it came. */
  error(value: Error): TaggedValue {
    const id = this.#hold(value);
    return { $: "error", id, name: value.name, message: value.message, stack: value.stack ?? "" };
  }

  /** The error that a Python exception carries, if it is one of ours. */
  errorOf(id: number): unknown {
    return this.#held.get(id)?.value;
  }

  #hold(value: object): number {
    const known = this.#ids.get(value);
    const held = known === undefined ? undefined : this.#held.get(known);
    if (known !== undefined && held !== undefined) {
      held.sent += 1;
      return known;
    }
    const id = this.#nextId++;
    this.#ids.set(value, id);
    this.#held.set(id, { value, sent: 1 });
    return id;
  }

  released(message: ReleasedMessage): void {
    message.fns?.forEach((id, index) => {
      const held = this.#held.get(id);
      if (held === undefined) return;
      held.sent -= message.fnCounts?.[index] ?? held.sent;
      if (held.sent <= 0) this.#held.delete(id);
    });
    for (const id of message.its ?? []) {
      const iterator = this.#held.get(id)?.value as HostIterator | undefined;
      this.#held.delete(id);
      void endQuietly(iterator);
    }
  }

  /** Forgets everything: the worker is gone. Iterators run their `finally`. */
  clear(): void {
    for (const { value } of this.#held.values()) {
      if (isIterator(value)) void endQuietly(value);
    }
    this.#held.clear();
  }

  /** Runs a call of Python's and answers it. Never rejects. */
  async perform(message: CallbackMessage, connection: object): Promise<void> {
    const operation = message.parent ?? null;
    const blocksMain = message.thread === undefined || message.thread === "MainThread";
    const issuedIn = operation === null ? undefined : this.#home.contextOf(operation);
    const context: CallbackContext = {
      connection,
      call: message.call,
      operation,
      begun: message.begun ?? operation,
      blocksMain,
      outer: blocksMain ? (this.#home.blocking ?? issuedIn) : issuedIn,
      issued: [],
      answered: false,
    };
    this.#home.begin(context);
    try {
      const result = await runInContext({ callback: context, scope: undefined }, () => this.#run(message));
      const hint = result.done ? undefined : this.#held.get(message.fn ?? message.it ?? -1)?.result;
      if (!context.answered) this.#home.answer(message.call, result.value, result.done, hint);
    } catch (error) {
      if (!context.answered) this.#home.answerError(message.call, error);
    } finally {
      this.#home.end(context);
    }
  }

  /** Answers with an error what can't be answered otherwise. What becomes of the function concerns nobody any more. */
  giveUp(context: CallbackContext, error: Error): void {
    this.#home.answerError(context.call, error);
    this.#home.end(context);
  }

  async #run(message: CallbackMessage): Promise<{ value: unknown; done: boolean }> {
    const { args, kwargs } = this.#home.decodeArguments(message);
    if (message.it !== undefined) return this.#advance(message.it, message.step ?? "next", args);
    const held = this.#held.get(message.fn ?? -1);
    if (typeof held?.value !== "function")
      throw new Error("Python called a function that JavaScript has released.");
    held.args?.forEach((declared, index) => {
      requireSafe(args[index], declared, `$.args[${index}]`);
    });
    if (Object.keys(kwargs).length > 0) args.push(new Kw(kwargs));
    return { value: await (held.value as HostFunction)(...args), done: false };
  }

  async #advance(
    id: number,
    step: "next" | "return" | "throw",
    args: unknown[],
  ): Promise<{ value: unknown; done: boolean }> {
    const iterator = this.#held.get(id)?.value;
    if (!isIterator(iterator)) throw new Error("Python read an iterator that JavaScript has released.");
    const [argument] = args;
    let result: IteratorResult<unknown>;
    if (step === "next") result = await (args.length === 0 ? iterator.next() : iterator.next(argument));
    else if (step === "return")
      result = (await iterator.return?.(argument)) ?? { done: true, value: argument };
    else if (iterator.throw !== undefined) result = await iterator.throw(argument);
    else throw argument;
    return { value: result.value as unknown, done: result.done === true };
  }
}

function isIterator(value: unknown): value is HostIterator {
  return (
    typeof value === "object" && value !== null && typeof (value as { next?: unknown }).next === "function"
  );
}

/** Runs the `finally` of an iterator that Python has dropped. Nobody is there to be told of an error in it. */
async function endQuietly(iterator: HostIterator | undefined): Promise<void> {
  try {
    await iterator?.return?.();
  } catch {
    // Python's side has gone on.
  }
}
