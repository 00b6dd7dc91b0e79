/** What the two sides hold for each other: references and results on one, functions, errors and streams on the other. */
import type { WorkerLoss } from "../../pool/worker.js";
import type { Hint, ValueDecoder, ValueEncoder, WireException, WireReference } from "../../values/index.js";
import type { CallbackWaits } from "../callbacks/callback-waits.js";
import { CallbackTable, type CallbackHome, type CallbackMessage } from "../callbacks/callbacks.js";
import { captureCallSite, framesOf, type CallSite } from "../errors/call-site.js";
import type { Channel } from "./channel.js";
import type { CallbackContext, ReferenceCollector } from "../callbacks/context.js";
import { CountedObjects } from "./counted-objects.js";
import { ErrorReader } from "../errors/error-reader.js";
import type { Outbox } from "../operations/outbox.js";
import type { Pending } from "../handles/pending.js";
import type { WireError } from "../errors/python-error.js";
import { isAnswering } from "../callbacks/deadlock.js";
import type { DeadlockError } from "../errors/errors.js";
import { Reference, type ReferenceHome } from "../handles/reference.js";
import { standstills } from "../callbacks/standstill.js";
import type { AheadStream, StreamHome } from "../streams/stream.js";
import type { LiveReference } from "../handles/types.js";

type Attachments = readonly Uint8Array<ArrayBuffer>[];

/** What holdings need of their connection. */
export interface HoldingsHome extends ReferenceHome {
  readonly channel: Channel;
  readonly waits: CallbackWaits;
}

export class Holdings implements StreamHome, CallbackHome {
  readonly callbacks: CallbackTable;
  readonly streams = new Map<number, AheadStream>();
  readonly errors: ErrorReader;
  readonly #home: HoldingsHome;
  readonly #outbox: Outbox;
  readonly #debug: boolean;
  readonly #references: CountedObjects<Reference>;
  readonly #results: FinalizationRegistry<number>;
  /** The callbacks that are being answered, by the worker's id. */
  readonly #answering = new Map<number, CallbackContext>();
  readonly #attachmentsOf = new WeakMap<CallbackMessage, Attachments>();
  #scope: ReferenceCollector | undefined;
  /** Where the program asked for the value that is being decoded. */
  #site: CallSite | undefined;
  #encoder: ValueEncoder | undefined;
  #decoder: ValueDecoder | undefined;

