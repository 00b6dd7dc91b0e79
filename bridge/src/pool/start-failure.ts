/** Turns the ways in which a start fails into errors that say what is wrong with the interpreter and what to do. */
import { ProtocolError } from "../wire/errors.js";
import { existsSync } from "node:fs";
import { OLDEST_PYTHON, TOO_OLD_EXIT_CODE, TOO_OLD_MARK } from "./bootstrap.js";
import { InterpreterError, WorkerStartError, type WorkerEnd } from "./errors.js";
import type { WorkerLoss, WorkerMessage } from "./worker-messages.js";
import type { WorkerOptions } from "./worker-options.js";

/** The process could not be started at all. */
export function spawnFailure(
  error: NodeJS.ErrnoException,
  options: WorkerOptions,
): InterpreterError | WorkerStartError {
  const { python, cwd } = options;
  // The system reports a missing working directory in the same words as a missing program.
  if (cwd !== undefined && !existsSync(cwd)) {
    return new WorkerStartError(
      "directory",
      `The working directory ${cwd} of the Python worker does not exist.`,
    );
  }
  if (error.code === "ENOENT" || error.code === "ENOTDIR") {
    return new InterpreterError(
      "not-found",
      python,
      `There is no Python interpreter at ${python}.`,
      "Choose another or create the environment again.",
    );
  }
  if (error.code === "EACCES" || error.code === "EISDIR") {
    return new InterpreterError(
      "not-executable",
      python,
      `${python} can't be executed as a Python interpreter.`,
      "Give the path of a Python interpreter or of an environment.",
    );
  }
  return new WorkerStartError("failed", `${python} could not be started: ${error.message}`);
}

/** The process ended before it said hello. */
export function earlyExit(end: WorkerEnd, options: WorkerOptions): InterpreterError | WorkerStartError {
  const { python } = options;
  if (end.exitCode === TOO_OLD_EXIT_CODE && end.stderr.includes(TOO_OLD_MARK)) {
    const version = end.stderr.slice(end.stderr.indexOf(TOO_OLD_MARK) + TOO_OLD_MARK.length).trim();
    return new InterpreterError(
      "too-old",
      python,
      `${python} is Python ${version}; SnakeBridge needs ${OLDEST_PYTHON} or later.`,
      "Choose a newer interpreter, or install one.",
      version,
    );
  }
  const how = end.signal === null ? `with code ${end.exitCode ?? "unknown"}` : `by ${end.signal}`;
  const said = end.stderr === "" ? "It wrote nothing." : `It wrote:\n${end.stderr}`;
  if (!spokeLikePython(end.stderr)) {
    return new InterpreterError(
      "not-python",
      python,
      `${python} is not a Python interpreter: it ended ${how} and did not answer. ${said.trimEnd()}`,
      "Give the path of a Python interpreter or of an environment.",
    );
  }
  return new WorkerStartError("failed", `The Python worker ended ${how} while it was starting. ${said}`, {
    stderr: end.stderr,
  });
}

/** A Python that fails to start says so in one of these ways; other programs complain about their arguments. */
function spokeLikePython(stderr: string): boolean {
  return /Traceback \(most recent call last\)|Python path configuration|Fatal Python error|^\w*(Error|Exception|Exit): |(^|\n)python[\w.]*: /m.test(
    stderr,
  );
}

/** The start-up deadline passed. */
export function startTimeout(milliseconds: number, stderr: string, options: WorkerOptions): WorkerStartError {
  const said = stderr === "" ? "It wrote nothing to standard error." : `Its standard error:\n${stderr}`;
  const message = `The Python worker (${options.python}) did not start within ${milliseconds} ms. ${said}`;
  return new WorkerStartError("timeout", message, { stderr });
}

/** Why a worker gives up that says so itself, before or after its start. */
export function fatalLoss(message: WorkerMessage, stderr: string): WorkerLoss {
  const error = message["e"] as { type?: string; message?: string } | undefined;
  const text = `${error?.type ?? "error"}: ${error?.message ?? "unknown"}`;
  if (message["phase"] === "protocol")
    return new ProtocolError(`The worker could not read a message: ${error?.message ?? "unknown"}`);
  const details = { stderr, pythonError: error };
  return message["phase"] === "warmup"
    ? new WorkerStartError("warmup", `A warm-up import of the Python worker failed: ${text}`, details)
    : new WorkerStartError("failed", `The Python worker failed to start: ${text}`, details);
}
