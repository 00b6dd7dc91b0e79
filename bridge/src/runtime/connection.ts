/** One start of one worker, as far as calls are concerned: issues operations, and frees what nobody holds any more. */
import type { WorkerLoss } from "../pool/worker.js";
import {
  ValueDecoder,
  ValueEncoder,
  type CodecRegistry,
  type CodecSource,
  type TaggedValue,
} from "../values/index.js";
import { CallSites, captureCallSite } from "./call-site.js";
import { CallTable } from "./call-table.js";
import { Limits, type Limited } from "./cancel.js";
import type { Channel } from "./channel.js";
import { currentContext, type CallbackContext } from "./context.js";
import { blockedBy } from "./deadlock.js";
import { DeadlockError, StaleReferenceError, WrongWorkerError } from "./errors.js";
import { handleOf, Path, type Handle } from "./handle.js";
import type { CallHints } from "./hints.js";
import { Holdings } from "./holdings.js";
import { PULL, type OperationRequest } from "./issuer.js";
import { ModuleHandle } from "./module.js";
import { argumentsText, fieldsText } from "./operation-text.js";
import { Outbox } from "./outbox.js";
import { Pending, type PendingHome } from "./pending.js";
import { Receiver, type LogRecord } from "./receiver.js";
import { Reference, type ReferenceHome } from "./reference.js";
import { stepsOf } from "./step-source.js";
import { AheadStream, DEFAULT_AHEAD, StepStream } from "./stream.js";
import type {
  CallLimits,
  CallSettings,
  ConversionOptions,
  LiveReference,
  PyStream,
  StreamOptions,
} from "./types.js";
import { ValueContext } from "./value-context.js";

export interface ConnectionOptions {
  readonly codecs: CodecRegistry;
  /** Keeps where references were received. */
  readonly debug?: boolean;
  /** Limits of every call. */
  readonly limits?: CallLimits | undefined;
  readonly onLog?: ((record: LogRecord) => void) | undefined;
}

export class Connection implements PendingHome, ReferenceHome {
  readonly channel: Channel;
  readonly #options: ConnectionOptions;
  readonly #outbox: Outbox;
  readonly #calls: CallTable;
  readonly #holdings: Holdings;
  readonly #limits: Limits;
  readonly #encoder: ValueEncoder;
  readonly #builtins: ModuleHandle;
  readonly #sites = new CallSites();
  #nextId = 1;
  /** The results that the operation that is being encoded depends on. */
  #dependencies: Pending[] | undefined;
  #loss: WorkerLoss | undefined;

