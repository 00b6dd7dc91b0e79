/** Errors of the library as typed data for the client. */
import type { ErrorData, ErrorKind } from "../../protocol/index.js";
import { ConfigError, DescriptionError, distributionOf, EnvironmentError } from "./bridge.js";

export function explainError(error: unknown): ErrorData {
  if (isAbort(error)) {
    return { kind: "cancelled", message: "Cancelled." };
  }
  if (error instanceof DescriptionError) {
    return descriptionError(error);
  }
  if (error instanceof EnvironmentError) {
    return environmentError(error);
  }
  if (error instanceof ConfigError) {
    return { kind: "configuration", message: error.message, remedy: "Correct snakebridge.json." };
  }
  if (error instanceof Error) {
    const { code } = error as { code?: unknown };
    const kind: ErrorKind =
      code === "WORKER_LOST" || code === "WORKER_START_FAILED"
        ? "worker-lost"
        : typeof code === "string" && code.startsWith("INTERPRETER")
          ? "no-environment"
          : "internal";
    return { kind, message: error.message, ...(error.stack === undefined ? {} : { details: error.stack }) };
  }
  return { kind: "internal", message: String(error) };
}

function isAbort(error: unknown): boolean {
  return (
    (error instanceof Error && error.name === "AbortError") ||
    (error instanceof EnvironmentError && error.problem === "cancelled")
  );
}

function descriptionError(error: DescriptionError): ErrorData {
  const { failure, problem } = error;
  const details = failure.traceback ?? failure.stderr;
  const more = details === undefined ? {} : { details };
  if (problem === "not-found") {
    const missing = failure.missing ?? failure.module;
    return {
      kind: "module-not-found",
      message: error.message,
      install: [distributionOf(missing.split(".")[0] ?? missing)],
      ...more,
    };
  }
  return { kind: "import-failed", message: error.message, ...more };
}

function environmentError(error: EnvironmentError): ErrorData {
  const nothing = new Set([
    "python-not-found",
    "environment-missing",
    "interpreter-missing",
    "environment-unfinished",
  ]);
  const message =
    error.fix && error.message.endsWith(error.fix)
      ? error.message.slice(0, -error.fix.length).trim()
      : error.message;
  return {
    kind: nothing.has(error.problem) ? "no-environment" : "environment-failed",
    message,
    ...(error.fix ? { remedy: error.fix } : {}),
    ...(error.log.length > 0 ? { details: error.log.join("\n") } : {}),
  };
}
