/** Errors of Python as the wire carries them, to errors of ours. */
import type { CallSite } from "./call-site.js";
import { framesOf } from "./call-site.js";
import { distributionOf, installCommand } from "./distributions.js";
import {
  PythonError,
  PythonModuleNotFoundError,
  type PythonErrorParts,
  type WireError,
} from "./python-error.js";
import type { Reference } from "../handles/reference.js";

/** What reading an error needs of the connection. */
export interface ErrorHome {
  decode(value: unknown, attachments: readonly Uint8Array<ArrayBuffer>[]): unknown;
  /** A reference to the exception object, counted as received once more. */
  exceptionReference(wire: WireError): Reference;
  /** The error of ours with that id, if it is still held. */
  hostError(id: number): unknown;
  /** The interpreter of the worker. */
  readonly executable: string;
}

export class ErrorReader {
  readonly #home: ErrorHome;

  constructor(home: ErrorHome) {
    this.#home = home;
  }

  /** An error that only passed through Python, ours or one that came from there, comes back as itself. */
  read(
    wire: WireError,
    attachments: readonly Uint8Array<ArrayBuffer>[],
    site: CallSite | undefined,
  ): unknown {
    const reference = wire.id === undefined ? undefined : this.#home.exceptionReference(wire);
    const related = (error: WireError | undefined): unknown =>
      error === undefined ? undefined : this.read(error, attachments, undefined);
    const parts: PythonErrorParts = {
      wire,
      args: asArray(this.#home.decode(wire.args ?? [], attachments)),
      cause: related(wire.cause),
      context: wire.suppress === true ? undefined : related(wire.context),
      exceptions: (wire.exceptions ?? []).map((error) => related(error)),
      site: framesOf(site),
      isNearby: site?.nearby !== undefined,
      reference: reference?.proxy as unknown,
    };
    if (reference?.error !== undefined) return reference.error;
    if (wire.host !== undefined) {
      const own = this.#home.hostError(wire.host);
      if (own !== undefined) return own;
    }
    if (wire.name !== undefined && wire.mro.includes("ModuleNotFoundError")) {
      const distribution = distributionOf(wire.name);
      const command = installCommand(this.#home.executable, distribution);
      return new PythonModuleNotFoundError(parts, wire.name, distribution, command);
    }
    return new PythonError(parts);
  }
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
