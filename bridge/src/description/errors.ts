import { SnakeBridgeError } from "../wire/errors.js";

/** Why a module or class could not be described. */
export type DescriptionProblem =
  /** No module of that name can be found. */
  | "not-found"
  /** It is a program (`__main__`): importing it would run it. */
  | "not-importable"
  /** Importing it raised an exception. */
  | "raised"
  /** Importing it called `sys.exit`. */
  | "exited"
  /** Importing it ended the Python process. */
  | "crashed"
  /** It was still being imported or read when the time was up. */
  | "timeout"
  /** The module is there, but has no such class. */
  | "no-class"
  /** The describer itself failed. */
  | "failed";

/** What is known about a failed description beside its message. */
export interface DescriptionFailure {
  readonly problem: DescriptionProblem;
  /** The module that was asked for. */
  readonly module: string;
  /** The module that is missing: the one asked for, or one that it needs. */
  readonly missing?: string;
  /** The module that was most likely meant, where there is none of that name. */
  readonly meant?: string;
  /** The Python exception's type, such as `ImportError`. */
  readonly pythonType?: string;
  /** The Python exception's message. */
  readonly pythonMessage?: string;
  readonly traceback?: string;
  /** What the module printed before it failed. */
  readonly output?: string;
  readonly exitCode?: number;
  readonly signal?: string;
  /** The last lines of the process's standard error. */
  readonly stderr?: string;
}

/** A module or class could not be described. The message says what happened, and ends with `fix`: what to do. */
export class DescriptionError extends SnakeBridgeError {
  readonly problem: DescriptionProblem;
  readonly module: string;
  readonly failure: DescriptionFailure;
  readonly fix: string;

  constructor(failure: DescriptionFailure, what: string, fix: string, options?: ErrorOptions) {
    super(`DESCRIPTION_${failure.problem.replaceAll("-", "_").toUpperCase()}`, `${what} ${fix}`, options);
    this.fix = fix;
    this.problem = failure.problem;
    this.module = failure.module;
    this.failure = failure;
  }
}

/** A file of the cache is not what was written: cut off, overwritten or from another program. It is made anew. */
export class CorruptCacheError extends SnakeBridgeError {
  constructor(file: string, why: string, options?: ErrorOptions) {
    super(
      "CACHE_CORRUPT",
      `The cached description ${file} can't be read (${why}); it is made anew.`,
      options,
    );
  }
}
