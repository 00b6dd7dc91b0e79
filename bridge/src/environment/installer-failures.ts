/** What is said about a tool that failed: its last word, and what usually helps. */
import { EnvironmentError } from "./errors.js";
import type { HashesFor } from "./installer.js";
import type { RunResult } from "./processes.js";

/** Making an environment failed. */
export function createFailed(tool: string, environment: string, result: RunResult): EnvironmentError {
  const log = logOf(result);
  const lacksVenv = /ensurepip is not\s+available|No module named (venv|ensurepip)/.test(
    result.stdout + result.stderr,
  );
  return new EnvironmentError(
    lacksVenv ? "venv-unavailable" : "create-failed",
    `Making the environment ${environment} with ${tool} failed.${lastWord(log)}`,
    lacksVenv
      ? "Install the modules venv and ensurepip (on Debian and Ubuntu: `apt install python3-venv`), or install uv."
      : "The lines above say why; correct that and run `snakebridge setup` again.",
    { path: environment, log },
  );
}

/** Installing failed. */
export function installFailed(tool: string, result: RunResult): EnvironmentError {
  const log = logOf(result);
  if (otherHash.test(log.join("\n"))) {
    return new EnvironmentError(
      "frozen-mismatch",
      `The index offers other files than those that snakebridge.lock.json has the hashes of.${lastWord(log)}`,
      "Find out why the files changed. If that is right, or the lock was written with pip on another platform, run `snakebridge setup` here and commit snakebridge.lock.json.",
      { log },
    );
  }
  return new EnvironmentError(
    "install-failed",
    `Installing with ${tool} failed.${lastWord(log)}`,
    adviceFor(log.join("\n")),
    { log },
  );
}

/**
 * What is said where installing from a lock failed that was written on another platform: that is the likely reason, not a file that changed.
 *
 * @param here the platform that is installed on, as `platformOf` writes it
 */
export function frozenFailed(
  error: unknown,
  here: string,
  { hashesFor, lockedOn }: { hashesFor?: HashesFor | undefined; lockedOn?: string | undefined },
): unknown {
  if (!(error instanceof EnvironmentError)) return error;
  const { problem, log, cause } = error;
  if (problem === "frozen-mismatch" && Array.isArray(hashesFor) && !hashesFor.includes(here)) {
    return new EnvironmentError(
      problem,
      `snakebridge.lock.json holds the hashes of files for ${hashesFor.join(" and ")}, and this is ${here}.${lastWord(log)}`,
      `Run \`snakebridge setup\` here, which adds the hashes for this platform (with uv installed, those for every platform), and commit snakebridge.lock.json.`,
      { log, cause },
    );
  }
  if (problem === "install-failed" && lockedOn !== undefined && lockedOn !== here && isMissing(log)) {
    return new EnvironmentError(
      "frozen-mismatch",
      `snakebridge.lock.json was written on ${lockedOn}, and this is ${here}, for which a locked version is missing.${lastWord(log)}`,
      "Write the lock on the platform that you deploy on: run `snakebridge setup` there and commit snakebridge.lock.json.",
      { log, cause },
    );
  }
  return error;
}

/** How pip and uv say that a file is not the one that was hashed. */
const otherHash =
  /DO NOT MATCH THE HASHES|Hash mismatch|hash-?checking is enabled|In `--require-hashes` mode/i;

/** Whether pip or uv found no file of a version. */
function isMissing(log: readonly string[]): boolean {
  return /No matching distribution|not found in the package registry|no versions? of|no version of|Could not find a version|has no wheels with a matching/i.test(
    log.join("\n"),
  );
}

/** What the usual failures ask for. */
function adviceFor(log: string): string {
  if (
    /Temporary failure in name resolution|Name or service not known|getaddrinfo|dns error|Connection (refused|reset)|ConnectTimeout|Failed to fetch|network is unreachable/i.test(
      log,
    )
  ) {
    return "The package index could not be reached: check the network and proxy settings.";
  }
  if (isMissing([log])) {
    return "Check the spelling and the versions in snakebridge.json or the requirements file; the package may not exist for this Python.";
  }
  if (
    /Failed to build|failed-wheel-build|error: command .*(gcc|cc|clang|cl\.exe)|Microsoft Visual C\+\+/i.test(
      log,
    )
  ) {
    return "A package has no ready-made build for this Python and could not be compiled: choose another version of it or of Python, or install a compiler.";
  }
  if (/No space left on device|ENOSPC|disk is full/i.test(log))
    return "The disk is full: make room and run `snakebridge setup` again.";
  return "The installer's lines say why; correct that and run `snakebridge setup` again.";
}

function lastWord(log: readonly string[]): string {
  const last = [...log].reverse();
  // pip shows the traceback of a package's own build; what the build said stands at its end.
  const line =
    last.find((each) => /^\s+[\w.]*(?:Error|Exception): \S/.test(each)) ??
    last.find((each) => /error|×/i.test(each)) ??
    log.at(-1);
  return line === undefined ? "" : ` It said: ${line.trim().replace(/^ERROR: /, "")}.`.replace(/\.\.$/, ".");
}

function logOf(result: RunResult): string[] {
  if (result.error !== undefined) return [result.error.message];
  return `${result.stdout}\n${result.stderr}`
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-60);
}
