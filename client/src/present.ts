/** Progress and failures as a user sees them. */
import {
  CancellationError,
  l10n,
  ProgressLocation,
  window,
  type CancellationToken,
  type Progress,
  commands,
} from "vscode";
import type { AskOptions, ProgressStep } from "./connection/connection.js";
import type { ClientContext } from "./context.js";
import { SnakeBridgeError } from "./errors.js";

/** Runs the task under a notification with a Cancel button; each step of the server is shown and logged. */
export async function withProgress<R>(
  context: ClientContext,
  title: string,
  task: (asked: Required<AskOptions> & { readonly token: CancellationToken }) => Promise<R>,
): Promise<R> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => task({ token, onProgress: reporting(context, title, progress) }),
  );
}

function reporting(
  context: ClientContext,
  title: string,
  progress: Progress<{ message?: string; increment?: number }>,
): (step: ProgressStep) => void {
  let reached = 0;
  return ({ message, percentage }) => {
    if (message !== undefined) context.log.info(message);
    // The server names the whole task first, which the notification's title already says.
    const news = message === title ? undefined : message;
    const increment = percentage === undefined ? undefined : Math.max(0, percentage - reached);
    if (percentage !== undefined) reached = Math.max(reached, percentage);
    progress.report({
      ...(news === undefined ? {} : { message: news }),
      ...(increment === undefined ? {} : { increment }),
    });
  };
}

/** Shows why something failed and what helps. A cancelled task shows nothing. */
export async function showFailure(context: ClientContext, error: unknown): Promise<void> {
  if (error instanceof CancellationError) return;
  const failure = error instanceof Error ? error : new Error(String(error));
  context.log.error(failure);
  const { remedy, details, install, kind } =
    failure instanceof SnakeBridgeError
      ? failure
      : { remedy: undefined, details: failure.stack, install: [], kind: "internal" };
  const showLog = l10n.t("Show Log");
  const setUp = l10n.t("Set Up Python");
  const installNow = install.length > 0 ? l10n.t("Install {0}", install.join(", ")) : undefined;
  const actions = [installNow, kind === "no-environment" ? setUp : undefined, showLog];
  const text = remedy === undefined ? failure.message : `${failure.message} ${remedy}`;
  const answer = await window.showErrorMessage(text, ...actions.filter((action) => action !== undefined));
  if (answer === undefined) return;
  if (answer === showLog) {
    if (details === undefined) context.log.show();
    else await context.reports.show("error.log", `${failure.message}\n\n${details}`);
  } else if (answer === setUp) await commands.executeCommand("snakebridge.setUpEnvironment");
  else await commands.executeCommand("snakebridge.installPackage", ...install);
}
