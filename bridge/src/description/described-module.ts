/** A module's description read from its cache file: names at once, symbols and docstrings when they are asked for. */
import { withShared, type SentMember, type SentModuleMember } from "./answer.js";
import { CorruptCacheError } from "./errors.js";
import type {
  AliasDefinition,
  CallableSymbol,
  ClassSymbol,
  MemberSymbol,
  ModuleDescription,
  ModuleMember,
  Submodule,
} from "./model.js";
import type { DocSpan, IndexEntry } from "./pack.js";
import type { PackFile } from "./pack-file.js";

/** What the source of a described module's parts must offer; `PackFile` does. */
export type PackSource = Pick<PackFile, "index" | "symbol" | "doc" | "atOnce">;

export class DescribedModule {
  #pack: PackSource;
  #entries: ReadonlyMap<string, IndexEntry> | null = null;
  readonly #reopen: (() => PackSource | null) | undefined;
  #exported: ReadonlySet<string> | null = null;
  readonly #members = new Map<string, ModuleMember>();
  readonly #shared = new Map<number, MemberSymbol>();
  #aliases: Readonly<Record<string, AliasDefinition>> | null = null;

  /**
   * @param pack where its parts are read from
   * @param reopen gives the parts anew where they were damaged or replaced since; `null` where they are lost
   */
  constructor(pack: PackSource, reopen?: () => PackSource | null) {
    this.#pack = pack;
    this.#reopen = reopen;
  }

  get module(): string {
    return this.#pack.index.head.module;
  }

  get doc(): string | undefined {
    return this.#pack.index.head.doc;
  }

  get file(): string | undefined {
    return this.#pack.index.head.file;
  }

  /** The distribution that provides it; undefined for the standard library and for loose files. */
  get distribution(): string | undefined {
    return this.#pack.index.head.distribution;
  }

  get version(): string | undefined {
    return this.#pack.index.head.version;
  }

  /** The interpreter's version: `3.11.7`. */
  get python(): string {
    return this.#pack.index.head.python;
  }

  get standardLibrary(): boolean {
    return this.#pack.index.head.stdlib === true;
  }

  /** The module has a `__getattr__`: names that are not listed may exist. */
  get dynamic(): boolean {
    return this.#pack.index.head.dynamic === true;
  }

  get submodules(): readonly Submodule[] {
    return this.#pack.index.head.submodules;
  }

  /** Names that the module says it exports (`__all__`), in its order; empty where it does not say. */
  get exports(): readonly string[] {
    return this.#pack.index.head.exports ?? [];
  }

  /** Whether a name is one that users are meant to see first: an exported one, or any where the module does not say. */
  isExported(name: string): boolean {
    this.#exported ??= new Set(this.exports);
    return this.#exported.size === 0 || this.#exported.has(name);
  }

  /** Names in alphabetical order. */
  get names(): readonly string[] {
    return [...this.#entriesByName().keys()];
  }

  /** What the index says of every name, without reading symbols. */
  get entries(): readonly IndexEntry[] {
    return [...this.#entriesByName().values()];
  }

  /** A name with everything known of it, docstrings included. */
  member(name: string): ModuleMember | undefined {
    const known = this.#members.get(name);
    return known ?? this.#guarded(() => this.#pack.atOnce(() => this.#readMember(name)));
  }

  #readMember(name: string): ModuleMember | undefined {
    const entry = this.#entriesByName().get(name);
    if (entry === undefined) return undefined;
    if (entry.span === undefined) return { name, kind: "value", lazy: true };
    const sent = this.#pack.symbol(entry.span) as SentModuleMember;
    const member = this.#withDocs(withShared(sent, (index) => this.#sharedMember(index)));
    this.#members.set(name, member);
    return member;
  }

  /** What a type alias that the module's types name stands for. */
  alias(qualifiedName: string): AliasDefinition | undefined {
    return this.#guarded(() => this.#allAliases()[qualifiedName]);
  }

  /** The whole description in memory. */
  description(): ModuleDescription {
    const members = this.names.map((name) => this.member(name)).filter((member) => member !== undefined);
    const aliases = this.#guarded(() => this.#allAliases()) ?? {};
    return {
      ...this.#pack.index.head,
      members,
      ...(Object.keys(aliases).length === 0 ? {} : { aliases }),
    };
  }

  /** Another process may have replaced the file, or something damaged it: then its successor answers, or nobody. */
  #guarded<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof CorruptCacheError) && !isMissing(error)) throw error;
      const pack = this.#reopen?.();
      if (pack === null || pack === undefined) return undefined;
      this.#pack = pack;
      this.#entries = null;
      this.#shared.clear();
      this.#aliases = null;
      this.#exported = null;
      return read();
    }
  }

  #entriesByName(): ReadonlyMap<string, IndexEntry> {
    this.#entries ??= entriesOf(this.#pack);
    return this.#entries;
  }

  #allAliases(): Readonly<Record<string, AliasDefinition>> {
    if (this.#aliases === null) {
      const span = this.#pack.index.aliases;
      this.#aliases =
        span === undefined ? {} : (this.#pack.symbol(span) as Readonly<Record<string, AliasDefinition>>);
    }
    return this.#aliases;
  }

  #sharedMember(index: number): MemberSymbol {
    let member = this.#shared.get(index);
    if (member === undefined) {
      const span = this.#pack.index.shared[index];
      if (span === undefined) throw new RangeError(`The description has no shared member ${index}.`);
      const sent = this.#pack.symbol(span) as SentMember;
      member = this.#withDocs(withShared(sent, (inner) => this.#sharedMember(inner)));
      this.#shared.set(index, member);
    }
    return member;
  }

  /** Replaces the spans of docstrings, where they still are spans. The symbols were just parsed: nobody else has them. */
  #withDocs<T extends ModuleMember | MemberSymbol>(symbol: T): T {
    const holder: { doc?: string | DocSpan } = symbol;
    if (Array.isArray(holder.doc)) holder.doc = this.#pack.doc(holder.doc as DocSpan);
    if (symbol.kind === "class") {
      const cls: ClassSymbol = symbol;
      const constructor: CallableSymbol | undefined = cls.constructor_;
      if (constructor !== undefined) this.#withDocs(constructor);
      for (const member of cls.members) this.#withDocs(member);
    }
    return symbol;
  }
}

/** By name, in alphabetical order. */
function entriesOf({ index: { entries, lazy } }: PackSource): Map<string, IndexEntry> {
  if (lazy === undefined) return new Map(entries.map((entry) => [entry.name, entry]));
  const all = [...entries, ...lazy.split(" ").map((name): IndexEntry => ({ name, kind: "value" }))];
  all.sort((one, other) => (one.name < other.name ? -1 : 1));
  return new Map(all.map((entry) => [entry.name, entry]));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