  constructor(home: HoldingsHome, outbox: Outbox, debug: boolean) {
    this.#home = home;
    this.#outbox = outbox;
    this.#debug = debug;
    this.callbacks = new CallbackTable(this);
    this.#references = new CountedObjects((id, count) => {
      outbox.releaseReference(id, count);
    });
    this.#results = new FinalizationRegistry((id) => {
      outbox.releaseCall(id);
    });
    this.errors = new ErrorReader({
      decode: (value, attachments) => this.decode(value, attachments),
      exceptionReference: (error) => this.#exceptionReference(error),
      hostError: (id) => this.callbacks.errorOf(id),
      get executable() {
        return home.channel.hello?.executable ?? "python";
      },
    });
  }

  /** The conversion of values, which itself needs what is held here. */
  useValues(encoder: ValueEncoder, decoder: ValueDecoder): void {
    this.#encoder = encoder;
    this.#decoder = decoder;
  }

  /**
   * @param scope takes the references in the value
   * @param site where the program asked for it
   */
  decode(value: unknown, attachments: Attachments, scope?: ReferenceCollector, site?: CallSite): unknown {
    this.#scope = scope;
    this.#site = site;
    try {
      return this.#decoder?.value(value, attachments);
    } finally {
      this.#scope = undefined;
      this.#site = undefined;
    }
  }

  // References and results.

  receiveReference(form: WireReference): Reference {
    const reference = this.#references.receive(
      form.id,
      () => new Reference(this.#home, form, this.#debug ? this.#stack() : undefined),
    );
    this.#scope?.collect(reference);
    return reference;
  }

  /** Where a reference is from, as text: what V8 keeps until then holds on to the objects whose methods are in it. */
  #stack(): string | undefined {
    return framesOf(this.#site ?? captureCallSite());
  }

  /** An exception as a value: the error itself where it went to Python from here. */
  receiveException(form: WireException): unknown {
    return this.errors.read(form.e as unknown as WireError, [], undefined);
  }

  #exceptionReference(error: WireError): Reference {
    return this.receiveReference({ $: "ref", id: error.id ?? 0, type: error.type, k: "x", s: error.message });
  }

  releaseReference(reference: Reference): void {
    const count = this.#references.remove(reference.id, reference);
    if (count > 0) this.#outbox.releaseReference(reference.id, count);
  }

  /** Frees a result in the worker when the program has dropped the pending one. */
  track(pending: Pending): void {
    if (pending.trace !== undefined) return;
    // What is registered outlives every quick collection, until the next full one: that should not be the result and all it holds.
    const trace = {};
    pending.trace = trace;
    this.#results.register(trace, pending.id);
  }

  references(): LiveReference[] {
    return [...this.#references].map(({ id, description, stack }) => ({
      id,
      type: description.type ?? "builtins.object",
      repr: description.s,
      stack,
    }));
  }

  /** Frees every reference and ends every stream. What a generator's `finally` raises then concerns nobody any more. */
  async releaseAll(): Promise<void> {
    for (const reference of this.#references) reference.dispose();
    await Promise.allSettled([...this.streams.values()].map((stream) => stream.return()));
  }

  // Streams.

  credit(stream: number, count: number): void {
    this.#outbox.send({ t: "credit", stream, n: count });
  }

  closeStream(stream: number): void {
    this.#outbox.send({ t: "streamClose", stream });
  }

  deadlock(stream: number, begun: boolean): DeadlockError | undefined {
    return this.#home.waits.forStream(stream, begun);
  }

  forgetStream(stream: number): void {
    this.streams.delete(stream);
  }

  hold(): void {
    this.#home.channel.hold();
  }

  unhold(): void {
    this.#home.channel.unhold();
  }

  // Callbacks.

  performCallback(message: CallbackMessage, attachments: Attachments): void {
    this.#attachmentsOf.set(message, attachments);
    void this.callbacks.perform(message, this.#home);
  }

  decodeArguments(message: CallbackMessage): { args: unknown[]; kwargs: Readonly<Record<string, unknown>> } {
    const { args = [], kwargs = {} } = message;
    if (message.p === 1) return { args: [...args], kwargs };
    const attachments = this.#attachmentsOf.get(message) ?? [];
    return {
      args: this.decode(args, attachments) as unknown[],
      kwargs: this.decode(kwargs, attachments) as Readonly<Record<string, unknown>>,
    };
  }

  begin(context: CallbackContext): void {
    this.#answering.set(context.call, context);
    this.hold();
    if (context.blocksMain) standstills.watch(this.#home.waits);
  }

  end(context: CallbackContext): void {
    if (context.answered) return;
    context.answered = true;
    this.#answering.delete(context.call);
    this.unhold();
    if (this.blocking === undefined) standstills.leave(this.#home.waits);
  }

  /** Python has given an operation up: it waits no longer for what its main thread called in it. */
  endCallbacksOf(operation: number): void {
    for (const context of [...this.#answering.values()])
      if (context.blocksMain && isAnswering(context, operation)) this.end(context);
  }

  /** The main thread makes one call inside of the other, so the last is the innermost. */
  get blocking(): CallbackContext | undefined {
    let last: CallbackContext | undefined;
    for (const context of this.#answering.values()) if (context.blocksMain) last = context;
    return last;
  }

  contextOf(operation: number): CallbackContext | undefined {
    for (const context of this.#answering.values()) if (context.issued.includes(operation)) return context;
    return undefined;
  }

  answer(call: number, value: unknown, done: boolean, hint: Hint | undefined): void {
    const attachments: Uint8Array[] = [];
    const encoded = this.#encode(value, attachments, "$.result", hint);
    const text = done ? `{"$":"done","v":${encoded}}` : encoded;
    this.#outbox.send(`{"t":"callbackResult","call":${call},"v":${text}}`, attachments);
  }

  answerError(call: number, error: unknown): void {
    const attachments: Uint8Array[] = [];
    const raised = error instanceof Error ? error : new Error(String(error), { cause: error });
    this.#outbox.send(
      `{"t":"callbackResult","call":${call},"e":${this.#encode(raised, attachments, "$.error")}}`,
      attachments,
    );
  }

  #encode(value: unknown, attachments: Uint8Array[], path: string, hint?: Hint): string {
    // A callback that returns nothing returns `None`.
    return value === undefined ? "null" : (this.#encoder?.value(value, attachments, path, hint) ?? "null");
  }

  lost(loss: WorkerLoss): void {
    for (const stream of this.streams.values()) stream.reject(loss);
    this.streams.clear();
    this.callbacks.clear();
    standstills.leave(this.#home.waits);
  }
}
