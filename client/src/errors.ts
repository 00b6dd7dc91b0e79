/** Errors as the client throws and shows them. */
import { CancellationError } from "vscode";
import type { ErrorData, ErrorKind } from "../../server/protocol/index.js";

/** A request that the server answered with a reason, or a step of the client that failed. */
export class SnakeBridgeError extends Error {
  readonly kind: ErrorKind | "library" | "no-folder" | "server";
  /** One sentence: what to do next. */
  readonly remedy: string | undefined;
  /** Distributions whose installation would help. */
  readonly install: readonly string[];
  /** A traceback or an installer's log. */
  readonly details: string | undefined;

  constructor(
    kind: SnakeBridgeError["kind"],
    message: string,
    more: {
      remedy?: string | undefined;
      install?: readonly string[] | undefined;
      details?: string | undefined;
    } = {},
  ) {
    super(message);
    this.name = "SnakeBridgeError";
    this.kind = kind;
    this.remedy = more.remedy;
    this.install = more.install ?? [];
    this.details = more.details;
  }
}

/** JSON-RPC's code of a request that was cancelled, and LSP's of one that the server gave up. */
const cancelledCodes = new Set([-32800, -32802]);

/** What a failed request means: cancelled, an error with a reason, or the error itself. */
export function failureOf(error: unknown): Error {
  const { code, data, message } = error as { code?: unknown; data?: unknown; message?: string };
  if (typeof code === "number" && cancelledCodes.has(code)) return new CancellationError();
  if (isErrorData(data)) {
    return data.kind === "cancelled"
      ? new CancellationError()
      : new SnakeBridgeError(data.kind, data.message, data);
  }
  return error instanceof Error ? error : new SnakeBridgeError("server", message ?? String(error));
}

function isErrorData(data: unknown): data is ErrorData {
  return (
    typeof data === "object" &&
    data !== null &&
    typeof (data as { kind?: unknown }).kind === "string" &&
    typeof (data as { message?: unknown }).message === "string"
  );
}
