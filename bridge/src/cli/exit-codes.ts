/** The exit codes of `snakebridge`; `docs/command-line.md` lists them. */
export const exitCodes = {
  ok: 0,
  /** Something failed that is none of the others: a Python error, an internal error. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** `snakebridge.json` or the lock file is faulty. */
  configuration: 3,
  /** No Python, a broken environment, an installation that failed, a module that can't be imported. */
  environment: 4,
  /** `--check` or `--frozen` found that things have drifted. */
  drift: 5,
  /** Ended by Ctrl+C, as shells report it. */
  interrupted: 130,
} as const;

/** One of them. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
