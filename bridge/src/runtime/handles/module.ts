/** A Python module by name. It is imported when something of it is first used, and outlives the worker that imported it. */
import { Handle } from "./handle.js";
import type { CallHints, MemberHints } from "../declared/hints.js";
import type { Issuer } from "./issuer.js";
import type { CallSettings, ConversionOptions, PyStream, StreamOptions } from "./types.js";

export class ModuleHandle extends Handle {
  readonly issuer: Issuer;
  readonly name: string;
  /** How results of its functions convert, where the program or a wrapper said so. */
  readonly hints: CallHints | undefined;
  readonly #targetText: string;

  constructor(issuer: Issuer, name: string, hints?: CallHints) {
    super();
    this.issuer = issuer;
    this.name = name;
    this.#targetText = `,"on":{"$":"module","name":${JSON.stringify(name)}}`;
    this.hints = hints;
  }

  get base(): Handle {
    return this;
  }

  get path(): readonly string[] {
    return [];
  }

  get members(): MemberHints | undefined {
    return this.hints?.attributes;
  }

  override get targetText(): string {
    return this.#targetText;
  }

  override get conversion(): ConversionOptions | undefined {
    return this.hints?.conversion;
  }

  get kind(): string {
    return "PyModule";
  }

  get thenable(): boolean {
    return true;
  }

  protected get keepsChildren(): boolean {
    return true;
  }

  describe(): string {
    return `PyModule <${this.name}>`;
  }

  settle(): Promise<unknown> {
    return this.issuer.issue({ op: "get", on: this }).settle();
  }

  limited(settings: CallSettings): Handle {
    return this.issuer.issue({ op: "get", on: this }).limited(settings);
  }

  iterate(options?: StreamOptions): PyStream {
    return this.issuer.iterate(this, options ?? { ahead: 0 });
  }

  dispose(): void {
    // A name holds nothing.
  }
}