  constructor(channel: Channel, options: ConnectionOptions) {
    this.channel = channel;
    this.#options = options;
    this.#calls = new CallTable(channel);
    this.#outbox = new Outbox(channel, (pending) => this.#leave(pending));
    this.#builtins = new ModuleHandle(this, "builtins");
    const holdings = new Holdings(this, this.#outbox, options.debug === true);
    this.#holdings = holdings;
    const context = new ValueContext({
      callbacks: holdings.callbacks,
      encodeHandle: (handle) => this.#argument(handle),
      receiveReference: (form) => holdings.receiveReference(form),
      receiveException: (form) => holdings.receiveException(form),
      release: (id, count) => {
        this.#outbox.releaseReference(id, count);
      },
    });
    this.#encoder = new ValueEncoder(context, options.codecs);
    holdings.useValues(this.#encoder, new ValueDecoder(context, options.codecs));
    this.#limits = new Limits({
      sendCancel: (id) => {
        this.#outbox.send({ t: "cancel", id });
      },
      killWorker: (why) => {
        channel.kill(why);
      },
      isUnanswered: (id) => this.#calls.isUnanswered(id),
    });
    const receiver = new Receiver({
      calls: this.#calls,
      streams: holdings.streams,
      decode: (value, attachments, scope) => holdings.decode(value, attachments, scope),
      readError: (error, attachments, site) => holdings.errors.read(error, attachments, site),
      done: (id) => {
        this.#outbox.done(id);
      },
      track: (pending) => {
        holdings.track(pending);
      },
      performCallback: (message, attachments) => {
        holdings.performCallback(message, attachments);
      },
      released: (message) => {
        holdings.callbacks.released(message);
      },
      log: (record) => options.onLog?.(record),
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
    const outer = this.#dependencies;
    this.#dependencies = undefined;
    try {
      const target = this.#target(on);
      const given = argumentsText(this.#encoder, this.#outbox.attachments, args, kwargs, on.hints);
      const pending = this.#add(`{"op":"${op}"${target}${given}`, on.hints);
      pending.conversion = on.base.conversion;
      return pending;
    } catch (error) {
      return this.#fail(error);
    } finally {
      this.#dependencies = outer;
    }
  }

  issue(request: OperationRequest): Pending {
    const outer = this.#dependencies;
    this.#dependencies = undefined;
    try {
      const target = request.on === undefined ? "" : this.#target(request.on);
      const fields = fieldsText(this.#encoder, this.#outbox.attachments, request);
      const pending = this.#add(`{"op":"${request.op}"${target}${fields}`, request.on?.hints);
      pending.pull = request.pull;
      pending.conversion = mergeConversions(request.on?.base.conversion, request.conversion);
      pending.isStep = request.op === "next";
      if (request.limits !== undefined) this.limit(pending, request.limits);
      return pending;
    } catch (error) {
      return this.#fail(error);
    } finally {
      this.#dependencies = outer;
    }
  }

  iterate(on: Handle, options: StreamOptions): PyStream {
    const ahead = options.ahead ?? DEFAULT_AHEAD;
    if (ahead <= 0) return new StepStream(stepsOf(this, on, this.#builtins, options));
    const id = this.#nextId;
    const holdings = this.#holdings;
    const stream = new AheadStream(holdings, id, ahead, captureCallSite());
    const outer = this.#dependencies;
    this.#dependencies = undefined;
    try {
      const target = this.#target(on);
      const pending = this.#add(
        `{"op":"iter"${target},"stream":${id},"credit":${ahead},"mode":"ahead"`,
        undefined,
      );
      // Its failure is told through the stream.
      pending.consumed = true;
      this.#holdings.streams.set(id, stream);
      this.#watchStream(stream, id, options);
    } catch (error) {
      stream.reject(error);
    } finally {
      this.#dependencies = outer;
    }
    return stream;
  }

  #add(text: string, declared: CallHints | undefined): Pending {
    this.#requireWorker();
    const id = this.#nextId++;
    const callback = this.#callback();
    const pending = new Pending(this, id, callback?.call, declared);
    if (callback === undefined) {
      pending.text = `${text},"id":${id}`;
    } else {
      pending.text = `${text},"id":${id},"parent":${callback.call}`;
      callback.issued.push(id);
    }
    pending.dependencies = this.#dependencies;
    pending.scope = currentContext()?.scope;
    pending.site = this.#sites.next();
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

  /** The callback that the running code answers, while Python still waits for it. */
  #callback(): CallbackContext | undefined {
    let callback = currentContext()?.callback;
    while (callback !== undefined && (callback.answered || callback.connection !== this))
      callback = callback.outer;
    return callback;
  }

  /** Writes an operation's last part when its batch leaves. */
  #leave(pending: Pending): void {
    pending.state = "sent";
    // A result that nobody has asked for, and on which nothing depends, still has to say that it failed.
    if (pending.pull === undefined && !pending.consumed) pending.pull = PULL.settled;
    if (pending.pull !== undefined) this.#calls.expect(pending);
    if (pending.pull === undefined || pending.pull === PULL.settled) this.#holdings.track(pending);
  }

  // Naming targets and arguments.

  /** The `on` and `path` of an operation. */
  #target(on: Handle): string {
    const { base } = on;
    if (base instanceof ModuleHandle) return `${base.targetText}${on.pathText}`;
    if (base instanceof Reference) return `,"on":{"$":"ref","id":${this.#checked(base).id}}${on.pathText}`;
    if (base instanceof Pending) return `,"on":${this.#resultText(base)}${on.pathText}`;
    throw new TypeError("This can't be the target of a call.");
  }

  #resultText(pending: Pending): string {
    const named = this.#use(pending);
    if (!named) return `{"$":"call","id":${pending.id}}`;
    if (pending.isFloat) return JSON.stringify(floatForm(pending.value));
    return this.#encoder.value(pending.value, this.#outbox.attachments);
  }

  /**
   * Notes that an operation depends on a result. @returns whether the result is named by its value
   * @throws the error of a result that failed already
   */
  #use(pending: Pending): boolean {
    if (pending.home !== this) throw this.#foreign(pending, pending.home);
    pending.consumed = true;
    if (pending.state === "rejected") throw pending.error;
    if (pending.released) return true;
    if (!pending.isSettled) {
      const deadlock = this.deadlock(pending);
      if (deadlock !== undefined) throw deadlock;
      (this.#dependencies ??= []).push(pending);
    }
    return false;
  }

  #checked(reference: Reference): Reference {
    if (reference.home !== this) throw this.#foreign(reference, reference.home);
    if (reference.disposed) throw new StaleReferenceError(reference.describe(), "disposed");
    if (this.#loss !== undefined) {
      throw new StaleReferenceError(reference.describe(), "worker", { cause: this.#loss });
    }
    return reference;
  }

  #foreign(handle: Handle, home: { readonly loss?: unknown }): Error {
    return home.loss === undefined
      ? new WrongWorkerError(handle.describe())
      : new StaleReferenceError(handle.describe(), "worker", { cause: home.loss });
  }

  #requireWorker(): void {
    if (this.#loss !== undefined) throw this.#loss;
  }

  /** A handle as an argument. */
  #argument(handle: Handle): TaggedValue {
    const { base, path } = handle;
    if (base instanceof ModuleHandle) {
      return path.length === 0 ? { $: "module", name: base.name } : { $: "module", name: base.name, path };
    }
    if (base instanceof Reference && path.length === 0) return { $: "ref", id: this.#checked(base).id };
    if (base instanceof Pending) {
      if (!this.#use(base)) {
        return path.length === 0 ? { $: "call", id: base.id } : { $: "call", id: base.id, path };
      }
      if (path.length === 0 && base.value !== null) {
        if (base.isFloat) return floatForm(base.value);
        const reference = handleOf(base.value);
        return reference === undefined ? (base.value as TaggedValue) : this.#argument(reference);
      }
    }
    // No form names an attribute of a reference or a bare `None`: an operation of its own reads it.
    const read = this.issue({ op: "get", on: handle });
    if (read.state === "rejected") throw read.error;
    this.#use(read);
    return { $: "call", id: read.id };
  }

  // What pending results ask for.

  fetch(pending: Pending): void {
    const fetched = this.issue({ op: "get", on: pending, pull: PULL.value, conversion: pending.conversion });
    fetched.keepPrivate();
    fetched.settle().then(
      (value) => {
        pending.isFloat = fetched.isFloat;
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
    const callback = currentContext()?.callback;
    if (callback?.connection !== this || !blockedBy(callback, pending)) return undefined;
    return new DeadlockError();
  }

  limit(pending: Pending, settings: CallSettings): void {
    if (settings.int !== undefined || settings.dict !== undefined || settings.frame !== undefined) {
      pending.conversion = { ...pending.conversion, ...conversionOf(settings) };
    }
    if (pending.isSettled || (settings.signal === undefined && settings.timeout === undefined)) return;
    if (settings.signal?.aborted === true && pending.state === "queued" && !pending.consumed) {
      // It has not left: it never runs.
      pending.text = undefined;
      pending.rejectLater(settings.signal.reason);
      this.#outbox.addFailed(pending);
      return;
    }
    pending.unlimit?.();
    pending.unlimit = this.#limits.watch(this.#limited(pending), settings);
  }

  #limited(pending: Pending): Limited {
    const calls = this.#calls;
    return {
      get operations() {
        return chainOf(pending);
      },
      get settled() {
        return pending.isSettled;
      },
      fail(error) {
        calls.abandon(pending.id);
        pending.reject(error);
      },
    };
  }

  #watchStream(stream: AheadStream, id: number, options: StreamOptions): void {
    if (options.signal === undefined && options.timeout === undefined) return;
    const holdings = this.#holdings;
    stream.unlimit = this.#limits.watch(
      {
        operations: [id],
        get settled() {
          return stream.ended;
        },
        fail(error) {
          holdings.closeStream(id);
          stream.reject(error);
        },
      },
      options,
    );
  }

