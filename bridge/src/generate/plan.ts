/** What one run plans before the first line is written: files, what they export, and under which names. */
import type { AliasDefinition, ClassSymbol, ModuleDescription, ModuleMember } from "../description/model.js";
import type { CodecPlace, ModuleOptions } from "./input.js";

/** The names of a class in TypeScript. Those with `$` can't clash with Python's. */
export interface ClassNames {
  /** What other files import: the interface of a reference, and the const. */
  readonly exported: string;
  /** What the file itself calls it; differs from `exported` where TypeScript reserves the name. */
  readonly local: string;
  /** The pending form. */
  readonly pending: string;
  /** The members that both forms share. */
  readonly members: string;
  /** The type of the const. */
  readonly statics: string;
  /** Of a class that is made of fields: what its constructor takes by keyword. */
  readonly init?: string;
}

export interface ClassEntry {
  /** Qualified name of the definition: the key of its brand. */
  readonly qualified: string;
  /** The file that defines it. */
  readonly module: string;
  readonly symbol: ClassSymbol;
  readonly names: ClassNames;
  /** Reached only through types: there is no const. */
  readonly typeOnly: boolean;
  readonly options: ModuleOptions;
}

/** One export of a module: a member that is defined here, or one that another file of this run defines. */
export interface ModuleExport {
  readonly member: ModuleMember;
  /** Name in Python. */
  readonly python: string;
  readonly exported: string;
  readonly local: string;
  /** The module that defines it, if that is not this one, and its exported name there. */
  readonly from?: { readonly module: string; readonly exported: string };
}

export interface ModulePlan {
  readonly module: string;
  /** Path without an extension. */
  readonly path: string;
  readonly description: ModuleDescription;
  readonly options: ModuleOptions;
  readonly exports: readonly ModuleExport[];
  /** Submodules that have a wrapper of their own in this run: exported name to module. */
  readonly submodules: readonly { readonly exported: string; readonly module: string }[];
  /** Classes that this file defines without exporting a const: the closure of its types. */
  readonly typeOnly: readonly ClassEntry[];
  /** All names that the file declares. */
  readonly declared: ReadonlySet<string>;
  /** No module of the user's: a file for classes that only types reach. */
  readonly onlyTypes: boolean;
}

export interface Program {
  readonly modules: ReadonlyMap<string, ModulePlan>;
  readonly classes: ReadonlyMap<string, ClassEntry>;
  /** The same, by the file that defines them. */
  readonly byModule: ReadonlyMap<string, readonly ClassEntry[]>;
  /** By what describes them. */
  readonly entries: ReadonlyMap<ClassSymbol, ClassEntry>;
  readonly aliases: ReadonlyMap<string, AliasDefinition>;
  /** Codecs of the project, by the qualified name of their class. */
  readonly codecs: ReadonlyMap<string, CodecPlace>;
  readonly wanted: Map<string, number>;
}
