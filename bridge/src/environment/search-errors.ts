/** Why a search for an interpreter ends without one. */
import type { Considered } from "./choose.js";
import { EnvironmentError } from "./errors.js";

/** The environment that the configuration names is not there: the normal state of a fresh clone. */
export function notMadeYet(path: string): EnvironmentError {
  return new EnvironmentError(
    "environment-missing",
    `The project's environment ${path} does not exist yet.`,
    "Run `snakebridge setup` to make it.",
    { path },
  );
}

/** The environment was made by another process that has not finished, or never will. */
export function unfinished(path: string): EnvironmentError {
  return new EnvironmentError(
    "environment-unfinished",
    `The environment ${path} is not complete: it is being set up, or its setup was interrupted.`,
    "Run `snakebridge setup`; it finishes or repairs it.",
    { path },
  );
}

/** None of those that were considered can be used. */
export function noneFound(version: string | undefined, considered: readonly Considered[]): EnvironmentError {
  // Several paths lead to one interpreter (shims, links): each is told once.
  const reasons = considered
    .filter((each) => each.outcome === "unsuitable")
    .map(({ path = "", reason = path }) => `  ${reason.replaceAll(/\s*\n\s*/g, " ")}\n`);
  const wanted = version === undefined ? "Python 3.9 or later" : `Python ${version}`;
  const tried =
    reasons.length === 0
      ? "There is none on PATH nor in any usual place."
      : `Found, but unsuitable:\n${[...new Set(reasons)].join("")}`;
  return new EnvironmentError(
    "python-not-found",
    `No ${wanted} was found. ${tried}`,
    "Install Python (https://www.python.org/downloads/) or uv (https://docs.astral.sh/uv/), or name an interpreter with --python or SNAKEBRIDGE_PYTHON" +
      (version === undefined ? "." : ", or change python.version in snakebridge.json."),
  );
}
