/** What a setup is doing. */
export type SetupPhase = "find" | "create" | "install" | "verify" | "finish";

/** One step forward. */
export interface SetupProgress {
  readonly phase: SetupPhase;
  /** A sentence for people. */
  readonly message: string;
  /** The installer's own line, where the event is one. */
  readonly line?: string;
}

/** Receives progress. Must not throw. */
export type ProgressListener = (progress: SetupProgress) => void;
