/** What the worker sends: results, items of streams, calls of our functions. */
import { ProtocolError } from "../../wire/errors.js";
import type { WorkerMessage } from "../../pool/worker.js";
import type { OutputOrigin } from "../../pool/worker-options.js";
import type { CallbackMessage, ReleasedMessage } from "../callbacks/callbacks.js";
import type { CallTable } from "./call-table.js";
import type { CallSite } from "../errors/call-site.js";
import type { ReferenceCollector } from "../callbacks/context.js";
import { CallCancelledError } from "../errors/errors.js";
import { handleOf } from "../handles/handle.js";
import { PULL } from "../handles/issuer.js";
import type { Pending } from "../handles/pending.js";
import type { WireError } from "../errors/python-error.js";
import { Reference } from "../handles/reference.js";
import { requireSafeIntegers, requireSafeReturn } from "../declared/safe-integers.js";
import type { AheadStream } from "../streams/stream.js";

type Attachments = readonly Uint8Array<ArrayBuffer>[];

/** A forwarded record of Python's `logging`. */
export interface LogRecord {
  readonly level: string;
  readonly logger: string;
  readonly message: string;
  /** Seconds since the epoch. */
  readonly created: number;
}

/** Receives forwarded records of `logging`, with the process and, in a pool, the session that they came from. */
export type LogHandler = (record: LogRecord, origin: OutputOrigin) => void;

/** A result, or the results of a run of calls, as the wire writes them. */
type WireResult = readonly [id: number, form: 0 | 1 | 2 | 3 | 4, value?: unknown];

interface WireItems {
  readonly stream: number;
  readonly items?: unknown[];
  readonly p?: 1;
  readonly end?: 1;
  readonly value?: unknown;
  readonly e?: WireError;
}

/** What receiving needs of the connection. */
export interface ReceiverHome {
  readonly calls: CallTable;
  readonly streams: ReadonlyMap<number, AheadStream>;
  decode(value: unknown, attachments: Attachments, scope?: ReferenceCollector, site?: CallSite): unknown;
  readError(error: WireError, attachments: Attachments, site: CallSite | undefined): unknown;
  /** An operation is over of which the program awaits nothing any more. */
  over(id: number): void;
  /** Asks Python to end a stream of which nobody takes more. */
  closeStream(stream: number): void;
  /** The worker may drop its copy of the result: operations name it otherwise, or not at all. */
  done(id: number): void;
  /** The worker keeps the result until the program has dropped the pending one. */
  track(pending: Pending): void;
  performCallback(message: CallbackMessage, attachments: Attachments): void;
  released(message: ReleasedMessage): void;
  log(record: LogRecord): void;
}

export class Receiver {
  readonly #home: ReceiverHome;

  constructor(home: ReceiverHome) {
    this.#home = home;
  }

  /** @throws ProtocolError for a message that `docs/wire.md` does not know */
  receive(message: WorkerMessage, attachments: Attachments): void {
    switch (message.t) {
      case "results":
        for (const result of message["r"] as readonly WireResult[]) this.#result(result, attachments);
        this.#home.calls.rest();
        return;
      case "items":
        this.#items(message as unknown as WireItems, attachments);
        return;
      case "callback":
        this.#home.performCallback(message as unknown as CallbackMessage, attachments);
        return;
      case "released":
        this.#home.released(message as ReleasedMessage);
        return;
      case "log":
        this.#home.log(message as unknown as LogRecord);
        return;
      case "output":
        return;
      default:
        throw new ProtocolError(`The worker sent an unknown message ${JSON.stringify(message.t)}.`);
    }
  }