  // The state of the whole.

  references(): LiveReference[] {
    return this.#holdings.references();
  }

  /** Waits for what is under way and frees everything, so that the worker can go to another session. */
  async handOver(): Promise<void> {
    this.#outbox.flush();
    await Promise.all(this.#calls.list().map((pending) => pending.whenAnswered()));
    this.#holdings.releaseAll();
    this.#outbox.flush();
  }

  /** Sends what is waiting in the batch of this turn. */
  flush(): void {
    this.#outbox.flush();
  }

  #lost(loss: WorkerLoss): void {
    this.#loss = loss;
    this.#limits.clear();
    for (const pending of this.#outbox.close()) pending.reject(loss);
    for (const pending of this.#calls.clear()) pending.reject(loss);
    this.#holdings.lost(loss);
  }
}

/** The calls to cancel for a result: itself and what it alone waits for, the first first. */
function chainOf(pending: Pending): number[] {
  const chain: number[] = [];
  const seen = new Set<Pending>([pending]);
  for (const call of seen) {
    chain.unshift(call.id);
    for (const dependency of call.dependencies ?? []) if (dependency.pull === undefined) seen.add(dependency);
  }
  return chain;
}

function mergeConversions(
  base: ConversionOptions | undefined,
  own: ConversionOptions | undefined,
): ConversionOptions | undefined {
  return base === undefined || own === undefined ? (own ?? base) : { ...base, ...own };
}

function conversionOf({ int, dict, frame }: CallSettings): {
  int?: "bigint";
  dict?: "map";
  frame?: "arrow" | "records";
} {
  return { ...(int && { int }), ...(dict && { dict }), ...(frame && { frame }) };
}

/** A number that Python made as a float goes back as one. */
function floatForm(value: unknown): TaggedValue {
  const number = value as number;
  if (Number.isNaN(number)) return { $: "float", v: "nan" };
  if (number === Infinity) return { $: "float", v: "inf" };
  if (number === -Infinity) return { $: "float", v: "-inf" };
  return { $: "float", v: Object.is(number, -0) ? "-0" : number };
}
