/** References that are freed together. */
import { handleOf } from "../handles/handle.js";
import { runInContext, currentContext } from "../callbacks/context.js";

/** Frees what it holds when it is disposed of: by `using`, at the end of `python.scope(body)`, or by `dispose()`. */
export class Scope implements Disposable, AsyncDisposable {
  readonly #references = new Set<{ dispose(): void }>();

  /** How many references it holds. */
  get size(): number {
    return this.#references.size;
  }

  /** Used by the runtime for references received inside the body. @internal */
  collect(reference: { dispose(): void }): void {
    this.#references.add(reference);
  }

  /** Adds a reference or a pending result. @returns the same value */
  add<T>(value: T): T {
    const handle = handleOf(value);
    if (handle !== undefined) this.#references.add(handle);
    return value;
  }

  /** Takes a reference out, so that it outlives the scope. @returns the same value */
  keep<T>(value: T): T {
    const handle = handleOf(value);
    if (handle !== undefined) this.#references.delete(handle);
    return value;
  }

  /** Frees everything that it holds. */
  dispose(): void {
    for (const reference of this.#references) reference.dispose();
    this.#references.clear();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.dispose();
    return Promise.resolve();
  }
}

/** Runs the body; references that it received are freed when it ends, except the one that it returns. */
export async function inScope<R>(body: (scope: Scope) => R | PromiseLike<R>): Promise<R> {
  const scope = new Scope();
  try {
    const result = await runInContext({ callback: currentContext()?.callback, scope }, () => body(scope));
    return scope.keep(result);
  } finally {
    scope.dispose();
  }
}
