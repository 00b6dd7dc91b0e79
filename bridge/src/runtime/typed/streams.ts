import type { IntArg, PyArg } from "./arguments.js";
import type { Pending, Ref } from "./held.js";

/** A reference to an iterable of which only that is known. Iterating starts again each time Python lets it. */
export interface PyIterable<out Item> extends Ref<PyIterable<Item>>, AsyncIterable<Item> {
  $item(key: PyArg): PyIterableItem<Item>;
}
type PyIterableItem<Item> = Pending<Item>;
export interface PyIterable_<out Item> extends Pending<PyIterable<Item>>, AsyncIterable<Item> {
  $item(key: IntArg): Pending<Item>;
}

/** A reference to a Python iterator or asynchronous iterator. */
export interface PyIterator<Item> extends Ref<PyIterator<Item>>, AsyncIterable<Item> {}
export interface PyIterator_<Item> extends Pending<PyIterator<Item>>, AsyncIterable<Item> {}

/**
 * A reference to a Python generator: yields `Item`, is sent `Sent`, and returns `Result`. It is iterated in lock-step, so that its
 * iterator's `next(value)` sends.
 */
export interface PyGenerator<Item, Sent = unknown, Result = unknown> extends Ref<
  PyGenerator<Item, Sent, Result>
> {
  [Symbol.asyncIterator](): AsyncIterator<Item, Result, Sent | undefined>;
}
/** It is read ahead where it is iterated, so that nothing can be sent into it. */
export interface PyGenerator_<Item, Sent = unknown, Result = unknown> extends Pending<
  PyGenerator<Item, Sent, Result>
> {
  [Symbol.asyncIterator](): AsyncIterator<Item, Result, undefined>;
}