  #result(result: WireResult, attachments: Attachments): void {
    const [id, form, value] = result;
    if (form === 4) {
      this.#run(id, value as readonly unknown[], attachments);
      return;
    }
    const pending = this.#home.calls.take(id);
    if (pending === undefined) {
      this.#unexpected(id, form, value, attachments);
      return;
    }
    switch (form) {
      case 0:
        this.#plain(pending, value);
        return;
      case 1:
        this.#tagged(pending, value, attachments);
        return;
      case 2:
        this.#failed(pending, value as WireError, attachments);
        return;
      case 3:
        pending.reject(new CallCancelledError());
        return;
    }
  }

  /** The values of calls with consecutive ids. */
  #run(first: number, values: readonly unknown[], attachments: Attachments): void {
    const { calls } = this.#home;
    for (let index = 0; index < values.length; index++) {
      const pending = calls.take(first + index);
      if (pending === undefined) this.#unexpected(first + index, 0, values[index], attachments);
      else this.#plain(pending, values[index]);
    }
  }

  #plain(pending: Pending, value: unknown): void {
    if (pending.pull === PULL.settled) {
      pending.answer();
      return;
    }
    if (typeof value !== "object" || value === null || pending.details.isPrivate === true) {
      pending.released = true;
      this.#home.done(pending.id);
    } else {
      this.#home.track(pending);
    }
    pending.fulfil(pending.details.isStep === true ? { done: false, value } : value);
  }

  #tagged(pending: Pending, encoded: unknown, attachments: Attachments): void {
    const tag = typeof encoded === "object" && encoded !== null ? (encoded as { $?: unknown }).$ : undefined;
    let value: unknown;
    try {
      if (pending.details.isStep === true) {
        const end = tag === "done";
        const carried = end ? (encoded as { v?: unknown }).v : encoded;
        const decoded = this.#home.decode(carried, attachments, pending.details.scope, pending.site);
        if (end) requireSafeReturn(pending, decoded);
        else requireSafeIntegers(pending, decoded);
        value = { done: end, value: decoded };
      } else {
        value = this.#home.decode(encoded, attachments, pending.details.scope, pending.site);
        requireSafeIntegers(pending, value);
      }
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      this.#home.done(pending.id);
      pending.reject(error);
      return;
    }
    if (tag === "float") pending.detail({ isFloat: true });
    const handle = handleOf(value);
    if (handle instanceof Reference) {
      handle.members ??= pending.members;
      handle.declaredIteration ??= pending.iteration;
    }
    if (
      (typeof value !== "object" && typeof value !== "function") ||
      handle instanceof Reference ||
      pending.details.isPrivate === true
    ) {
      pending.released = true;
      this.#home.done(pending.id);
    } else {
      this.#home.track(pending);
    }
    pending.fulfil(value);
  }

  /** A failure belongs to the step that failed first, and so does the place in TypeScript that its stack names. */
  #failed(pending: Pending, wire: WireError, attachments: Attachments): void {
    const step = wire.step === undefined ? pending : (findStep(pending, wire.step) ?? pending);
    const known = step.state === "rejected" ? step.error : undefined;
    const error = this.#home.readError(wire, attachments, step.site);
    step.reject(known ?? error);
    pending.reject(known ?? error);
    if (pending.details.isPrivate === true) this.#home.done(pending.id);
    else this.#home.track(pending);
  }

  /**
   * A failure of a step in the middle, which the calls that depend on it tell; or an answer for a call that was given up. Both
   * are read, so that the objects that came along are freed again.
   */
  #unexpected(id: number, form: number, value: unknown, attachments: Attachments): void {
    const stream = this.#home.streams.get(id);
    this.#home.over(id);
    if (form === 2) {
      const error = this.#home.readError(value as WireError, attachments, stream?.site);
      stream?.reject(error);
      return;
    }
    if (form === 1) this.#home.decode(value, attachments);
    this.#home.done(id);
  }

  #items(message: WireItems, attachments: Attachments): void {
    const stream = this.#home.streams.get(message.stream);
    const { items = [], e } = message;
    const decoded =
      message.p === 1 ? items : (this.#home.decode(items, attachments, undefined, stream?.site) as unknown[]);
    const refused = message.p === 1 ? undefined : stream?.refuse(decoded);
    if (stream !== undefined && refused !== undefined) {
      stream.receive({
        items: decoded.slice(0, refused.index),
        end: true,
        returned: undefined,
        error: refused.error,
      });
      this.#home.closeStream(message.stream);
      return;
    }
    const returned = message.value === undefined ? undefined : this.#home.decode(message.value, attachments);
    stream?.receive({
      items: decoded,
      end: message.end === 1,
      returned,
      error:
        e === undefined
          ? stream.refusalOfReturn(returned)
          : this.#home.readError(e, attachments, stream.site),
    });
  }
}

/** The call with that id among those that a result depends on. Chains may be long, so it does not recurse. */
function findStep(pending: Pending, step: number): Pending | undefined {
  if (pending.id === step) return pending;
  const seen = new Set<Pending>([pending]);
  for (const call of seen) {
    if (call.id === step) return call;
    for (const dependency of call.details.dependencies ?? []) seen.add(dependency);
  }
  return undefined;
}
