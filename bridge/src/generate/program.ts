/**
 * Everything that one run generates, indexed: which file defines a class, under which names, and what an alias stands
 * for. Built before the first line is written, because files refer to each other.
 */
import type { AliasDefinition, ClassSymbol, ModuleDescription, ModuleMember } from "../description/model.js";
import { withGivenTypes } from "./given-types.js";
import type { GenerateInput, ModuleInput, ModuleOptions } from "./input.js";
import { lastOf, layoutModules, parentOf } from "./layout.js";
import { isChangedExport, isIdentifier, NameTable, needsOtherName, toCamel } from "./names.js";

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
  /** The same, by what describes them. */
  readonly entries: ReadonlyMap<ClassSymbol, ClassEntry>;
  readonly aliases: ReadonlyMap<string, AliasDefinition>;
  readonly wanted: Map<string, number>;
}

const noOptions: ModuleOptions = {};

export function planProgram(input: GenerateInput): Program {
  const inputs = [...input.modules].sort((a, b) => compare(a.description.module, b.description.module));
  const aliases = new Map<string, AliasDefinition>();
  for (const { description } of inputs) collectAliases(description, aliases);
  for (const one of input.classes ?? []) addAliases(one.aliases, aliases);

  const owners = findOwners(inputs);
  const closure = groupClosure(input, owners);
  const paths = layoutModules(allModules(inputs, closure));

  const classes = new Map<string, ClassEntry>();
  const modules = new Map<string, ModulePlan>();
  const described = new Map(inputs.map((one) => [one.description.module, one]));
  for (const name of [...new Set([...described.keys(), ...closure.keys()])].sort(compare)) {
    const one = described.get(name);
    const plan = planModule(name, one, closure.get(name) ?? [], owners, paths, described, classes);
    modules.set(name, plan);
  }
  resolveReexports(modules);
  const entries = new Map([...classes.values()].map((entry) => [entry.symbol, entry]));
  return { modules, classes, entries, aliases, wanted: new Map() };
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function collectAliases(description: ModuleDescription, aliases: Map<string, AliasDefinition>): void {
  addAliases(description.aliases, aliases);
  for (const member of description.members) {
    if (member.kind !== "alias" || member.newType) continue;
    const definition: AliasDefinition = { type: member.type };
    if (member.typeParams !== undefined) definition.typeParams = member.typeParams;
    for (const name of [member.definedAs, `${description.module}.${member.name}`]) {
      if (name !== undefined && !aliases.has(name)) aliases.set(name, definition);
    }
  }
}

function addAliases(
  from: Readonly<Record<string, AliasDefinition>> | undefined,
  to: Map<string, AliasDefinition>,
): void {
  for (const [name, definition] of Object.entries(from ?? {})) if (!to.has(name)) to.set(name, definition);
}

/** True if the settings of a module keep a name. */
function isKept(name: string, options: ModuleOptions): boolean {
  if (options.exclude?.includes(name)) return false;
  return options.only === undefined || options.only.some((one) => one === name || one.startsWith(`${name}.`));
}

function membersOf({ description, options = noOptions }: ModuleInput): ModuleMember[] {
  const seen = new Set<string>();
  return description.members
    .filter((member) => {
      if (seen.has(member.name) || !isKept(member.name, options)) return false;
      seen.add(member.name);
      return true;
    })
    .map((member) => (options.types === undefined ? member : withGivenTypes(member, options.types)))
    .sort((a, b) => compare(a.name, b.name));
}

/** For each class and function that several modules export, the one whose file defines it. */
function findOwners(inputs: readonly ModuleInput[]): ReadonlyMap<string, { module: string; name: string }> {
  const owners = new Map<string, { module: string; name: string }>();
  for (const one of inputs) {
    const module = one.description.module;
    for (const member of membersOf(one)) {
      if (member.kind !== "class" && member.kind !== "callable") continue;
      const qualified = qualifiedName(module, member);
      if (qualified.includes("<")) continue;
      const known = owners.get(qualified);
      const isHome = parentOf(qualified) === module && lastOf(qualified) === member.name;
      if (known === undefined) owners.set(qualified, { module, name: member.name });
      else if (
        isHome ||
        (`${known.module}.${known.name}` !== qualified && depth(module) < depth(known.module))
      ) {
        owners.set(qualified, { module, name: member.name });
      }
    }
  }
  return owners;
}

function depth(module: string): number {
  return module.split(".").length;
}

export function qualifiedName(module: string, member: { name: string; definedAs?: string }): string {
  return member.definedAs ?? (module === "builtins" ? member.name : `${module}.${member.name}`);
}

type Owners = ReturnType<typeof findOwners>;

/** Classes that only types reach, by the module that Python defines them in. */
function groupClosure(input: GenerateInput, owners: Owners): Map<string, ClassSymbol[]> {
  const groups = new Map<string, ClassSymbol[]>();
  const seen = new Set<string>();
  for (const { name, class: symbol } of [...(input.classes ?? [])].sort((a, b) => compare(a.name, b.name))) {
    const qualified = symbol.definedAs ?? name;
    // What a docstring names as a class may be any text.
    if (owners.has(qualified) || seen.has(qualified) || !isIdentifier(lastOf(qualified))) continue;
    seen.add(qualified);
    const module = parentOf(qualified) === "" ? "builtins" : parentOf(qualified);
    const group = groups.get(module);
    const named = { ...symbol, name: lastOf(qualified), definedAs: qualified };
    if (group === undefined) groups.set(module, [named]);
    else group.push(named);
  }
  return groups;
}

function allModules(
  inputs: readonly ModuleInput[],
  closure: ReadonlyMap<string, unknown>,
): Map<string, { isPackage: boolean }> {
  const modules = new Map<string, { isPackage: boolean }>();
  for (const name of closure.keys()) modules.set(name, { isPackage: false });
  for (const { description } of inputs) {
    const file = description.file?.replaceAll("\\", "/") ?? "";
    modules.set(description.module, {
      isPackage: description.submodules.length > 0 || /\/__init__\.[^/]+$/.test(file),
    });
  }
  return modules;
}

function planModule(
  module: string,
  input: ModuleInput | undefined,
  closure: readonly ClassSymbol[],
  owners: Owners,
  paths: ReadonlyMap<string, string>,
  described: ReadonlyMap<string, ModuleInput>,
  classes: Map<string, ClassEntry>,
): ModulePlan {
  const options = input?.options ?? noOptions;
  const members = input === undefined ? [] : membersOf(input);
  const table = new NameTable();
  const submodules = planSubmodules(module, members, described, options, table);
  const exports: { member: ModuleMember; python: string; exported: string; from?: string }[] = [];

  for (const member of members) {
    if (member.kind === "module" && submodules.some((one) => one.python === member.name)) continue;
    if (!isIdentifier(member.name)) continue;
    const exported = table.take(exportName(member.name, options), (name) => !isChangedExport(name));
    const from = ownerElsewhere(module, member, owners);
    exports.push({ member, python: member.name, exported, ...(from === undefined ? {} : { from }) });
  }

  const typeOnly: ClassEntry[] = [];
  const finished: ModuleExport[] = [];
  for (const one of exports) {
    if (one.from !== undefined) {
      finished.push({ ...one, local: one.exported, from: { module: one.from, exported: one.exported } });
      continue;
    }
    if (one.member.kind !== "class") {
      const local = localName(one.exported, table);
      finished.push({ member: one.member, python: one.python, exported: one.exported, local });
      continue;
    }
    const qualified = qualifiedName(module, one.member);
    const context = { typeOnly: false, options, classes };
    const [entry] = addClass(one.member, qualified, module, one.exported, table, context);
    const local = entry?.names.local ?? one.exported;
    finished.push({ member: one.member, python: one.python, exported: one.exported, local });
  }
  for (const symbol of closure) {
    const exported = table.take(symbol.name, (name) => !isChangedExport(name));
    const qualified = symbol.definedAs ?? `${module}.${symbol.name}`;
    const context = { typeOnly: true, options, classes };
    typeOnly.push(...addClass(symbol, qualified, module, exported, table, context));
  }
  const path = paths.get(module);
  if (path === undefined) throw new Error(`No path was planned for the module ${module}.`);
  return {
    module,
    path,
    description: input?.description ?? { schema: 1, module, python: "", submodules: [], members: [] },
    options,
    exports: finished,
    submodules,
    typeOnly,
    declared: new Set(
      finished.flatMap((one) => [one.local, one.exported]).concat(submodules.map((s) => s.exported)),
    ),
    onlyTypes: input === undefined,
  };
}

function exportName(python: string, options: ModuleOptions): string {
  const renamed = options.rename?.[python];
  if (renamed !== undefined && isIdentifier(renamed)) return renamed;
  return options.naming === "camel" ? toCamel(python) : python;
}

function localName(exported: string, table: NameTable): string {
  return needsOtherName(exported) ? table.take(`${exported}_`, (name) => !needsOtherName(name)) : exported;
}

function planSubmodules(
  module: string,
  members: readonly ModuleMember[],
  described: ReadonlyMap<string, ModuleInput>,
  options: ModuleOptions,
  table: NameTable,
): { exported: string; module: string; python: string }[] {
  const found = new Map<string, string>();
  for (const name of described.keys()) if (parentOf(name) === module) found.set(lastOf(name), name);
  for (const member of members) {
    // A function may have the name of the submodule that defines it; Python's attribute is the function.
    if (member.kind !== "module") found.delete(member.name);
    else if (described.has(member.module) && member.module !== module) found.set(member.name, member.module);
  }
  return [...found]
    .filter(([python, target]) => isIdentifier(python) && target !== module)
    .sort(([a], [b]) => compare(a, b))
    .map(([python, target]) => ({
      python,
      module: target,
      exported: table.take(exportName(python, options), (name) => !isChangedExport(name)),
    }));
}

/** The module whose file defines a member; the module itself where the member is a second name for another of its own. */
function ownerElsewhere(module: string, member: ModuleMember, owners: Owners): string | undefined {
  if (member.kind !== "class" && member.kind !== "callable") return undefined;
  const qualified = qualifiedName(module, member);
  const owner = owners.get(qualified);
  if (owner === undefined || (owner.module === module && owner.name === member.name)) return undefined;
  // Decorated functions often claim the name of their wrapper, so a function is the same only as the one found there.
  if (member.kind === "callable" && qualified !== `${owner.module}.${owner.name}`) return undefined;
  return owner.module;
}

interface ClassContext {
  typeOnly: boolean;
  options: ModuleOptions;
  classes: Map<string, ClassEntry>;
}

/** Names a class and the classes inside it. */
function addClass(
  symbol: ClassSymbol,
  qualified: string,
  module: string,
  exported: string,
  table: NameTable,
  context: ClassContext,
): ClassEntry[] {
  // The pending form has the first claim on `C_`, before the name that a reserved word needs here.
  const pending = table.take(`${exported}_`);
  const entry: ClassEntry = {
    qualified,
    module,
    symbol,
    typeOnly: context.typeOnly,
    options: context.options,
    names: {
      exported,
      local: localName(exported, table),
      pending,
      members: table.take(`${exported}$`),
      statics: table.take(`${exported}$class`),
    },
  };
  const entries = [entry];
  if (!context.classes.has(qualified)) context.classes.set(qualified, entry);
  for (const member of symbol.members) {
    if (member.kind !== "class" || !isIdentifier(member.name)) continue;
    const inner = `${qualified}.${member.name}`;
    if (member.definedAs !== undefined && member.definedAs !== inner) continue;
    const name = table.take(`${exported}$${member.name}`);
    entries.push(...addClass(member, inner, module, name, table, context));
  }
  return entries;
}

/** The exported name of a re-export is known only once its owner is planned. */
function resolveReexports(modules: Map<string, ModulePlan>): void {
  for (const [name, plan] of modules) {
    const exports = plan.exports.map((one): ModuleExport => {
      if (one.from === undefined) return one;
      const qualified = qualifiedName(name, one.member);
      const owner = modules.get(one.from.module);
      const target = owner?.exports.find(
        (other) =>
          other.from === undefined && qualifiedName(one.from?.module ?? "", other.member) === qualified,
      );
      if (target === undefined) throw new Error(`${qualified} is not exported by ${one.from.module}.`);
      return { ...one, from: { module: one.from.module, exported: target.exported } };
    });
    modules.set(name, { ...plan, exports });
  }
}
