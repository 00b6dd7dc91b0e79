/** What both hosts need to run one suite. */
import type { SuiteResults } from "./driver.ts";
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
  readonly pictures: string;
  readonly environment: Record<string, string | undefined>;
}

/** A whole run may take this long; a hang ends as an error that carries the logs. */
export const runDeadline = 240_000;

export class SuiteDidNotRun extends Error {}

export function resultsOf(results: SuiteResults | undefined, log: string): SuiteResults {
  if (results !== undefined) return results;
  throw new SuiteDidNotRun(`The suite reported nothing.\n${log}`);
}
