/** What the describer answers: descriptions in which members shared by several classes are written once. */
import type {
  ClassDescription,
  ClassSymbol,
  InstalledModule,
  MemberSymbol,
  ModuleDescription,
  ModuleMember,
} from "./model.js";

/** A member that stands in the answer's `shared` list. */
export interface SharedMember {
  readonly shared: number;
}

/** A class as the describer sends it. */
export type SentClass = Omit<ClassSymbol, "members"> & { members: (SentMember | SharedMember)[] };
export type SentMember = Exclude<MemberSymbol, ClassSymbol> | SentClass;
export type SentModuleMember = Exclude<ModuleMember, ClassSymbol> | SentClass;

/** A file that a description was made from. */
export interface EvidenceFile {
  readonly path: string;
  readonly size: number;
  /** Modification time in whole milliseconds. */
  readonly time: number;
  /** Of the content, in hex; where it is given, a changed time with the same content changes nothing. */
  readonly hash?: string;
}

/** What must still hold for a cached description to be true. */
export interface Evidence {
  readonly files: readonly EvidenceFile[];
  /** Paths that did not exist, and would change the description if they did. */
  readonly absent?: readonly string[];
  /** One of the files changed while it was being read: what is described may be what it was before. */
  readonly changed?: true;
}

export interface Timing {
  /** Milliseconds that importing the module took. */
  readonly import: number;
  /** Milliseconds that reading it took. */
  readonly describe: number;
  /** Milliseconds of processor time that reading it took: what the machine else did does not count. */
  readonly processor: number;
}

export interface ModuleAnswer {
  readonly description: Omit<ModuleDescription, "members"> & { members: SentModuleMember[] };
  readonly shared: readonly SentMember[];
  readonly evidence: Evidence;
  readonly timing: Timing;
  /** The describer itself failed at a part: what it says is incomplete for no reason of the library's, and not kept. */
  readonly faulty?: true;
}

export interface ClassAnswer {
  readonly description: Omit<ClassDescription, "class"> & { class: SentClass };
  readonly shared: readonly SentMember[];
  readonly evidence: Evidence;
  readonly faulty?: true;
}

export interface InstalledAnswer {
  readonly modules: readonly InstalledModule[];
  readonly evidence: Evidence;
}

/** What is told while a module is described. */
export interface DescribeProgress {
  readonly phase: "importing" | "describing";
  readonly module: string;
  readonly done?: number;
  readonly total?: number;
  /** The names that will be described, each with what it most likely is; told once, before the first is read. */
  readonly names?: readonly (readonly [name: string, kind: "module" | "class" | "callable" | "value"])[];
}

/** The symbol with its shared members in place. Members that are shared are the same objects in every class. */
export function withShared<T extends SentModuleMember | SentMember>(
  symbol: T,
  shared: (index: number) => MemberSymbol,
): T extends SentClass ? ClassSymbol : T;
export function withShared(
  symbol: SentModuleMember | SentMember,
  shared: (index: number) => MemberSymbol,
): ModuleMember | MemberSymbol {
  if (symbol.kind !== "class") return symbol;
  return {
    ...symbol,
    members: symbol.members.map((member) =>
      "shared" in member ? shared(member.shared) : withShared(member, shared),
    ),
  };
}
