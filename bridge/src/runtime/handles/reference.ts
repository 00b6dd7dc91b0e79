/** References to objects that live in Python. */
import type { IterationHint, WireReference } from "../../values/index.js";
import { Handle } from "./handle.js";
import type { MemberHints } from "../declared/hints.js";
import type { Issuer } from "./issuer.js";
import type { PythonError } from "../errors/python-error.js";
import type { PyStream, StreamOptions } from "./types.js";

export interface ReferenceHome extends Issuer {
  /** Why its worker is gone, if it is. */
  readonly loss?: unknown;
  releaseReference(reference: Reference): void;
}

export class Reference extends Handle {
  readonly home: ReferenceHome;
  readonly id: number;
  readonly description: WireReference;
  /** The stack of the call that brought it, in debug mode. */
  readonly stack: string | undefined;
  /** The error that stands for this exception, once it has been passed to Python: it comes back as itself. */
  error: PythonError | undefined;
  disposed = false;
  #callText: string | undefined;
  readonly hints = undefined;
  /** Declared types of its members, where the call that gave it was of a generated wrapper. */
  members: MemberHints | undefined;
  /** What is declared of iterating it, by the call that gave it. */
  declaredIteration: IterationHint | undefined;

  constructor(home: ReferenceHome, description: WireReference, stack: string | undefined) {
    super();
    this.home = home;
    this.id = description.id;
    this.description = description;
    this.stack = stack;
  }

  override get iteration(): IterationHint | undefined {
    return this.declaredIteration;
  }

  get issuer(): Issuer {
    return this.home;
  }

  get base(): Handle {
    return this;
  }

  get path(): readonly string[] {
    return [];
  }

  override get targetText(): string {
    return `,"on":{"$":"ref","id":${this.id}}`;
  }

  /** Kept, since the batch finds runs of calls by it. */
  override get callText(): string {
    return (this.#callText ??= super.callText);
  }

  get kind(): string {
    return "PyRef";
  }

  get thenable(): boolean {
    return false;
  }

  protected get keepsChildren(): boolean {
    return true;
  }

  /** `PyRef <numpy.ndarray (2, 3)>`, `PyRef <random.Random> <random.Random object at 0x...>` */
  describe(): string {
    const { shape, len, s } = this.description;
    const extent = shape !== undefined ? ` (${shape.join(", ")})` : len !== undefined ? ` (${len})` : "";
    return `PyRef <${this.typeName}${extent}>${this.disposed ? " disposed" : ""}${s === undefined ? "" : ` ${s}`}`;
  }

  get typeName(): string {
    const type = this.description.type ?? "object";
    return type.startsWith("builtins.") ? type.slice("builtins.".length) : type;
  }

  /** Whether it is an iterator itself, which others may read too. */
  get isIterator(): boolean {
    const kind = this.description.k ?? "";
    return kind.includes("n") || kind.includes("a");
  }

  settle(): Promise<unknown> {
    return Promise.resolve(this.proxy);
  }

  limited(): Handle {
    return this;
  }

  iterate(options?: StreamOptions): PyStream {
    // Nothing is taken from an iterator that nobody asked for.
    return this.home.iterate(this, options ?? (this.isIterator ? { ahead: 0 } : {}));
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.home.releaseReference(this);
  }
}
