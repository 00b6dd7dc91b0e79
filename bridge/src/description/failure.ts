/** Turns what the describer or the loss of its process tells into an error that says what to do next. */
import type { WorkerLostError } from "../pool/errors.js";
import { DescriptionError, type DescriptionFailure, type DescriptionProblem } from "./errors.js";

/** An answer that says why there is no description. */
export interface FailureAnswer {
  readonly error: DescriptionProblem;
  readonly module: string;
  readonly name?: string;
  readonly message?: string;
  readonly missing?: string;
  readonly meant?: string;
  readonly type?: string;
  readonly traceback?: string;
  readonly output?: string;
  readonly code?: number;
}

export function isFailure(answer: unknown): answer is FailureAnswer {
  return typeof answer === "object" && answer !== null && "error" in answer;
}

/** The error for an answer of the describer. `python` is the interpreter, for the advice. */
export function failureOf(answer: FailureAnswer, python: string): DescriptionError {
  const failure: DescriptionFailure = {
    problem: answer.error,
    module: answer.module,
    ...(answer.missing === undefined ? {} : { missing: answer.missing }),
    ...(answer.meant === undefined ? {} : { meant: answer.meant }),
    ...(answer.type === undefined ? {} : { pythonType: answer.type }),
    ...(answer.message === undefined ? {} : { pythonMessage: answer.message }),
    ...(answer.traceback === undefined ? {} : { traceback: answer.traceback }),
    ...(answer.output === undefined ? {} : { output: answer.output }),
    ...(answer.code === undefined ? {} : { exitCode: answer.code }),
  };
  return new DescriptionError(failure, whatOf(answer, python), fixOf(answer, python));
}

function whatOf(answer: FailureAnswer, python: string): string {
  const { module } = answer;
  switch (answer.error) {
    case "not-found":
      return `Python has no module named ${answer.missing ?? module} in the environment of ${python}.`;
    case "not-importable":
      return `${module} can't be described: it is a program, and importing it would run it.`;
    case "exited":
      return (
        `Importing ${module} ended Python (sys.exit with code ${answer.code ?? 0}` +
        `${answer.message ? `: ${answer.message}` : ""}). It is probably a script, or it refuses this environment.`
      );
    case "raised":
      return (
        `Importing ${module} raised ${answer.type ?? "an exception"}: ${answer.message ?? ""}.` +
        (answer.missing === undefined
          ? ""
          : ` It needs the module ${answer.missing}, which is not installed in the environment of ${python}.`)
      );
    case "no-class":
      return `${module} has no class ${answer.name ?? ""}.`;
    default:
      return `${module} could not be described: ${answer.message ?? "the describer failed"}.`;
  }
}

function fixOf(answer: FailureAnswer, python: string): string {
  switch (answer.error) {
    case "not-found":
      return answer.meant === undefined
        ? "Check the spelling, or install the package that provides it."
        : `Did you mean ${answer.meant}? Otherwise install the package that provides it.`;
    case "not-importable":
      return "Name the module that holds its functions.";
    case "exited":
      return `Run it with ${python} to see why.`;
    case "raised":
      return answer.missing === undefined
        ? "Fix what it complains about; the traceback is in the error's details."
        : `Install the package that provides ${answer.missing}.`;
    case "no-class":
      return "It may come from another version of the package.";
    default:
      return REPORT;
  }
}

/** What is ours to mend. */
export const REPORT =
  "This is a fault of SnakeBridge: please report it with the name and version of the package.";

/** The error for a process that ended while it described a module. */
export function lossOf(module: string, loss: WorkerLostError): DescriptionError {
  const how =
    loss.signal === null ? `exited with code ${loss.exitCode ?? "unknown"}` : `was ended by ${loss.signal}`;
  const tail =
    loss.stderr === "" ? "" : `\nThe last lines of its standard error:\n${loss.stderr.trimEnd()}\n`;
  return new DescriptionError(
    {
      problem: "crashed",
      module,
      stderr: loss.stderr,
      ...(loss.exitCode === null ? {} : { exitCode: loss.exitCode }),
      ...(loss.signal === null ? {} : { signal: loss.signal }),
    },
    `Importing ${module} crashed the Python process, which ${how}. Nothing else is affected.${tail}`,
    "Reinstall the package, or check that it fits this interpreter.",
    { cause: loss },
  );
}

export function timeoutOf(module: string, milliseconds: number): DescriptionError {
  return new DescriptionError(
    { problem: "timeout", module },
    `${module} was not described within ${Math.round(milliseconds / 1000)} seconds; its process was ended.`,
    "Importing it may wait for something (a network, a lock, a question), or take long: give it more time.",
  );
}
