/** What operations name as their targets and arguments: modules, references and the results of earlier operations. */
import type { TaggedValue } from "../../values/index.js";
import { StaleReferenceError, WrongWorkerError } from "../errors/errors.js";
import { CALL_TEXT, handleOf, type Handle } from "../handles/handle.js";
import { ModuleHandle } from "../handles/module.js";
import { Pending, type PendingHome } from "../handles/pending.js";
import { Reference, type ReferenceHome } from "../handles/reference.js";

/** What naming needs of the connection. */
export interface OperandsHome extends PendingHome, ReferenceHome {
  /** Reads what no form can name, by an operation of its own. */
  read(handle: Handle): Pending;
  /** The JSON text of a value that was received as a result. */
  encode(value: unknown): string;
}

export class Operands {
  readonly #home: OperandsHome;
  /** The results that the operation that is being encoded depends on. */
  #dependencies: Pending[] | undefined;

  constructor(home: OperandsHome) {
    this.#home = home;
  }

  /** Begins an operation. @returns what `end` restores: an argument may need an operation of its own */
  begin(): Pending[] | undefined {
    const outer = this.#dependencies;
    this.#dependencies = undefined;
    return outer;
  }

  end(outer: Pending[] | undefined): void {
    this.#dependencies = outer;
  }

  /** The results that the operation names so far. */
  get dependencies(): readonly Pending[] | undefined {
    return this.#dependencies;
  }

  /** The `on` and `path` of an operation. @throws where the target can't be named any more */
  target(on: Handle): string {
    const { base } = on;
    if (base instanceof Reference) this.#check(base);
    else if (base instanceof Pending) return `,"on":${this.#resultText(base)}${on.pathText}`;
    return on.targetText;
  }

  /** The beginning of a call, up to its target: the same string for calls of the same handle, where that can be. */
  callText(on: Handle): string {
    const { base } = on;
    if (base instanceof Reference) this.#check(base);
    else if (base instanceof Pending) return `${CALL_TEXT}${this.target(on)}`;
    return on.callText;
  }

  #resultText(pending: Pending): string {
    const named = this.use(pending);
    if (!named) return `{"$":"call","id":${pending.id}}`;
    if (pending.details.isFloat === true) return JSON.stringify(floatForm(pending.value));
    return this.#home.encode(pending.value);
  }

  /** The form of a handle as an argument. @throws where it can't be named any more */
  argument(handle: Handle): TaggedValue {
    const { base, path } = handle;
    if (base instanceof ModuleHandle) {
      return path.length === 0 ? { $: "module", name: base.name } : { $: "module", name: base.name, path };
    }
    if (base instanceof Reference && path.length === 0) {
      this.#check(base);
      return { $: "ref", id: base.id };
    }
    if (base instanceof Pending) {
      if (!this.use(base)) {
        return path.length === 0 ? { $: "call", id: base.id } : { $: "call", id: base.id, path };
      }
      if (path.length === 0 && base.value !== null) {
        if (base.details.isFloat === true) return floatForm(base.value);
        if (typeof base.value === "bigint") return { $: "int", v: String(base.value) };
        const reference = handleOf(base.value);
        return reference === undefined ? (base.value as TaggedValue) : this.argument(reference);
      }
    }
    // No form names an attribute of a reference or a bare `None`: an operation of its own reads it.
    const read = this.#home.read(handle);
    if (read.state === "rejected") throw read.error;
    this.use(read);
    return { $: "call", id: read.id };
  }

  /**
   * Notes that an operation depends on a result. @returns whether the result is named by its value
   * @throws the error of a result that failed already
   */
  use(pending: Pending): boolean {
    if (pending.home !== this.#home) throw foreign(pending, pending.home);
    pending.consumed = true;
    if (pending.state === "rejected") throw pending.error;
    if (pending.released) return true;
    if (!pending.isSettled) {
      const deadlock = this.#home.deadlock(pending);
      if (deadlock !== undefined) throw deadlock;
      (this.#dependencies ??= []).push(pending);
    }
    return false;
  }

  #check(reference: Reference): void {
    if (reference.home !== this.#home) throw foreign(reference, reference.home);
    if (reference.disposed) throw new StaleReferenceError(reference.describe(), "disposed");
    if (this.#home.loss !== undefined) {
      throw new StaleReferenceError(reference.describe(), "worker", { cause: this.#home.loss });
    }
  }
}

function foreign(handle: Handle, home: { readonly loss?: unknown }): Error {
  return home.loss === undefined
    ? new WrongWorkerError(handle.describe())
    : new StaleReferenceError(handle.describe(), "worker", { cause: home.loss });
}

/** A number that Python made as a float goes back as one. */
function floatForm(value: unknown): TaggedValue {
  const number = value as number;
  if (Number.isNaN(number)) return { $: "float", v: "nan" };
  if (number === Infinity) return { $: "float", v: "inf" };
  if (number === -Infinity) return { $: "float", v: "-inf" };
  return { $: "float", v: Object.is(number, -0) ? "-0" : number };
}
