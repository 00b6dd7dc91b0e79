import { SnakeBridgeError } from "../wire/errors.js";
import type { Considered } from "./choose.js";

/** What is wrong with an interpreter, an environment or an installation. */
export type EnvironmentProblem =
  /** The path that was given leads nowhere. */
  | "interpreter-missing"
  /** The program ran but did not answer as Python does. */
  | "not-python"
  /** Python older than the adapter supports. */
  | "python-too-old"
  /** Python, but not of the version that was asked for. */
  | "wrong-version"
  /** An environment whose base interpreter is gone, or that cannot run. */
  | "environment-broken"
  /** An environment that another process is making, or whose making was interrupted. */
  | "environment-unfinished"
  /** An environment that the configuration names and that nobody has made yet. */
  | "environment-missing"
  /** The folder of the environment exists and is something else. */
  | "not-an-environment"
  /** Windows' placeholder `python.exe` that only opens the store. */
  | "store-placeholder"
  /** No usable Python anywhere. */
  | "python-not-found"
  /** Python without `venv` or `ensurepip`, and no uv. */
  | "venv-unavailable"
  /** Making the environment failed. */
  | "create-failed"
  /** pip or uv failed. */
  | "install-failed"
  /** Installed, but a module cannot be imported. */
  | "verify-failed"
  /** A requirement or a requirements file that cannot be read. */
  | "requirements-invalid"
  /** `--frozen` without a lock, or with one that does not fit. */
  | "frozen-mismatch"
  /** The caller cancelled. */
  | "cancelled";

/** More about an {@link EnvironmentError}. */
export interface EnvironmentErrorDetails {
  /** The interpreter, environment or file at fault. */
  readonly path?: string;
  /** The version found, where it is the fault. */
  readonly version?: string;
  /** The installer's last lines. */
  readonly log?: readonly string[];
  readonly cause?: unknown;
}

/**
 * Something about an interpreter or an environment is not as it must be. `problem` says what, `message` says it in words with the
 * place, `fix` says what to do next (the message ends with it).
 */
export class EnvironmentError extends SnakeBridgeError {
  readonly problem: EnvironmentProblem;
  /** The message without what to do next. */
  readonly what: string;
  /** What to do next; empty where nothing but reading the message helps. */
  readonly fix: string;
  readonly path: string | undefined;
  readonly version: string | undefined;
  readonly log: readonly string[];
  /** The search that led here, where an interpreter was looked for. */
  considered: readonly Considered[] = [];

  constructor(problem: EnvironmentProblem, what: string, fix: string, details: EnvironmentErrorDetails = {}) {
    super(`ENVIRONMENT_${problem.replaceAll("-", "_").toUpperCase()}`, fix === "" ? what : `${what} ${fix}`);
    if (details.cause !== undefined) this.cause = details.cause;
    this.problem = problem;
    this.what = what;
    this.fix = fix;
    this.path = details.path;
    this.version = details.version;
    this.log = details.log ?? [];
  }
}

/** Throws the typed cancellation when the signal says so. Called before and after each piece of work. */
export function checkCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelled();
}

/** The error of work that the caller cancelled. */
export function cancelled(): EnvironmentError {
  return new EnvironmentError("cancelled", "Cancelled.", "");
}
