import { SnakeBridgeError } from "../wire/errors.js";

/** A value that can't be converted; `path` says where it stands. */
export class ConversionError extends SnakeBridgeError {
  /** From the call's arguments down: `$.args[0].items[3]`. */
  readonly path: string;
  /** What is wrong, without the path. */
  readonly problem: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super("CONVERSION_FAILED", `${path}: ${problem}`, options);
    this.path = path;
    this.problem = problem;
  }
}

/** A Python `int` arrived beyond what a JavaScript `number` holds exactly, where a `number` was declared. */
export class IntegerRangeError extends SnakeBridgeError {
  readonly path: string;
  readonly value: bigint;

  constructor(path: string, value: bigint) {
    super(
      "INTEGER_RANGE",
      `${path}: ${value.toString()} is beyond the integers that a number holds exactly. Ask for int: "bigint" on the call or the module.`,
    );
    this.path = path;
    this.value = value;
  }
}
