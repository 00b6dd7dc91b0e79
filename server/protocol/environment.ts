/** What the status item and the wizard show about Python. */

export interface EnvironmentStatus {
  /** URI of the workspace folder; absent where no folder is open. */
  folder?: string;
  state: "ready" | "missing" | "untrusted" | "failed";
  interpreter?: string;
  /** `3.11.7` */
  version?: string;
  /** Root of the virtual environment; absent for a plain interpreter. */
  prefix?: string;
  /** One sentence: why this interpreter was chosen. */
  reason?: string;
  /** State `missing` or `failed`: what is wrong and what to do. */
  problem?: string;
  packages?: { name: string; version: string }[];
}

export interface InterpreterChoice {
  path: string;
  version?: string;
  /** `.venv of this folder`, `pyenv`, `PATH` */
  origin: string;
  current?: boolean;
  /** Why it can't be used: older than 3.9, does not start. */
  problem?: string;
}
