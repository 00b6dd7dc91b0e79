/** When a callback waits for something that its own caller holds up. */
import type { CallbackContext } from "./context.js";

/** An operation, as far as its turn is concerned. */
export interface QueuedOperation {
  readonly id: number;
  /** The callback inside of which it was issued. */
  readonly parent: number | undefined;
}

/**
 * Whether the code that runs in `context` would wait for ever for the operation.
 *
 * Operations issued in a callback are performed by the thread that waits for it; all others by the main thread. At each
 * level one operation runs, the one during which Python called; those of the same level with a later id come after it, and it
 * does not end before the callback has returned.
 */
export function blockedBy(context: CallbackContext, operation: QueuedOperation): boolean {
  if (context.answered) return false;
  let inner: CallbackContext | undefined;
  for (let level: CallbackContext | undefined = context; level !== undefined; level = level.outer) {
    if (operation.parent === level.call) return inner !== undefined && comesAfter(inner, operation);
    inner = level;
  }
  return (
    operation.parent === undefined && inner !== undefined && inner.blocksMain && comesAfter(inner, operation)
  );
}

function comesAfter(level: CallbackContext, operation: QueuedOperation): boolean {
  return level.begun !== null && operation.id > level.begun;
}

/** Whether the operation waits for the code that runs in `context` itself: it called that code, directly or by others. */
export function isAnswering(context: CallbackContext, operation: number): boolean {
  for (let level: CallbackContext | undefined = context; level !== undefined; level = level.outer)
    if (level.operation === operation) return true;
  return false;
}
