/** What features may ask about Python. Everything is answered from memory or the cache on disk, at once. */
import { briefOf, type Brief } from "snakebridge/tooling";
import type { InstalledModule } from "../../protocol/index.js";
import type { AliasDefinition, ClassSymbol, ModuleDescription, ModuleMember, Submodule } from "./model.js";

/** A described module, by name; a member's details are read when they are first asked for. */
export interface DescribedModule {
  readonly module: string;
  readonly doc?: string | undefined;
  readonly file?: string | undefined;
  readonly distribution?: string | undefined;
  readonly version?: string | undefined;
  readonly python: string;
  readonly standardLibrary: boolean;
  /** Names that are not listed may exist. */
  readonly dynamic: boolean;
  readonly submodules: readonly Submodule[];
  readonly names: readonly string[];
  /** What the module says it exports; empty where it does not say. */
  readonly exports: readonly string[];
  /** Every name in short, without reading symbols. */
  readonly entries: readonly Brief[];
  /** What importing it printed or warned about. */
  readonly importOutput?: string | undefined;
  member(name: string): ModuleMember | undefined;
  alias(qualifiedName: string): AliasDefinition | undefined;
}

export type ModuleState =
  | { state: "described"; description: DescribedModule }
  /** It will be described; a notification follows. */
  | {
      state: "waiting";
      /** Its names, as soon as they are known. */
      names?: readonly Brief[];
    }
  /** It exists nowhere in the environment. */
  | { state: "absent"; install?: string | undefined }
  /** Importing it failed. */
  | { state: "failed"; message: string; remedy?: string | undefined }
  /** Nobody knows and nobody will: no environment, or an untrusted workspace. */
  | { state: "unknown"; reason: string };

/** A wrapper that `snakebridge generate` has written. */
export interface WrapperFile {
  module: string;
  /** Absolute path of the `.d.ts` or `.ts` file. */
  file: string;
  /** Imports name the `.ts` file itself. */
  keepExtension?: boolean;
  /** The distribution's version for which it was generated. */
  version?: string;
  /** Why it should be generated again. */
  stale?: string;
}

export interface Knowledge {
  module(name: string): ModuleState;
  /** A class by its qualified name; undefined while nobody knows it. */
  class(qualifiedName: string): ClassSymbol | undefined;
  /** True where a class is not known yet and is being described. */
  awaitsClass(qualifiedName: string): boolean;
  /** Undefined while the list is being read. */
  installed(): readonly InstalledModule[] | undefined;
  /** The wrapper of a module, if there is one. TypeScript itself then knows the module's API. */
  wrapper(module: string): WrapperFile | undefined;
  /** The module whose wrapper an import in this document names. */
  wrapperOfImport(specifier: string, documentUri: string): WrapperFile | undefined;
}

/** A description that is wholly in memory. */
export class LoadedDescription implements DescribedModule {
  private readonly members: Map<string, ModuleMember>;
  private readonly description: ModuleDescription;

  constructor(description: ModuleDescription) {
    this.description = description;
    this.members = new Map(description.members.map((member) => [member.name, member]));
  }

  get module(): string {
    return this.description.module;
  }
  get doc(): string | undefined {
    return this.description.doc;
  }
  get file(): string | undefined {
    return this.description.file;
  }
  get distribution(): string | undefined {
    return this.description.distribution;
  }
  get version(): string | undefined {
    return this.description.version;
  }
  get python(): string {
    return this.description.python;
  }
  get standardLibrary(): boolean {
    return this.description.stdlib ?? false;
  }
  get dynamic(): boolean {
    return this.description.dynamic ?? false;
  }
  get submodules(): readonly Submodule[] {
    return this.description.submodules;
  }
  get importOutput(): string | undefined {
    return this.description.importOutput;
  }
  get names(): readonly string[] {
    return [...this.members.keys()];
  }
  get exports(): readonly string[] {
    return this.description.exports ?? [];
  }
  get entries(): readonly Brief[] {
    return this.description.members.map(briefOf);
  }

  member(name: string): ModuleMember | undefined {
    return this.members.get(name);
  }

  alias(qualifiedName: string): AliasDefinition | undefined {
    return this.description.aliases?.[qualifiedName];
  }
}
