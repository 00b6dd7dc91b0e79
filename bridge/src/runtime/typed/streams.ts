import type { IntArg, PyArg } from "./arguments.js";
import type { Pending, Ref } from "./held.js";

/** What an iterator and its pending form share. `next` is Python's own: lock-step, with the value for `send`. */
interface Steps<Item, Sent> extends AsyncIterable<Item> {
  next(value?: Sent): Promise<IteratorResult<Item>>;
}

/** A reference to an iterable of which only that is known. Iterating starts again each time Python lets it. */
export interface PyIterable<out Item> extends Ref<PyIterable<Item>>, AsyncIterable<Item> {
  $item(key: PyArg): PyIterableItem<Item>;
}
type PyIterableItem<Item> = Pending<Item>;
export interface PyIterable_<out Item> extends Pending<PyIterable<Item>>, AsyncIterable<Item> {
  $item(key: IntArg): Pending<Item>;
}

/** A reference to a Python iterator or asynchronous iterator. */
export interface PyIterator<Item> extends Ref<PyIterator<Item>>, Steps<Item, undefined> {}
export interface PyIterator_<Item> extends Pending<PyIterator<Item>>, Steps<Item, undefined> {}

/** A reference to a Python generator: yields `Item`, is sent `Sent`, and returns `Result`. */
export interface PyGenerator<Item, Sent = unknown, Result = unknown>
  extends Ref<PyGenerator<Item, Sent, Result>>, AsyncGeneratorSteps<Item, Sent, Result> {}
export interface PyGenerator_<Item, Sent = unknown, Result = unknown>
  extends Pending<PyGenerator<Item, Sent, Result>>, AsyncGeneratorSteps<Item, Sent, Result> {}

interface AsyncGeneratorSteps<Item, Sent, Result> {
  next(value?: Sent): Promise<IteratorResult<Item, Result>>;
  return(value?: Result): Promise<IteratorResult<Item, Result>>;
  throw(error?: unknown): Promise<IteratorResult<Item, Result>>;
  [Symbol.asyncIterator](): AsyncIterator<Item, Result, Sent | undefined>;
}
