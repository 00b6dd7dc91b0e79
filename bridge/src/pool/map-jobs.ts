/** Work on many items in a few lanes. */

/**
 * Runs a job for each item, `lanes` at a time, and gives the results in the items' order. Items are taken up only when a
 * lane is free. After a failure no further job begins, and the source is closed.
 */
export async function mapJobs<I, T>(
  items: Iterable<I> | AsyncIterable<I>,
  lanes: number,
  job: (item: I, index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  const source = iterate(items);
  let next = 0;
  let failed = false;
  async function work(): Promise<void> {
    while (!failed) {
      const step = await source.next();
      if (step.done === true) return;
      const index = next++;
      results[index] = await job(step.value, index);
    }
  }
  async function lane(): Promise<void> {
    try {
      await work();
    } catch (error) {
      failed = true;
      await source.return(undefined);
      throw error;
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return results;
}

async function* iterate<I>(items: Iterable<I> | AsyncIterable<I>): AsyncGenerator<I, void, undefined> {
  yield* items;
}
