/** Errors of the runtime itself. Errors that Python code raised are `PythonError`s. */
import { SnakeBridgeError } from "../../wire/errors.js";

/** The call did not end within its `timeout`. It was cancelled in Python. */
export class CallTimeoutError extends SnakeBridgeError {
  readonly timeout: number;

  constructor(timeout: number) {
    super("CALL_TIMEOUT", `The call did not end within ${timeout} ms and was cancelled.`);
    this.timeout = timeout;
  }
}

/** The call was cancelled before it had begun, because something that it belongs to was cancelled. */
export class CallCancelledError extends SnakeBridgeError {
  constructor() {
    super("CALL_CANCELLED", "The call was cancelled before it began.");
  }
}

/**
 * A callback waits for a call that Python can only perform after the callback has returned. Make the call inside
 * the callback, or don't wait for it there. Or it waits for nothing: the program is at its end, and the callback has not returned.
 */
export class DeadlockError extends SnakeBridgeError {
  constructor(waitsFor: "a call" | "nothing" = "a call") {
    super(
      "DEADLOCK",
      waitsFor === "a call"
        ? "This callback waits for a call that is queued behind the call that waits for the callback. " +
            "Issue the call inside the callback, or await it after the callback has returned."
        : "This callback waits for a Promise that nothing in the program can settle any more. " +
            "Settle it on every path, or limit it with a timer that keeps the program alive (setTimeout).",
    );
  }
}

/** A reference or a pending result was used with another worker than the one it lives in. */
export class WrongWorkerError extends SnakeBridgeError {
  constructor(what: string) {
    super(
      "WRONG_WORKER",
      `${what} belongs to another worker. References can't be passed between sessions; pass their $value() instead.`,
    );
  }
}

/** A reference was used after the worker it lived in had ended, or after it was disposed of. */
export class StaleReferenceError extends SnakeBridgeError {
  constructor(what: string, why: "worker" | "disposed", options?: ErrorOptions) {
    super(
      "STALE_REFERENCE",
      why === "worker"
        ? `${what} lived in a Python worker that has ended. Create it again; a new worker has a new state.`
        : `${what} was disposed of.`,
      options,
    );
  }
}

/** The session was closed. */
export class SessionClosedError extends SnakeBridgeError {
  constructor(options?: ErrorOptions) {
    super("SESSION_CLOSED", "The session was closed. Open another one with openPython().", options);
  }
}

/** A value was sent, or an error thrown, into a stream that reads ahead. */
export class StreamModeError extends SnakeBridgeError {
  constructor(member: "next" | "throw") {
    super(
      "STREAM_MODE",
      `${member === "next" ? "A value can't be sent" : "An error can't be thrown"} into a stream that reads ahead, since Python ` +
        "has gone on already. Use $stream({ ahead: 0 }), or store the iterator with $ref().",
    );
  }
}
