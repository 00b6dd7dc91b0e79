import { expect } from "vitest";

/** What a call, a stream or anything awaited rejects with. */
export const failure = (promise: PromiseLike<unknown>): Promise<any> =>
  Promise.resolve(promise).then(
    () => expect.fail("it should fail"),
    (error: unknown) => error,
  );
