/** What the code that is running now was called for: a callback from Python, the body of a scope. Kept across `await`. */
import { AsyncLocalStorage } from "node:async_hooks";

/** A call from Python that is being answered. */
export interface CallbackContext {
  /** The connection on which it came. */
  readonly connection: object;
  /** The worker's id of it; operations made inside name it as their parent. */
  readonly call: number;
  /** The operation during which Python called, if it did so in one. */
  readonly operation: number | null;
  /**
   * Up to which operation the thread that made it has come: what comes later waits for it. The operation itself, unless
   * that is a stream, which goes on between others.
   */
  readonly begun: number | null;
  /** Whether the thread that performs operations waits for it. */
  readonly blocksMain: boolean;
  /** The callback inside of which that operation was made, or which the same thread waits for. */
  readonly outer: CallbackContext | undefined;
  /** The operations that were issued inside. */
  readonly issued: number[];
  /** Once it is answered, nothing waits for it any more. */
  answered: boolean;
}

/** Takes the references that are received in it. */
export interface ReferenceCollector {
  collect(reference: { dispose(): void }): void;
}

export interface RuntimeContext {
  readonly callback: CallbackContext | undefined;
  readonly scope: ReferenceCollector | undefined;
}

// Made when the first callback or scope appears: programs without them don't pay for the bookkeeping of contexts.
let storage: AsyncLocalStorage<RuntimeContext> | undefined;

export function currentContext(): RuntimeContext | undefined {
  return storage?.getStore();
}

export function runInContext<R>(context: RuntimeContext, body: () => R): R {
  storage ??= new AsyncLocalStorage<RuntimeContext>();
  return storage.run(context, body);
}

/** The callback of a connection that the running code answers, while Python still waits for it. */
export function openCallback(
  context: RuntimeContext | undefined,
  connection: object,
): CallbackContext | undefined {
  let callback = context?.callback;
  while (callback !== undefined && (callback.answered || callback.connection !== connection))
    callback = callback.outer;
  return callback;
}
