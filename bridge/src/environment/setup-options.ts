import type { InterpreterChoice } from "./choose.js";
import type { Hashes, HashesFor } from "./installer.js";
import type { InstalledPackage, Interpreter } from "./interpreter.js";
import type { ProgressListener } from "./progress.js";
import type { Requirements } from "./requirements.js";
import type { ImportCheck } from "./verify.js";

/** What a setup should bring about. */
export interface SetupOptions {
  /** The project's folder. */
  readonly folder: string;
  /** The folder of the environment, absolute. */
  readonly environment: string;
  /** The interpreter to make it from; default: the first suitable one of the search. */
  readonly python?: string | undefined;
  /** A PEP 440 specifier for the interpreter. */
  readonly version?: string | undefined;
  readonly requirements: Requirements;
  /** Exact versions by name. With `frozen` these and nothing else; otherwise the versions to prefer. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
  /** With `frozen`: what the files of `versions` must hash to, by normalized name. Those without a hash are not checked. */
  readonly hashes?: Hashes | undefined;
  /** Whose files `hashes` are of, where that is known. */
  readonly hashesFor?: HashesFor | undefined;
  /** The platform that `versions` were written down on, as `platformOf` writes it, where that is known. */
  readonly lockedOn?: string | undefined;
  /** Install exactly `versions`. */
  readonly frozen?: boolean | undefined;
  /** Move everything to the newest versions allowed. */
  readonly upgrade?: boolean | undefined;
  /** Make the environment again, whatever is there. */
  readonly recreate?: boolean | undefined;
  readonly excludeNewer?: string | undefined;
  /** Modules that must be importable in the end, beside those of the requirements. */
  readonly modules?: readonly string[] | undefined;
  /** Folders of the project's own Python code, first on `sys.path` when {@link modules} are imported. */
  readonly paths?: readonly string[] | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/** What a setup brought about. */
export interface SetupResult {
  readonly environment: string;
  readonly interpreter: Interpreter;
  /** The environment did not exist before. */
  readonly created: boolean;
  /** How the interpreter behind a new environment was found. */
  readonly base?: InterpreterChoice;
  readonly installer: "uv" | "pip";
  readonly packages: readonly InstalledPackage[];
  /** What the installation changed: name to `[before, after]`, `undefined` for not there. */
  readonly changes: Readonly<Record<string, readonly [string | undefined, string | undefined]>>;
  readonly checks: readonly ImportCheck[];
  readonly milliseconds: number;
}

/** What one way of setting up gives; the rest is the same for all. */
export type Outcome = Omit<SetupResult, "environment" | "installer" | "milliseconds">;
