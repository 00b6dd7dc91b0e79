/**
 * The operations of a batch as JSON text, in the order in which they were issued. Calls of one function with plain arguments travel as a run,
 * operations on each other's results as a chain.
 */
import { CALL_TEXT } from "../handles/handle.js";
import { PULL } from "../handles/issuer.js";
import { pullText } from "./operation-text.js";
import type { Pending } from "../handles/pending.js";

const RUN_TEXT = '{"op":"calls"';
const PATH_FIELD = ',"path":';

export class BatchText {
  #text = "";
  /** The run that may go on: its first call, and the arguments of its calls so far. */
  #first: Pending | undefined;
  #rows = "";
  #length = 0;
  /** The chain that may go on: its last operation, what was written of the first, and the steps behind that. */
  #last: Pending | undefined;
  #head = "";
  #steps = "";

  /** Adds an operation, whose text it takes. How its result is sent must be settled. */
  add(pending: Pending): void {
    const { text } = pending;
    if (text === undefined) return;
    if (this.#last !== undefined && this.#addStep(this.#last, pending, text)) return;
    if (this.#first !== undefined && this.#addRow(this.#first, pending, text)) return;
    this.#end();
    if (pending.pull === undefined) this.#beginChain(pending);
    else if (isRow(pending) && text.startsWith(CALL_TEXT)) this.#beginRun(pending);
    else this.#write(`${operationText(pending)}${endText(pending)}`);
  }

  /** The elements of `ops`. */
  take(): string {
    this.#end();
    const text = this.#text;
    this.#text = "";
    return text;
  }

  #end(): void {
    this.#endRun();
    this.#endChain();
  }

  #beginRun(pending: Pending): void {
    this.#first = pending;
    this.#rows = pending.args ?? "";
    this.#length = 1;
  }

  #addRow(first: Pending, pending: Pending, text: string): boolean {
    if (
      text !== first.text ||
      pending.id !== first.id + this.#length ||
      !isRow(pending) ||
      pending.details.declared?.result !== first.details.declared?.result
    )
      return false;
    this.#rows += `,${pending.args}`;
    this.#length++;
    return true;
  }

  #endRun(): void {
    const first = this.#first;
    if (first === undefined) return;
    this.#first = undefined;
    const { text = "" } = first;
    this.#write(
      this.#length === 1
        ? `${operationText(first)}${endText(first)}`
        : `${RUN_TEXT}${text.slice(CALL_TEXT.length)},"id":${first.id},"rows":[${this.#rows}]${endText(first)}`,
    );
  }

  #beginChain(pending: Pending): void {
    this.#last = pending;
    this.#head = operationText(pending);
    this.#steps = "";
  }

  #addStep(last: Pending, pending: Pending, text: string): boolean {
    if (!pending.follows || pending.id !== last.id + 1) return false;
    if (last.details.parent !== undefined || pending.details.parent !== undefined) return false;
    const path = text === "" ? "[]" : text.slice(PATH_FIELD.length);
    const step = pending.args === undefined ? `[${path}]` : `[${path},${pending.args}]`;
    this.#steps += this.#steps === "" ? step : `,${step}`;
    this.#last = pending;
    // What is asked for ends the chain: it says so for one result only.
    if (pending.pull !== undefined) this.#endChain();
    return true;
  }

  #endChain(): void {
    const last = this.#last;
    if (last === undefined) return;
    this.#last = undefined;
    const then = this.#steps === "" ? "" : `,"then":[${this.#steps}]`;
    this.#write(`${this.#head}${then}${endText(last)}`);
  }

  #write(operation: string): void {
    this.#text += this.#text === "" ? operation : `,${operation}`;
  }
}

/** Whether it may be a call of a run: nothing is agreed for the result but its declared type, and it was made inside no callback. */
function isRow(pending: Pending): boolean {
  if (pending.args === undefined || pending.pull !== PULL.value) return false;
  const { parent, conversion, declared } = pending.details;
  return parent === undefined && conversion === undefined && declared?.conversion === undefined;
}

/** An operation up to how its result is sent. */
function operationText(pending: Pending): string {
  const { text = "", args, follows, id } = pending;
  const { parent } = pending.details;
  const on = follows
    ? `{"op":"${args === undefined ? "get" : "call"}","on":{"$":"call","id":${id - 1}}${text}`
    : text;
  const given = args === undefined || args === "[]" ? "" : `,"args":${args}`;
  return `${on}${given},"id":${id}${parent === undefined ? "" : `,"parent":${parent}`}`;
}

function endText({ pull, details }: Pending): string {
  return pullText(pull, details.conversion, details.declared);
}
