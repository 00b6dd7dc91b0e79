/** What is on its way to the worker: the batch of this turn, and the results and references that nobody needs any more. */
import { BatchText } from "./batch-text.js";
import type { Channel } from "../connection/channel.js";
import type { Pending } from "../handles/pending.js";
import { IdRanges } from "./id-ranges.js";

/** Frames with more attachments than this are sent early; the wire's limit is 65,536. */
const MANY_ATTACHMENTS = 10_000;
/** Attachments of more bytes than this are sent early. */
const MANY_BYTES = 2 ** 30;
/** Batches of more text than this are sent early: one message has to fit a string of the engine's. */
const MANY_CHARACTERS = 2 ** 26;

const NOW = Promise.resolve();

export class Outbox {
  readonly #channel: Channel;
  /** Called for each pending result when its operation leaves. */
  readonly #leave: (pending: Pending) => void;
  readonly #batch = new BatchText();
  #queue: Pending[] = [];
  #failed: Pending[] = [];
  #attachments: Uint8Array[] = [];
  /** How much text the operations that wait have. */
  #characters = 0;
  /** Results received, whose copies the worker may drop. */
  #done = new IdRanges();
  /** The same, received while operations were queued that may still name them. */
  #doneLater = new IdRanges();
  #releasedCalls = new IdRanges();
  #releasedReferences = new Map<number, number>();
  #scheduled = false;
  #closed = false;

  constructor(channel: Channel, leave: (pending: Pending) => void) {
    this.#channel = channel;
    this.#leave = leave;
  }

  /** The attachments of the batch; encoding adds to them. */
  get attachments(): Uint8Array[] {
    return this.#attachments;
  }

  /** Whether nothing waits to leave. */
  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  /** The operation that was added last, while it waits. */
  get last(): Pending | undefined {
    return this.#queue[this.#queue.length - 1];
  }

  add(pending: Pending): void {
    this.#queue.push(pending);
    if (!this.#scheduled) this.#schedule();
    this.#characters += (pending.text?.length ?? 0) + (pending.args?.length ?? 0);
    if (this.#characters > MANY_CHARACTERS) {
      this.flush();
      return;
    }
    if (this.#attachments.length === 0) return;
    if (this.#attachments.length > MANY_ATTACHMENTS || this.#countBytes() > MANY_BYTES) this.flush();
  }

  /** Takes a result that failed before its operation could leave: it is told if nobody turns to it in this turn. */
  addFailed(pending: Pending): void {
    this.#failed.push(pending);
    if (!this.#scheduled) this.#schedule();
  }

  /** The worker may drop its copy of a result that no operation will name. */
  done(id: number): void {
    if (this.#queue.length === 0) this.#done.add(id);
    else this.#doneLater.add(id);
  }

  releaseCall(id: number): void {
    this.#releasedCalls.add(id);
    if (!this.#scheduled) this.#schedule();
  }

  releaseReference(id: number, count: number): void {
    this.#releasedReferences.set(id, (this.#releasedReferences.get(id) ?? 0) + count);
    if (!this.#scheduled) this.#schedule();
  }

  /** Sends a message of its own, behind the operations that were issued before it. */
  send(message: string | object, attachments?: readonly Uint8Array[]): void {
    this.flush();
    if (!this.#closed) this.#channel.send(message, attachments);
  }

  /** Sends nothing any more. @returns the results whose operations have not left */
  close(): Pending[] {
    this.#closed = true;
    const queue = this.#queue;
    this.#queue = [];
    this.#attachments = [];
    return queue;
  }

  /**
   * Flushes when the program has nothing more to do in this turn: after the promise jobs, since `await f().g()` says only
   * in one of them that it wants the result. `process.nextTick` alone would come before them.
   */
  #schedule(): void {
    this.#scheduled = true;
    // As `queueMicrotask`, without its care for an error and for the context of asynchronous hooks.
    void NOW.then(this.#afterJobs);
  }

  readonly #afterJobs = (): void => {
    process.nextTick(this.#flushScheduled);
  };

  readonly #flushScheduled = (): void => {
    this.#scheduled = false;
    this.flush();
  };

  flush(): void {
    if (this.#failed.length > 0) this.#tellFailed();
    if (this.#queue.length > 0) this.#sendBatch();
    if (!this.#releasedCalls.isEmpty || this.#releasedReferences.size > 0) this.#sendRelease();
  }

  #tellFailed(): void {
    const failed = this.#failed;
    this.#failed = [];
    for (const pending of failed) pending.tell();
  }

  #sendBatch(): void {
    const queue = this.#queue;
    const attachments = this.#attachments;
    this.#queue = [];
    this.#attachments = [];
    this.#characters = 0;
    const batch = this.#batch;
    for (const pending of queue) {
      // A call that was given up in the turn in which it was made has no text any more.
      if (pending.text === undefined) continue;
      this.#leave(pending);
      batch.add(pending);
    }
    const text = batch.take();
    for (const pending of queue) pending.text = pending.args = undefined;
    const done = this.#done.take();
    const later = this.#done;
    this.#done = this.#doneLater;
    this.#doneLater = later;
    if (this.#closed) return;
    const doneText = done === undefined ? "" : `,"done":${done}`;
    this.#channel.send(`{"t":"batch","ops":[${text}]${doneText}}`, attachments);
  }

  #sendRelease(): void {
    const refs = JSON.stringify([...this.#releasedReferences]);
    this.#releasedReferences = new Map();
    const calls = this.#releasedCalls.take() ?? "[]";
    if (!this.#closed) this.#channel.send(`{"t":"release","refs":${refs},"calls":${calls}}`);
  }

  #countBytes(): number {
    let bytes = 0;
    for (const attachment of this.#attachments) bytes += attachment.byteLength;
    return bytes;
  }
}
