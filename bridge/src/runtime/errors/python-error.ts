/** An exception that Python code raised. */
import type { PyAny } from "../handles/types.js";

/** One level of the Python stack. */
export interface PythonFrame {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  /** The source line, where Python has it. */
  readonly source: string | undefined;
}

/** An exception as the wire carries it. */
export interface WireError {
  readonly type: string;
  readonly mro: readonly string[];
  readonly message: string;
  readonly args?: unknown;
  readonly id?: number;
  readonly step?: number;
  readonly frames?: readonly { file: string; line: number; function: string; source?: string }[];
  readonly cause?: WireError;
  readonly context?: WireError;
  readonly suppress?: boolean;
  readonly notes?: readonly string[];
  readonly exceptions?: readonly WireError[];
  readonly name?: string;
  readonly host?: number;
}

/** What an error is made of; related errors are made before it. */
export interface PythonErrorParts {
  readonly wire: WireError;
  readonly args: readonly unknown[];
  readonly cause: unknown;
  readonly context: unknown;
  readonly exceptions: readonly unknown[];
  /** The stack of the call in TypeScript, as V8 prints it. */
  readonly site: string | undefined;
  /** Whether `site` is only near the call. */
  readonly isNearby: boolean;
  /** The Python exception itself. */
  readonly reference: PyAny;
}

let isPlaced: (error: PythonError) => boolean;
let place: (error: PythonError, site: string) => void;

/** Whether the stack of an error does not say yet where the program called. */
export function lacksPlace(error: unknown): error is PythonError {
  return error instanceof PythonError && !isPlaced(error);
}

/** Puts the place in TypeScript into the stack of an error. @param site frames as V8 prints them */
export function setPlace(error: PythonError, site: string): void {
  place(error, site);
}

/**
 * An exception that Python code raised. Its stack shows the call in TypeScript first, then the frames in Python. `name`
 * is the short name of the Python class, and `message` what Python says.
 *
 * @example
 * try {
 *   await json.loads("{");
 * } catch (error) {
 *   if (PythonError.is(error, "ValueError")) console.log(error.pyType); // json.decoder.JSONDecodeError
 * }
 */
export class PythonError extends Error {
  static {
    isPlaced = (error) => !error.#parts.isNearby;
    place = (error, site) => {
      error.#parts = { ...error.#parts, site, isNearby: false };
      hide(error, "stack", stackText(error, error.#frames, error.#parts));
    };
  }

  #parts: PythonErrorParts;
  readonly #frames: readonly PythonFrame[];

  constructor(parts: PythonErrorParts) {
    const { wire } = parts;
    super(wire.message);
    this.#parts = parts;
    this.#frames = (wire.frames ?? []).map(({ file, line, function: name, source }) => ({
      file,
      line,
      function: name,
      source,
    }));
    hide(this, "name", shortName(wire.type));
    if (parts.cause !== undefined) hide(this, "cause", parts.cause);
    // As on an AggregateError, so that consoles print the members of an exception group.
    if (parts.exceptions.length > 0) hide(this, "errors", parts.exceptions);
    hide(this, "stack", stackText(this, this.#frames, parts));
  }

  /**
   * Whether an error came from Python and its class is, or inherits from, `type`: a built-in name (`"KeyError"`), a
   * qualified one (`"json.decoder.JSONDecodeError"`) or the last part of it.
   */
  static is(error: unknown, type: string): error is PythonError {
    return (
      error instanceof PythonError && error.mro.some((name) => name === type || shortName(name) === type)
    );
  }

  /** The qualified name of the exception's class: `builtins.KeyError`. */
  get pyType(): string {
    return this.#parts.wire.type;
  }

  /** The classes that it inherits from, itself first; qualified unless they are built in. */
  get mro(): readonly string[] {
    return this.#parts.wire.mro;
  }

  /** The exception's `args`, converted. */
  get args(): readonly unknown[] {
    return this.#parts.args;
  }

  /** The Python stack, outermost first. */
  get frames(): readonly PythonFrame[] {
    return this.#frames;
  }

  /** The exception that was being handled when this one was raised, unless Python was told to hide it (`from None`). */
  get context(): unknown {
    return this.#parts.context;
  }

  /** Notes of `add_note`. */
  get notes(): readonly string[] {
    return this.#parts.wire.notes ?? [];
  }

  /** The members of an exception group; empty for other exceptions. */
  get exceptions(): readonly unknown[] {
    return this.#parts.exceptions;
  }

  /** The call id of the step of a chain that failed, as debug traces show it. */
  get step(): number | undefined {
    return this.#parts.wire.step;
  }

  /** A reference to the Python exception itself, for what is not here: `error.reference.response.status_code`. */
  get reference(): PyAny {
    return this.#parts.reference as unknown;
  }
}

/** A module was imported that is not installed. */
export class PythonModuleNotFoundError extends PythonError {
  /** The name that was imported: `sklearn.linear_model`. */
  readonly module: string;
  /** The distribution to install: `scikit-learn`. */
  readonly distribution: string;
  /** The command that installs it into the worker's environment. */
  readonly command: string;

  constructor(parts: PythonErrorParts, module: string, distribution: string, command: string) {
    super(parts);
    this.module = module;
    this.distribution = distribution;
    this.command = command;
    for (const name of ["module", "distribution", "command"]) {
      Object.defineProperty(this, name, { enumerable: false });
    }
    hide(this, "message", `${this.message}. Install it with: ${command}`);
    hide(
      this,
      "stack",
      (this.stack ?? "").replace(parts.wire.message, () => this.message),
    );
  }
}

function hide(error: Error, name: string, value: unknown): void {
  Object.defineProperty(error, name, { value, configurable: true, writable: true, enumerable: false });
}

/** `JSONDecodeError` of `json.decoder.JSONDecodeError`. */
function shortName(type: string): string {
  return type.slice(type.lastIndexOf(".") + 1);
}

/**
 * Python frames are written as V8 writes its own, innermost first, which terminals and VS Code make clickable.
 */
function stackText(error: Error, frames: readonly PythonFrame[], parts: PythonErrorParts): string {
  const lines = [error.message === "" ? error.name : `${error.name}: ${error.message}`];
  for (const note of parts.wire.notes ?? []) lines.push(note);
  if (parts.site !== undefined && parts.site !== "") lines.push(parts.site);
  for (const frame of [...frames].reverse()) {
    lines.push(
      `    at ${frame.function === "<module>" ? "module" : frame.function} (${frame.file}:${frame.line}:1)`,
    );
  }
  return lines.join("\n");
}
