/** What every error of SnakeBridge itself has: a stable `code` beside the message. Errors of Python code are `PythonError`. */
export class SnakeBridgeError extends Error {
  /** Stable and machine-readable; the message is for people and may change. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/**
 * The other end of the wire sent what `docs/wire.md` does not allow: a frame beyond the limits, a header that is not JSON,
 * an unknown message, a frame cut off by the end of file, or another version of the protocol. The worker is killed.
 */
export class ProtocolError extends SnakeBridgeError {
  constructor(message: string, options?: ErrorOptions) {
    super("PROTOCOL_ERROR", message, options);
  }
}
