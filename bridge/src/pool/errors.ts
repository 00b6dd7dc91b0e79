import { SnakeBridgeError } from "../wire/errors.js";

/** Why an interpreter can't be used. */
export type InterpreterProblem = "not-found" | "not-executable" | "not-python" | "too-old";

/** The interpreter's path does not lead to a Python that SnakeBridge can use. */
export class InterpreterError extends SnakeBridgeError {
  readonly problem: InterpreterProblem;
  /** The path or name that was tried. */
  readonly interpreter: string;
  /** The version, where it is Python but too old. */
  readonly version: string | undefined;
  /** What to do next; the message ends with it. */
  readonly fix: string;

  constructor(problem: InterpreterProblem, interpreter: string, what: string, fix: string, version?: string) {
    super(`INTERPRETER_${problem.replaceAll("-", "_").toUpperCase()}`, `${what} ${fix}`);
    this.problem = problem;
    this.interpreter = interpreter;
    this.fix = fix;
    this.version = version;
  }
}

/** A worker did not come up: its interpreter failed, a warm-up import raised, or the start-up deadline passed. */
export class WorkerStartError extends SnakeBridgeError {
  readonly reason: "failed" | "timeout" | "warmup" | "directory";
  /** What the interpreter wrote to its standard error. */
  readonly stderr: string;
  /** The Python error in its wire form, where one was reported; the runtime turns it into a `PythonError`. */
  readonly pythonError: unknown;

  constructor(
    reason: WorkerStartError["reason"],
    message: string,
    details: { stderr?: string; pythonError?: unknown } = {},
  ) {
    super(`WORKER_START_${reason.toUpperCase()}`, message);
    this.reason = reason;
    this.stderr = details.stderr ?? "";
    this.pythonError = details.pythonError;
  }
}

/** What is known of the end of a worker. */
export interface WorkerEnd {
  readonly pid: number | undefined;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines of its standard error. */
  readonly stderr: string;
}

/**
 * The worker is gone: it crashed, exited or was killed. Exactly the calls and references that lived in it are lost; the
 * next call gets a new worker.
 */
export class WorkerLostError extends SnakeBridgeError implements WorkerEnd {
  readonly pid: number | undefined;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;

  constructor(end: WorkerEnd, why?: string) {
    super("WORKER_LOST", lostMessage(end, why));
    this.pid = end.pid;
    this.exitCode = end.exitCode;
    this.signal = end.signal;
    this.stderr = end.stderr;
  }
}

function lostMessage(end: WorkerEnd, why: string | undefined): string {
  const how =
    end.signal !== null
      ? `was ended by ${end.signal}`
      : `exited with code ${end.exitCode === null ? "unknown" : end.exitCode}`;
  const reason = why === undefined ? "" : `: ${why}`;
  const tail = end.stderr === "" ? "" : `\nThe last lines of its standard error:\n${end.stderr}`;
  return `The Python worker (pid ${end.pid ?? "unknown"}) ${how}${reason}.${tail}`;
}

/** A module could not be described, most often because it could not be imported. */
export class DescribeError extends SnakeBridgeError {
  /** The Python error in its wire form (`type`, `message`, `frames`, `name` for a missing module). */
  readonly pythonError: unknown;

  constructor(pythonError: unknown) {
    const { type, message } = pythonError as { type?: string; message?: string };
    super("DESCRIBE_FAILED", `${type ?? "Error"}: ${message ?? "the module could not be described"}`);
    this.pythonError = pythonError;
  }
}

/** More callers wait for a worker than the pool's queue limit allows. Try again later, or raise `size` or `queueLimit`. */
export class SaturationError extends SnakeBridgeError {
  readonly queueLimit: number;

  constructor(size: number, queueLimit: number) {
    super(
      "POOL_SATURATED",
      `All ${size} workers of the pool are taken and ${queueLimit} callers wait already, which is its limit.`,
    );
    this.queueLimit = queueLimit;
  }
}

/** The pool is closed, or was closed while the caller waited. */
export class PoolClosedError extends SnakeBridgeError {
  constructor() {
    super("POOL_CLOSED", "The pool of Python workers is closed.");
  }
}
