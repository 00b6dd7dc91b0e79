/** The operations of a batch as JSON text, in the order in which they were issued. Calls of one function with plain arguments travel as a run. */
import { CALL_TEXT } from "./handle.js";
import { PULL } from "./issuer.js";
import { pullText } from "./operation-text.js";
import type { Pending } from "./pending.js";

const RUN_TEXT = '{"op":"calls"';

export class BatchText {
  #text = "";
  /** The run that may go on: its first call, and the arguments of its calls so far. */
  #first: Pending | undefined;
  #rows = "";
  #length = 0;

  /** Adds an operation, whose text it takes. How its result is sent must be settled. */
  add(pending: Pending): void {
    const { text, args } = pending;
    if (text === undefined) return;
    const first = this.#first;
    if (
      first !== undefined &&
      args !== undefined &&
      text === first.text &&
      pending.pull === PULL.value &&
      pending.id === first.id + this.#length &&
      isBare(pending) &&
      pending.details.declared?.result === first.details.declared?.result
    ) {
      this.#rows += `,${args}`;
      this.#length++;
      return;
    }
    this.#endRun();
    if (args !== undefined && pending.pull === PULL.value && text.startsWith(CALL_TEXT) && isBare(pending)) {
      this.#first = pending;
      this.#rows = args;
      this.#length = 1;
    } else {
      this.#write(operationText(pending));
    }
  }

  /** The elements of `ops`. */
  take(): string {
    this.#endRun();
    const text = this.#text;
    this.#text = "";
    return text;
  }

  #endRun(): void {
    const first = this.#first;
    if (first === undefined) return;
    this.#first = undefined;
    const { text = "" } = first;
    this.#write(
      this.#length === 1
        ? operationText(first)
        : `${RUN_TEXT}${text.slice(CALL_TEXT.length)},"id":${first.id},"rows":[${this.#rows}]${pullText(PULL.value, undefined, first.details.declared)}`,
    );
  }

  #write(operation: string): void {
    this.#text += this.#text === "" ? operation : `,${operation}`;
  }
}

/** Whether nothing is agreed for the result but its declared type, and it was made inside no callback. */
function isBare(pending: Pending): boolean {
  const { parent, conversion, declared } = pending.details;
  return parent === undefined && conversion === undefined && declared?.conversion === undefined;
}

function operationText(pending: Pending): string {
  const { text = "", args, details } = pending;
  const given = args === undefined || args === "[]" ? "" : `,"args":${args}`;
  const parent = details.parent === undefined ? "" : `,"parent":${details.parent}`;
  return `${text}${given},"id":${pending.id}${parent}${pullText(pending.pull, details.conversion, details.declared)}`;
}
