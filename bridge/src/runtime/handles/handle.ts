/**
 * The proxies that a program holds: modules, lazy paths, references and pending results. A handle is its own proxy
 * handler, and all share one target, so that a proxy costs two objects and no closure.
 */
import { iterationOf, type IterationHint } from "../../values/hints.js";
import type { CallHints, MemberHints } from "../declared/hints.js";
import type { Issuer } from "./issuer.js";
import { memberNamed } from "./members.js";
import { HANDLE } from "./symbols.js";
import type { CallSettings, ConversionOptions, PyAny, PyStream, StreamOptions } from "./types.js";

/** What stands behind a proxy of ours, or `undefined` for every other value. */
export function handleOf(value: unknown): Handle | undefined {
  if (typeof value !== "function") return undefined;
  const handle = (value as { readonly [HANDLE]?: unknown })[HANDLE];
  return handle instanceof Handle ? handle : undefined;
}

/** `util.inspect.custom`, by the name under which Node registers it: `node:util` takes longer to load than all of the handles. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/**
 * The one target. A bound function can be called and constructed and, without its own properties, has none that
 * would force a trap's answer. `util.inspect` runs no traps: it asks the target, with the proxy as `this`.
 */
const target: object = (() => {
  const bound = function (): void {
    // Traps answer every call; the target itself is never called.
  }.bind(undefined);
  Reflect.deleteProperty(bound, "name");
  Reflect.deleteProperty(bound, "length");
  Object.defineProperty(bound, INSPECT, { value: describeThis, configurable: true });
  return bound;
})();

function describeThis(this: unknown): string {
  return handleOf(this)?.describe() ?? "[SnakeBridge]";
}

function iterateThis(this: unknown): PyStream | undefined {
  return handleOf(this)?.iterate();
}

function disposeThis(this: unknown): void {
  handleOf(this)?.dispose();
}

function disposeThisLater(this: unknown): Promise<void> {
  handleOf(this)?.dispose();
  return Promise.resolve();
}

/** What proxies answer for symbols. JavaScript asks for many more; to those they answer `undefined`. */
const SYMBOLS = new Map<symbol, unknown>([
  [Symbol.toPrimitive, describeThis],
  [Symbol.asyncIterator, iterateThis],
  [Symbol.dispose, disposeThis],
  [Symbol.asyncDispose, disposeThisLater],
  [INSPECT, describeThis],
]);

const DOLLAR = 36;

/** How the text of a call begins. */
export const CALL_TEXT = '{"op":"call"';

export abstract class Handle implements ProxyHandler<object> {
  readonly proxy: PyAny;
  /** Lazy paths below it by name, so that `json.dumps` is one object and costs nothing the second time. */
  #children: Map<string, Path> | undefined;

  constructor() {
    this.proxy = new Proxy(target, this) as unknown;
  }

  /** Who performs operations on it: a session for modules, which outlive a worker; a connection for everything else. */
  abstract readonly issuer: Issuer;
  /** The handle that its path starts from: itself, except for a path. */
  abstract readonly base: Handle;
  /** The attribute names from the base to this. */
  abstract readonly path: readonly string[];
  /** How what is got from it converts, where its module or an earlier step of the chain said so. */
  get conversion(): ConversionOptions | undefined {
    return undefined;
  }

  /** What a wrapper declares of its value. */
  get declared(): CallHints | undefined {
    return this.hints;
  }

  /** What is declared of iterating it. */
  get iteration(): IterationHint | undefined {
    return iterationOf(this.declared?.result);
  }

  /** The `path` of an operation on it, as JSON text. */
  get pathText(): string {
    return "";
  }

  /** The `on` and `path` of an operation on it, where these are always the same. */
  get targetText(): string {
    throw new TypeError("This can't be the target of a call.");
  }

  /** The text of a call of it up to there. */
  get callText(): string {
    return `${CALL_TEXT}${this.targetText}`;
  }

  /** `PyRef`, `PyPromise` or `PyModule`, as `Object.prototype.toString` shows it. */
  abstract readonly kind: string;
  /** Whether it has `then`. References have not, or awaiting one would never end. */
  abstract readonly thenable: boolean;
  /** Declared types, where a generated wrapper made it. */
  abstract readonly hints: CallHints | undefined;
  /** Declared types of what lies below it by name. */
  abstract readonly members: MemberHints | undefined;
  /** Whether one object stands for all uses of a name below it. */
  protected abstract readonly keepsChildren: boolean;

  /** What a person sees in `console.log` and in a template string. Never asks Python. */
  abstract describe(): string;
  /** The promise of its value. */
  abstract settle(): Promise<unknown>;
  abstract iterate(options?: StreamOptions): PyStream;
  /** Limits what is pending, or changes how it converts. */
  abstract limited(settings: CallSettings): Handle;
  abstract dispose(): void;

