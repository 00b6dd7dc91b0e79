/** One start of one worker, as far as calls are concerned: issues operations, and frees what nobody holds any more. */
import type { WorkerLoss } from "../../pool/worker.js";
import type { CodecRegistry, CodecSource, ValueEncoder } from "../../values/index.js";
import { CallSites, captureCallSite } from "../errors/call-site.js";
import { CallTable } from "./call-table.js";
import { CallbackWaits } from "../callbacks/callback-waits.js";
import type { Channel } from "./channel.js";
import { mergeConversions, type ConnectionLimits } from "../limits/connection-limits.js";
import { currentContext, openCallback } from "../callbacks/context.js";
import type { DeadlockError } from "../errors/errors.js";
import { handleOf, Path, type Handle } from "../handles/handle.js";
import type { CallHints } from "../declared/hints.js";
import { Holdings } from "./holdings.js";
import { PULL, type OperationRequest } from "../handles/issuer.js";
import { ModuleHandle } from "../handles/module.js";
import { Operands, type OperandsHome } from "../operations/operands.js";
import { argumentsText, fieldsText, iterationText } from "../operations/operation-text.js";
import { Outbox } from "../operations/outbox.js";
import { Pending } from "../handles/pending.js";
import type { LogHandler } from "./receiver.js";
import { Reference } from "../handles/reference.js";
import { stepsOf } from "../streams/step-source.js";
import { AheadStream, DEFAULT_AHEAD, StepStream } from "../streams/stream.js";
import type { CallLimits, CallSettings, LiveReference, PyStream, StreamOptions } from "../handles/types.js";
import { openLimits, openReceiver, openValues } from "./wiring.js";

export interface ConnectionOptions {
  readonly codecs: CodecRegistry;
  /** Keeps the stacks of the calls that brought references. */
  readonly debug?: boolean;
  /** Limits of every call. */
  readonly limits?: CallLimits | undefined;
  readonly onLog?: LogHandler | undefined;
}

export class Connection implements OperandsHome {
  readonly channel: Channel;
  /** The name of the pool's session that has the worker now. */
  session: string | undefined;
  readonly waits: CallbackWaits;
  readonly #options: ConnectionOptions;
  readonly #outbox: Outbox;
  readonly #calls: CallTable;
  readonly #holdings: Holdings;
  readonly #limits: ConnectionLimits;
  readonly #operands = new Operands(this);
  readonly #encoder: ValueEncoder;
  readonly #builtins: ModuleHandle;
  readonly #sites: CallSites;
  #nextId = 1;
  #loss: WorkerLoss | undefined;

  constructor(channel: Channel, options: ConnectionOptions) {
    this.channel = channel;
    this.#options = options;
    this.#sites = new CallSites(options.debug);
    this.#calls = new CallTable(channel);
    this.#outbox = new Outbox(channel, (pending) => this.#leave(pending));
    this.#builtins = new ModuleHandle(this, "builtins");
    const holdings = new Holdings(this, this.#outbox, options.debug === true);
    this.#holdings = holdings;
    this.waits = new CallbackWaits(this, {
      channel,
      calls: this.#calls,
      outbox: this.#outbox,
      holdings: () => holdings,
    });
    this.#encoder = openValues(holdings, this.#outbox, this.#operands, options.codecs);
    this.#limits = openLimits(channel, this.#outbox, this.#calls, options.limits);
    const receiver = openReceiver(holdings, this.#outbox, this.#calls, (record) => {
      options.onLog?.(record, { pid: channel.pid, session: this.session });
    });
    channel.onMessage((message, attachments) => {
      receiver.receive(message, attachments);
    });
    channel.onLost((loss) => {
      this.#lost(loss);
    });
    for (const source of options.codecs.sources) this.registerCodec(source);
  }

  /** Tells the worker of the Python half of a codec, before it meets a value of it. */
  registerCodec(source: CodecSource): void {
    const register = new Path(new ModuleHandle(this, "snakebridge_adapter.codecs"), ["register_source"]);
    this.call("call", register, source);
  }

  /** Why the worker is gone; `undefined` while it is there. */
  get loss(): WorkerLoss | undefined {
    return this.#loss;
  }

  // Issuing operations. None of these throws: what fails is a result that rejects.

