/** A session: one consistent Python world for a caller. The package's `python` is one. */
import { isModuleNamespaceObject } from "node:util/types";
import { copy, type Codec } from "../../values/index.js";
import { withSignature, type CallbackOptions } from "../callbacks/callback-signature.js";
import { parseDottedPath } from "./dotted-path.js";
import { enterContext } from "./enter.js";
import { handleOf, Path } from "../handles/handle.js";
import type { CallHints } from "../declared/hints.js";
import type { Issuer } from "../handles/issuer.js";
import { ModuleHandle } from "../handles/module.js";
import type { PythonPool } from "./python-pool.js";
import { Refusal } from "./refusal.js";
import { inScope, Scope } from "./scope.js";
import { SessionIssuer, type ConnectionSource } from "./session-issuer.js";
import { sourceOfTemplate, type Source } from "./template.js";
import type { ContextManager } from "../typed/index.js";
import type {
  ConversionOptions,
  LiveReference,
  PyAny,
  PyArg,
  PyModules,
  PyPromise,
} from "../handles/types.js";

export interface ModuleOptions extends ConversionOptions {
  /** Used by generated wrappers: the declared types of the module's functions. @internal */
  readonly hints?: CallHints;
}

export class Session implements AsyncDisposable {
  readonly #source: ConnectionSource;
  readonly #issuer: Issuer;
  readonly #modules = new Map<string, ModuleHandle>();

  readonly #openPool: (() => PythonPool) | undefined;
  #pool: PythonPool | undefined;

  /** @param openPool opens the pool of `pool` and `session(name)`, started as this session is */
  constructor(source: ConnectionSource, openPool?: () => PythonPool) {
    this.#source = source;
    this.#openPool = openPool;
    this.#issuer = new SessionIssuer(source);
  }