  child(name: string): Path {
    const known = this.#children?.get(name);
    if (known !== undefined) return known;
    const { members, path: above } = this;
    const hints = members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
    const path = new Path(this.base, above.length === 0 ? [name] : [...above, name], hints);
    if (this.keepsChildren) (this.#children ??= new Map<string, Path>()).set(name, path);
    return path;
  }

  get(_target: object, key: string | symbol): unknown {
    if (typeof key === "symbol") {
      if (key === HANDLE) return this;
      return key === Symbol.toStringTag ? this.kind : SYMBOLS.get(key);
    }
    const member = memberNamed(this, key);
    if (member !== undefined) return member(this);
    if (key.charCodeAt(0) === DOLLAR) return undefined;
    return this.child(key).proxy;
  }

  has(_target: object, key: string | symbol): boolean {
    if (typeof key === "symbol") return key === HANDLE || key === Symbol.toStringTag || SYMBOLS.has(key);
    return memberNamed(this, key)?.(this) !== undefined;
  }

  apply(_target: object, _this: unknown, args: unknown[]): unknown {
    return this.issuer.call("call", this, args).proxy;
  }

  construct(_target: object, args: unknown[]): object {
    return this.issuer.call("call", this, args).proxy as object;
  }

  /** `reference.name = value` sets the attribute, in order with the calls around it. */
  set(_target: object, key: string | symbol, value: unknown): boolean {
    if (typeof key === "symbol" || this.#isOurs(key)) return false;
    this.issuer.issue({ op: "set", on: this.child(key), value });
    return true;
  }

  deleteProperty(_target: object, key: string | symbol): boolean {
    if (typeof key === "symbol" || this.#isOurs(key)) return false;
    this.issuer.issue({ op: "delete", on: this.child(key) });
    return true;
  }

  #isOurs(name: string): boolean {
    return name.charCodeAt(0) === DOLLAR || memberNamed(this, name) !== undefined;
  }

  ownKeys(): string[] {
    return [];
  }

  getOwnPropertyDescriptor(): undefined {
    return undefined;
  }

  defineProperty(): boolean {
    return false;
  }

  // The target is shared: nothing may change it.
  preventExtensions(): boolean {
    return false;
  }

  setPrototypeOf(): boolean {
    return false;
  }
}

const PLAIN_NAME = /^[\w]+$/;

/** `base.a.b`: nothing happens until it is awaited, called, iterated or passed; then it is read anew each time. */
export class Path extends Handle {
  readonly base: Handle;
  readonly path: readonly string[];
  readonly hints: CallHints | undefined;
  /** Kept, since programs call the same functions again and again, and the batch finds runs of calls by it. */
  #callText: string | undefined = undefined;

  constructor(base: Handle, path: readonly string[], hints?: CallHints) {
    super();
    this.base = base;
    this.path = path;
    this.hints = hints;
  }

  override get pathText(): string {
    const [name] = this.path;
    // JSON of a plain name is the name in quotes, several times cheaper than asking for it.
    if (this.path.length === 1 && name !== undefined && PLAIN_NAME.test(name)) return `,"path":["${name}"]`;
    return `,"path":${JSON.stringify(this.path)}`;
  }

  override get targetText(): string {
    return `${this.base.targetText}${this.pathText}`;
  }

  override get callText(): string {
    return (this.#callText ??= super.callText);
  }

  get issuer(): Issuer {
    return this.base.issuer;
  }

  get members(): MemberHints | undefined {
    return this.hints?.attributes;
  }

  get kind(): string {
    return "PyPromise";
  }

  get thenable(): boolean {
    return true;
  }

  protected get keepsChildren(): boolean {
    return this.base.kind === "PyModule";
  }

  describe(): string {
    return `PyPromise <${this.dotted}>`;
  }

  /** How messages name it: `numpy.linalg.norm`. */
  get dotted(): string {
    return `${this.base.kind === "PyModule" ? this.base.describe().slice("PyModule <".length, -1) : "…"}.${this.path.join(".")}`;
  }

  settle(): Promise<unknown> {
    return this.issuer.issue({ op: "get", on: this }).settle();
  }

  limited(settings: CallSettings): Handle {
    return this.issuer.issue({ op: "get", on: this }).limited(settings);
  }

  iterate(options?: StreamOptions): PyStream {
    // What is stored may be an iterator that others read too: nothing is taken from it that nobody asked for.
    return this.issuer.iterate(this, options ?? { ahead: 0 });
  }

  dispose(): void {
    // A name holds nothing.
  }
}
