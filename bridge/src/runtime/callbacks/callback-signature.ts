/** Signatures that a program gives to its callbacks, where `fn.length` positional parameters are not what Python expects. */
const signatures = new WeakMap<object, string>();

/** What `python.callback` takes. */
export interface CallbackOptions {
  /** The parameters as Python writes them: `"a, b=1, *, c"`. */
  readonly signature: string;
}

/**
 * Says how Python sees a function: libraries that look at the parameters of a callback, or pass keywords, need it. Keywords
 * arrive as a last argument made by `kw`.
 */
export function withSignature<F extends (...args: never[]) => unknown>(
  callback: F,
  options: CallbackOptions,
): F {
  signatures.set(callback, options.signature);
  return callback;
}

export function signatureOf(callback: object): string | undefined {
  return signatures.get(callback);
}
