/** Commands whose answer is a text: doctor, validation, cleaning, an issue report. */
import { homedir, hostname, userInfo } from "node:os";
import { env, l10n, version, window, workspace } from "vscode";
import type { Command } from "../context.js";
import { aroundEditor, chooseFolder, folderOf, inFolder } from "../folders.js";
import { withProgress } from "../present.js";
import { redact } from "../reports/redact.js";
import { requireTrust } from "../trust.js";

/** Explains the environment: which Python, why that one, what is missing, how to fix it. */
export const doctor: Command = async (context) => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const report = await withProgress(context, l10n.t("Examining the environment"), (asked) =>
    context.server.ask("doctor", inFolder(folder), asked),
  );
  await context.reports.show("doctor.txt", report.text);
};

export const validateConfiguration: Command = async (context) => {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const report = await context.server.ask("validateConfiguration", aroundEditor(folder));
  if (report.ok)
    await window.showInformationMessage(report.text.trim() || l10n.t("snakebridge.json is valid."));
  else await context.reports.show("validation.txt", report.text);
};

export const clean: Command = async (context) => {
  if (!(await requireTrust())) return;
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const yes = l10n.t("Clean");
  const answer = await window.showWarningMessage(
    l10n.t("Remove the wrappers that SnakeBridge generated in {0} and its cached descriptions?", folder.name),
    { modal: true, detail: l10n.t("Files that you changed or wrote yourself stay.") },
    yes,
  );
  if (answer !== yes) return;
  const report = await context.server.ask("clean", inFolder(folder));
  context.log.info(report.text);
  context.modules.refresh();
  await window.showInformationMessage(report.text.trim().split("\n").at(-1) ?? "");
};

/** Everything a maintainer asks first, without what identifies the user; it leaves the machine only by the user's hand. */
export const reportIssue: Command = async (context) => {
  const folder = folderOf();
  const extension = context.extension.extension.packageJSON as { version: string };
  const examined =
    workspace.isTrusted && folder !== undefined
      ? await context.server
          .ask("doctor", inFolder(folder))
          .then(({ text }) => text)
          .catch((error: unknown) => String(error))
      : l10n.t("not examined: the workspace is not trusted, or no folder is open");
  const text = [
    "# What happened",
    "",
    l10n.t("(what you did, what you expected, what you saw)"),
    "",
    "# Versions",
    "",
    `- SnakeBridge ${extension.version}`,
    `- VS Code ${version} (${env.appHost}, ${process.platform} ${process.arch}, Node ${process.versions.node})`,
    "",
    "# Doctor",
    "",
    "```text",
    examined.trimEnd(),
    "```",
    "",
  ].join("\n");
  const redacted = redact(text, {
    homeFolder: homedir(),
    userName: userInfo().username,
    hostName: hostname(),
    workspaceFolders: (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
  });
  await context.reports.show("issue.md", redacted);
  const copy = l10n.t("Copy");
  const answer = await window.showInformationMessage(
    l10n.t("Read the report, add what happened, and send it to the maintainers. Nothing was sent."),
    copy,
  );
  if (answer === copy) await env.clipboard.writeText(redacted);
};
