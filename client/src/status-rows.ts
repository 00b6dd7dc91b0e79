/** What the rows of the language status say. A row is as wide as its text, so each says one thing in short. */
import { l10n, LanguageStatusSeverity, type LanguageStatusItem } from "vscode";
import type { EnvironmentStatus, ErrorData } from "../../server/protocol/index.js";

export type Row = Pick<LanguageStatusItem, "text" | "detail" | "severity" | "command" | "busy">;

/** Which Python the folder uses. */
export function pythonRow(failed: boolean, status: EnvironmentStatus | undefined): Row {
  const { Error, Information, Warning } = LanguageStatusSeverity;
  if (failed) {
    const command = { command: "snakebridge.showOutput", title: l10n.t("Show Output") };
    return { text: l10n.t("SnakeBridge did not start"), detail: "", severity: Error, busy: false, command };
  }
  switch (status?.state) {
    case undefined:
      return {
        text: "Python",
        detail: l10n.t("looking for Python"),
        severity: Information,
        busy: true,
        command: undefined,
      };
    case "ready":
      return {
        text: l10n.t("Python {0}", status.version ?? ""),
        detail: packagesOf(status) ?? "",
        severity: Information,
        busy: false,
        command: {
          command: "snakebridge.selectInterpreter",
          title: l10n.t("Select Interpreter"),
          ...(status.reason === undefined ? {} : { tooltip: status.reason }),
        },
      };
    case "untrusted":
      return {
        text: "Python",
        detail: l10n.t("none in an untrusted workspace"),
        severity: Information,
        busy: false,
        command: { command: "workbench.trust.manage", title: l10n.t("Manage Workspace Trust") },
      };
    case "missing":
    case "failed":
      return {
        text:
          status.state === "missing" ? l10n.t("No Python environment") : l10n.t("Python environment broken"),
        detail: "",
        severity: status.state === "missing" ? Warning : Error,
        busy: false,
        command: {
          command: "snakebridge.setUpEnvironment",
          title: l10n.t("Set Up"),
          ...(status.problem === undefined ? {} : { tooltip: status.problem }),
        },
      };
  }
}

export interface Work {
  /** Python processes that run now. */
  readonly workers: number;
  /** Modules that are being described. */
  readonly discovering: readonly string[];
  /** Modules that could not be, with the reason. */
  readonly faults: ReadonlyMap<string, ErrorData>;
}

/** What SnakeBridge is doing, and what it could not do. */
export function workRow(starting: boolean, { workers, discovering, faults }: Work): Row {
  const { Information, Warning } = LanguageStatusSeverity;
  const [broken] = faults.keys();
  const running =
    discovering[0] !== undefined
      ? l10n.t("discovering {0}", discovering[0])
      : workers === 0
        ? l10n.t("no worker runs")
        : workers === 1
          ? l10n.t("1 worker")
          : l10n.t("{0} workers", workers);
  const trouble =
    broken === undefined
      ? undefined
      : faults.size === 1
        ? l10n.t("{0} can't be imported", broken)
        : l10n.t("{0} modules can't be imported", faults.size);
  return {
    text: "SnakeBridge",
    detail: starting
      ? l10n.t("starting")
      : [trouble, running].filter((part) => part !== undefined).join(", "),
    severity: trouble === undefined ? Information : Warning,
    busy: starting || discovering.length > 0,
    command: {
      command: "snakebridge.showOutput",
      title: l10n.t("Show Output"),
      tooltip: [...faults.values()].map(({ message }) => message).join("\n"),
    },
  };
}

function packagesOf(status: EnvironmentStatus): string | undefined {
  const count = status.packages?.length;
  if (count === undefined) return undefined;
  return count === 1 ? l10n.t("1 package") : l10n.t("{0} packages", count);
}
