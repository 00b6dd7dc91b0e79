import { SnakeBridgeError } from "../wire/errors.js";

/** A place in a text, zero-based, in UTF-16 units, as editors count. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of text. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What kind of fault it is; stable. */
export type ConfigProblemCode =
  | "syntax"
  | "duplicate-key"
  | "unknown-key"
  | "wrong-type"
  | "wrong-value"
  | "missing-file"
  | "unknown-export"
  | "unreadable-file"
  | "extends-cycle"
  | "extends-problem"
  | "outside-workspace"
  | "variable-not-allowed"
  | "variable-not-set";

/** One fault of a configuration file, with its exact place. */
export interface ConfigProblem {
  readonly code: ConfigProblemCode;
  /** What is wrong and what would be right. */
  readonly message: string;
  readonly file: string;
  /** Where in the document: `["modules", "numpy", "exclude", 0]`. */
  readonly path: readonly (string | number)[];
  readonly range: Range;
  /** Offset and length of {@link range} in the text. */
  readonly offset: number;
  readonly length: number;
  /** The text to put there instead, where one is likely meant: the name without quotes. */
  readonly suggestion?: string;
}

/** A configuration that can't be used. `problems` has every fault with file, line and column. */
export class ConfigError extends SnakeBridgeError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[], message?: string) {
    super("CONFIG_INVALID", message ?? problems.map(formatProblem).join("\n"));
    this.problems = problems;
  }
}

/** A file that reading has failed on: it is not there, or it can't be read. */
export function unreadableConfig(file: string, cause: unknown): ConfigError {
  const place = {
    path: [],
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    offset: 0,
    length: 0,
    file,
  };
  const problem: ConfigProblem =
    (cause as NodeJS.ErrnoException).code === "ENOENT"
      ? {
          ...place,
          code: "missing-file",
          message: "This configuration file does not exist. `snakebridge init` writes one.",
        }
      : {
          ...place,
          code: "unreadable-file",
          message: `This configuration file can't be read: ${(cause as Error).message}.`,
        };
  return new ConfigError([problem]);
}

/** `snakebridge.json:3:5: message`, lines and columns counted from one. */
export function formatProblem(problem: ConfigProblem): string {
  const { line, character } = problem.range.start;
  return `${problem.file}:${line + 1}:${character + 1}: ${problem.message}`;
}
