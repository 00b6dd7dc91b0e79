/** Runs work for a request: with its progress, its cancel, and typed errors. */
import { LSPErrorCodes, ResponseError, type CancellationToken } from "vscode-languageserver/node";
import type { ProgressToken } from "vscode-languageserver-protocol";
import { WorkDoneProgress } from "vscode-languageserver-protocol";
import type { ErrorData } from "../../protocol/index.js";
import type { ServerContext } from "../context.js";
import { typedError } from "../workspace/announcer.js";
import type { Folder } from "../workspace/folders.js";
import type { Task } from "../workspace/folder-python.js";

export interface TaskOptions {
  folder: Folder;
  token: CancellationToken;
  workDoneToken: ProgressToken | undefined;
  title: string;
}

export async function runTask<Result>(
  context: ServerContext,
  options: TaskOptions,
  work: (task: Task) => Promise<Result>,
): Promise<Result> {
  requireTrust(context);
  const abort = new AbortController();
  const subscription = options.token.onCancellationRequested(() => abort.abort());
  const reporter = progressOf(context, options.workDoneToken);
  reporter.begin(options.title);
  try {
    return await work({ signal: abort.signal, progress: reporter });
  } catch (error) {
    if (abort.signal.aborted) {
      throw new ResponseError<ErrorData>(LSPErrorCodes.RequestCancelled, "Cancelled.", {
        kind: "cancelled",
        message: "Cancelled.",
      });
    }
    throw typedError(options.folder.python.explain(error));
  } finally {
    subscription.dispose();
    reporter.done();
  }
}

/** @throws ResponseError of kind `untrusted` */
export function requireTrust(context: ServerContext): void {
  if (!context.trusted) {
    throw typedError({
      kind: "untrusted",
      message: "This workspace is not trusted, so SnakeBridge runs no Python and writes no files.",
      remedy: "Trust the workspace to go on.",
    });
  }
}

interface Reporter {
  begin(title: string): void;
  report(message: string, percentage?: number): void;
  done(): void;
}

function progressOf(context: ServerContext, token: ProgressToken | undefined): Reporter {
  if (token === undefined) {
    return { begin: () => undefined, report: () => undefined, done: () => undefined };
  }
  const send = (value: Parameters<typeof context.connection.sendProgress<unknown>>[2]): void => {
    void context.connection.sendProgress(WorkDoneProgress.type, token, value as never);
  };
  return {
    begin: (title) => send({ kind: "begin", title, cancellable: true }),
    report: (message, percentage) =>
      send({
        kind: "report",
        message,
        ...(percentage === undefined ? {} : { percentage: Math.round(percentage) }),
      }),
    done: () => send({ kind: "end" }),
  };
}