  /**
   * A Python module. It is imported when something of it is first used, so this neither waits nor fails. With a generated
   * wrapper the result is typed; without, it is `any`.
   */
  module<N extends keyof PyModules & string>(name: N, options?: ModuleOptions): PyModules[N];
  module(name: string, options?: ModuleOptions): PyAny;
  module(name: string, options?: ModuleOptions): PyAny {
    if (options !== undefined) {
      const { hints, ...conversion } = options;
      return new ModuleHandle(this.#issuer, name, withConversion(hints, conversion)).proxy;
    }
    let module = this.#modules.get(name);
    if (module === undefined) this.#modules.set(name, (module = new ModuleHandle(this.#issuer, name)));
    return module.proxy;
  }

  /**
   * The primitive under generated wrappers: a name in a module, whose calls encode their arguments, and convert their
   * results, by declared types. Calls of it are performed as those of `python.module(module).name`, so a wrapper changes types
   * and conversions and nothing else. See `CallHints` for what may be declared, and for members of results.
   *
   * @param path the attribute names from the module on; empty for the module itself
   */
  declared(module: string, path: readonly string[], hints: CallHints): PyAny {
    if (path.length === 0) return new ModuleHandle(this.#issuer, module, hints).proxy;
    return new Path(new ModuleHandle(this.#issuer, module, hints), path, hints).proxy;
  }

  /**
   * A wrapper whose calls go to this session. Every export that stands for something in Python is bound, those of
   * submodules too; the rest stays as it is.
   */
  bind<W extends object>(wrapper: W): W {
    return this.#boundAll(wrapper, new Map()) as W;
  }

  #boundAll(wrapper: object, known: Map<object, object>): object {
    const bound: Record<string, unknown> = {};
    // Modules may export each other.
    known.set(wrapper, bound);
    for (const [name, value] of Object.entries(wrapper)) bound[name] = this.#bound(value, known);
    return bound;
  }

  #bound(value: unknown, known: Map<object, object>): unknown {
    if (isModuleNamespaceObject(value)) {
      const namespace = value as object;
      return known.get(namespace) ?? this.#boundAll(namespace, known);
    }
    const handle = handleOf(value);
    if (handle === undefined || !(handle.base instanceof ModuleHandle)) return value;
    const module = new ModuleHandle(this.#issuer, handle.base.name, handle.base.hints);
    return handle.path.length === 0
      ? module.proxy
      : (new Path(module, handle.path, handle.hints).proxy as unknown);
  }

  /** Calls a function by its dotted name: `python.call("json.dumps", [data], { indent: 2 })`. */
  call(name: string, args: readonly PyArg[] = [], kwargs?: Readonly<Record<string, PyArg>>): PyAny {
    try {
      const { module, path } = parseDottedPath(name);
      return this.#issuer.call("call", new Path(new ModuleHandle(this.#issuer, module), path), args, kwargs)
        .proxy;
    } catch (error) {
      return new Refusal(error).call().proxy;
    }
  }

  /** The value of a Python expression: ``python.eval`sum(${values})` ``. Values are passed as arguments, never as text. */
  eval(strings: TemplateStringsArray, ...values: PyArg[]): PyAny;
  eval(code: string, names?: Readonly<Record<string, PyArg>>): PyAny;
  eval(code: TemplateStringsArray | string, ...values: unknown[]): PyAny {
    return this.#issuer.issue({ op: "eval", ...sourceOf(code, values) }).proxy;
  }

  /** Runs Python statements. What they define stays in the session's `__main__`. */
  exec(strings: TemplateStringsArray, ...values: PyArg[]): PyPromise<null>;
  exec(code: string, names?: Readonly<Record<string, PyArg>>): PyPromise<null>;
  exec(code: TemplateStringsArray | string, ...values: unknown[]): PyPromise<null> {
    return this.#issuer.issue({ op: "exec", ...sourceOf(code, values) }).proxy as PyPromise<null>;
  }

  /**
   * Python's `with`: enters a context manager, runs the body with what it gives, and leaves it. What the body throws is
   * passed to `__exit__`, so that transactions roll back; where Python suppresses it, the result is `undefined`. A manager
   * of a generated wrapper gives the value its type.
   */
  enter<T, R>(manager: ContextManager<T>, body: (value: T) => R | PromiseLike<R>): Promise<R | undefined>;
  enter<R>(manager: PyAny, body: (value: PyAny) => R | PromiseLike<R>): Promise<R | undefined>;
  enter<R>(manager: PyAny, body: (value: PyAny) => R | PromiseLike<R>): Promise<R | undefined> {
    return enterContext((handle) => handle.issuer, manager, body);
  }

  /** A scope for `using`: frees the references that are added to it together. */
  scope(): Scope;
  /** Runs the body, then frees the references that it received, except the one that it returns. */
  scope<R>(body: (scope: Scope) => R | PromiseLike<R>): Promise<R>;
  scope<R>(body?: (scope: Scope) => R | PromiseLike<R>): Scope | Promise<R> {
    return body === undefined ? new Scope() : inScope(body);
  }

  /** A pool of workers that start as this session's does, opened when it is first used. */
  get pool(): PythonPool {
    if (this.#openPool === undefined) throw new TypeError("A session of a pool has no pool of its own.");
    return (this.#pool ??= this.#openPool());
  }

  /** The session with that name in `pool`: the same one for every caller, with a worker for itself. */
  session(name: string): Promise<Session> {
    return this.pool.named(name);
  }

  /** Says how Python sees a callback's parameters: `python.callback(fn, { signature: "a, b=1, *, c" })`. */
  callback<F extends (...args: never[]) => unknown>(callback: F, options: CallbackOptions): F {
    return withSignature(callback, options);
  }

  /** A copy of binary data, for a call after which the original changes. */
  copy<T extends Parameters<typeof copy>[0]>(value: T): T {
    return copy(value);
  }

  /** Registers the conversion of a class of yours, from the next call on. */
  register<T, D = unknown>(codec: Codec<T, D>): void {
    const { codecs, current } = this.#source;
    codecs.add(codec);
    for (const source of codecs.sources) if (source[0] === codec.name) current?.registerCodec(source);
  }

  /** The references that are alive in this session, for finding leaks. */
  references(): LiveReference[] {
    return this.#source.current?.references() ?? [];
  }

  /** The name by which a pool, and the output of its workers, tell of this session; `undefined` for one on its own. */
  get name(): string | undefined {
    return this.#source.name;
  }

  /** The process id of the worker, once it runs. */
  get pid(): number | undefined {
    return this.#source.current?.channel.pid;
  }

  /**
   * Finishes what is under way, then ends the session. Later calls reject with `SessionClosedError`. What has not ended after
   * `timeout` milliseconds (5,000) rejects with `WorkerLostError`: its worker is killed, which a pool then replaces.
   */
  async close(timeout?: number): Promise<void> {
    this.#source.current?.flush();
    await Promise.all([this.#pool?.close(timeout), this.#source.close(timeout)]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function withConversion(hints: CallHints | undefined, conversion: ConversionOptions): CallHints {
  return { ...hints, conversion: { ...hints?.conversion, ...conversion } };
}

function sourceOf(code: TemplateStringsArray | string, values: readonly unknown[]): Source {
  if (typeof code !== "string") return sourceOfTemplate(code, values);
  return { code, names: (values[0] ?? {}) as Readonly<Record<string, unknown>> };
}
