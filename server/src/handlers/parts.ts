/** Partial results (`partialResultToken`): a client that asks for them gets a list in parts, and an empty one at the end. */
import { setImmediate } from "node:timers/promises";
import type { CancellationToken, ResultProgressReporter } from "vscode-languageserver/node";

const partSize = 100;

/** Gives the items of a list that is known at once. */
export function inParts<Item>(
  items: Item[] | null,
  parts: ResultProgressReporter<Item[]> | undefined,
): Item[] | null {
  if (!parts || !items) {
    return items;
  }
  for (let start = 0; start < items.length; start += partSize) {
    parts.report(items.slice(start, start + partSize));
  }
  return [];
}

/** Lets messages in between two steps of long work: one of them may be its cancellation. Returns whether to go on. */
export async function goOn(token: CancellationToken): Promise<boolean> {
  await setImmediate();
  return !token.isCancellationRequested;
}