  call(
    op: "call" | "coro",
    on: Handle,
    args: readonly unknown[],
    kwargs?: Readonly<Record<string, unknown>>,
  ): Pending {
    const operands = this.#operands;
    const outer = operands.begin();
    try {
      const { conversion } = on.base;
      const target = op === "call" ? operands.callText(on) : `{"op":"${op}"${operands.target(on)}`;
      const given = argumentsText(this.#encoder, this.#outbox.attachments, args, kwargs, on.hints);
      const follows = op === "call" && given.plain !== undefined && this.#isLast(on.base);
      const text = follows ? on.pathText : given.fields === "" ? target : `${target}${given.fields}`;
      const pending = this.#add(on.hints, text, given.plain, follows);
      if (conversion !== undefined) pending.detail({ conversion });
      return pending;
    } catch (error) {
      return this.#fail(error);
    } finally {
      operands.end(outer);
    }
  }

  issue(request: OperationRequest): Pending {
    const operands = this.#operands;
    const outer = operands.begin();
    try {
      const { on, pull, limits } = request;
      const target = on === undefined ? "" : operands.target(on);
      const fields = fieldsText(this.#encoder, this.#outbox.attachments, request);
      const follows = request.op === "get" && fields === "" && this.#isLast(on?.base);
      const text = follows && on !== undefined ? on.pathText : `{"op":"${request.op}"${target}${fields}`;
      const pending = this.#add(request.declared ?? on?.hints, text, undefined, follows);
      pending.pull = pull;
      const conversion = mergeConversions(on?.base.conversion, request.conversion);
      if (conversion !== undefined) pending.detail({ conversion });
      if (request.op === "next") pending.detail({ isStep: true, returns: request.iteration?.returns });
      if (limits !== undefined) this.limit(pending, limits);
      return pending;
    } catch (error) {
      return this.#fail(error);
    } finally {
      operands.end(outer);
    }
  }

  iterate(on: Handle, options: StreamOptions): PyStream {
    const ahead = options.ahead ?? DEFAULT_AHEAD;
    if (ahead <= 0) return new StepStream(stepsOf(this, on, this.#builtins, options));
    const id = this.#nextId;
    const holdings = this.#holdings;
    const stream = new AheadStream(holdings, id, ahead, captureCallSite());
    const operands = this.#operands;
    const outer = operands.begin();
    try {
      const target = operands.target(on);
      const { iteration } = on;
      const conversion = on.base.conversion ?? on.declared?.conversion;
      if (conversion?.int !== "bigint") stream.declared = iteration;
      const pending = this.#add(
        undefined,
        `{"op":"iter"${target},"stream":${id},"credit":${ahead},"mode":"ahead"${iterationText(iteration, conversion)}`,
      );
      // Its failure is told through the stream.
      pending.consumed = true;
      holdings.streams.set(id, stream);
      this.#limits.applyToStream(stream, id, options, () => {
        holdings.closeStream(id);
      });
    } catch (error) {
      stream.reject(error);
    } finally {
      operands.end(outer);
    }
    return stream;
  }

  /** Whether it is the result of the operation that was issued right before, which has not left yet. */
  #isLast(base: Handle | undefined): boolean {
    const { last } = this.#outbox;
    return last !== undefined && last === base && last.id === this.#nextId - 1;
  }

  #add(declared: CallHints | undefined, text: string, args?: string, follows = false): Pending {
    if (this.#loss !== undefined) throw this.#loss;
    const pending = new Pending(this, this.#nextId++, text, args);
    pending.follows = follows;
    const context = currentContext();
    const { dependencies } = this.#operands;
    if (declared !== undefined || dependencies !== undefined || context !== undefined) {
      const callback = openCallback(context, this);
      callback?.issued.push(pending.id);
      pending.detail({ declared, dependencies, parent: callback?.call, scope: context?.scope });
    }
    pending.site = this.#sites.next(this.#outbox.isEmpty);
    this.#outbox.add(pending);
    if (this.#options.limits !== undefined) this.limit(pending, this.#options.limits);
    return pending;
  }

  /** A result that has failed here already. */
  #fail(error: unknown): Pending {
    const pending = new Pending(this, this.#nextId++);
    pending.rejectLater(error);
    this.#outbox.addFailed(pending);
    return pending;
  }

  /** Whether the running code answers a call from Python: what it calls is part of what is under way. */
  get isAnswering(): boolean {
    return this.#loss === undefined && openCallback(currentContext(), this) !== undefined;
  }

  /** Settles how the result of an operation is sent, when its batch leaves. */
  #leave(pending: Pending): void {
    pending.state = "sent";
    // A result that nobody has asked for, and on which nothing depends, still has to say that it failed.
    if (pending.pull === undefined && !pending.consumed) pending.pull = PULL.settled;
    if (pending.pull !== undefined) this.#calls.expect(pending);
    if (pending.pull === undefined || pending.pull === PULL.settled) this.#holdings.track(pending);
  }

  // What the naming of targets and arguments asks for.

  read(handle: Handle): Pending {
    return this.issue({ op: "get", on: handle });
  }

  encode(value: unknown): string {
    return this.#encoder.value(value, this.#outbox.attachments);
  }

  // What pending results ask for.

  fetch(pending: Pending): void {
    const { conversion } = pending;
    const { declared } = pending.details;
    const fetched = this.issue({ op: "get", on: pending, pull: PULL.value, conversion, declared });
    fetched.keepPrivate();
    fetched.settle().then(
      (value) => {
        if (fetched.details.isFloat === true) pending.detail({ isFloat: true });
        pending.fulfil(value);
      },
      (error: unknown) => {
        pending.reject(error);
      },
    );
  }

  releaseReference(reference: Reference): void {
    this.#holdings.releaseReference(reference);
  }

  forget(pending: Pending): void {
    if (pending.state === "fulfilled") {
      const handle = handleOf(pending.value);
      if (handle instanceof Reference) handle.dispose();
    }
    this.#outbox.releaseCall(pending.id);
  }

  deadlock(pending: Pending): DeadlockError | undefined {
    return this.waits.forResult(pending);
  }

  limit(pending: Pending, settings: CallSettings): void {
    if (this.#limits.apply(pending, settings)) return;
    // It has not left: it never runs.
    pending.text = undefined;
    pending.rejectLater(settings.signal?.reason);
    this.#outbox.addFailed(pending);
  }

  // The state of the whole.

  references(): LiveReference[] {
    return this.#holdings.references();
  }

  /** Waits for what is under way and frees everything, so that the worker can go to another session. */
  async handOver(): Promise<void> {
    this.#outbox.flush();
    await this.#calls.whenEmpty();
    await this.#holdings.releaseAll();
    this.#outbox.flush();
  }

  /** Sends what is waiting in the batch of this turn. */
  flush(): void {
    this.#outbox.flush();
  }

  #lost(loss: WorkerLoss): void {
    this.#loss = loss;
    this.#limits.clear();
    // Whoever closes a session gives up what nobody awaits: that is no failure to be told.
    const expected = this.channel.closing;
    for (const pending of [...this.#outbox.close(), ...this.#calls.clear()]) {
      if (expected) pending.consumed = true;
      pending.reject(loss);
    }
    this.#holdings.lost(loss);
  }
}
