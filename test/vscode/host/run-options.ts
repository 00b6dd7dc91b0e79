/** What both hosts need to run one suite. */
import type { SuiteResults, TestResult } from "./driver.ts";
import type { SuiteDefinition } from "./suites.ts";
import type { HostVersion } from "./versions.ts";

export interface SuiteRun {
  readonly suite: SuiteDefinition;
  readonly version: HostVersion;
  /** A fresh folder for everything that the run writes. */
  readonly home: string;
  /** The copied workspace. */
  readonly workspace: string;
  /** The bundled suite, which exports `run()`. */
  readonly entry: string;
  /** The checkout, or absent where `vsix` is installed instead. */
  readonly extension: string;
  readonly vsix?: string;
  /** Extensions that the suite brings, loaded as under development. */
  readonly fixtures: readonly string[];
  readonly pictures: string;
  readonly environment: Record<string, string | undefined>;
}

/** A whole run may take this long; a hang ends with what was reported until then. */
export const runDeadline = 600_000;

/** A suite that said nothing, or stopped in the middle, is an error that carries the end of the log. */
export function resultsOf(results: SuiteResults | undefined, log: readonly string[]): SuiteResults {
  if (results?.complete === true) return results;
  const what = results === undefined ? "The suite reported nothing." : "The suite did not come to its end.";
  const error = `${what} The end of the log:\n${log.slice(-25).join("\n")}`;
  const lost: TestResult = { title: "(the suite itself)", state: "failed", milliseconds: 0, error };
  return {
    vscode: results?.vscode ?? "that did not start",
    complete: false,
    tests: [...(results?.tests ?? []), lost],
  };
}
