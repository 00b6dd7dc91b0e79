/** Python's `with`, with a body in TypeScript. */
import { handleOf, type Handle } from "../handles/handle.js";
import { PULL, type Issuer } from "../handles/issuer.js";

/**
 * Enters a context manager, runs the body with what it gives, and leaves it: with the error that the body threw, so that
 * Python rolls back or handles it. Where the manager suppresses the error, the result is `undefined`.
 */
export async function enterContext<R>(
  issuerOf: (manager: Handle) => Issuer,
  manager: unknown,
  body: (value: unknown) => R | PromiseLike<R>,
): Promise<R | undefined> {
  const given = handleOf(manager);
  if (given === undefined) throw new TypeError("python.enter takes a context manager from Python.");
  const issuer = issuerOf(given);
  // `enter` and `exit` have to be called on one object, also where what is given is a name that is read anew each time.
  const reference = await issuer.issue({ op: "get", on: given, pull: PULL.reference }).keepPrivate().settle();
  const on = handleOf(reference) ?? given;
  const leave = (outcome: { readonly error?: unknown }): Promise<unknown> =>
    issuer
      .issue({ op: "exit", on, pull: PULL.value, ...outcome })
      .keepPrivate()
      .settle();
  const value = await issuer.issue({ op: "enter", on }).settle();
  let result: R;
  try {
    result = await body(value);
  } catch (error) {
    const suppressed = await leave({
      error: error instanceof Error ? error : new Error(String(error), { cause: error }),
    });
    if (suppressed === true) return undefined;
    throw error;
  }
  await leave({});
  return result;
}
