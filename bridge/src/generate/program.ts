/**
 * Everything that one run generates, indexed: which file defines a class, under which names, and what an alias stands
 * for. Built before the first line is written, because files refer to each other.
 */
import type { AliasDefinition, ClassSymbol, ModuleDescription, ModuleMember } from "../description/model.js";
import { addClass, localName } from "./class-names.js";
import type { GenerateInput, ModuleInput, ModuleOptions } from "./input.js";
import { lastOf, layoutModules, parentOf } from "./layout.js";
import { compare, isChangedExport, isIdentifier, NameTable, toCamel } from "./names.js";
import {
  type Closure,
  findOwners,
  groupClosure,
  membersOf,
  noOptions,
  ownerElsewhere,
  type Owners,
  qualifiedName,
} from "./owners.js";
import type { ClassEntry, ModuleExport, ModulePlan, Program } from "./plan.js";

export function planProgram(input: GenerateInput): Program {
  const inputs = [...input.modules].sort((a, b) => compare(a.description.module, b.description.module));
  const aliases = new Map<string, AliasDefinition>();
  for (const { description } of inputs) collectAliases(description, aliases);
  for (const one of input.classes ?? []) addAliases(one.aliases, aliases);

  const owners = findOwners(inputs);
  const closure = groupClosure(input, owners);
  const paths = layoutModules(allModules(inputs, closure));

  const classes = new Map<string, ClassEntry>();
  // A faulty description may name two classes alike: each has its place in its file, and the first is the one that types mean.
  const entries = new Map<ClassSymbol, ClassEntry>();
  // Classes that inherit an inner class may share its symbol, and each has an entry for it.
  const all: ClassEntry[] = [];
  const modules = new Map<string, ModulePlan>();
  const described = new Map(inputs.map((one) => [one.description.module, one]));
  for (const name of [...new Set([...described.keys(), ...closure.keys()])].sort(compare)) {
    const one = described.get(name);
    const plan = planModule(name, one, closure.get(name), owners, paths, described, {
      classes,
      entries,
      all,
    });
    modules.set(name, plan);
  }
  resolveReexports(modules);
  const byModule = new Map<string, ClassEntry[]>();
  for (const entry of all) {
    const beside = byModule.get(entry.module);
    if (beside === undefined) byModule.set(entry.module, [entry]);
    else beside.push(entry);
  }
  const codecs = new Map(Object.entries(input.codecs ?? {}));
  return { modules, classes, byModule, entries, aliases, codecs, wanted: new Map() };
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
  closure: Closure | undefined,
  owners: Owners,
  paths: ReadonlyMap<string, string>,
  described: ReadonlyMap<string, ModuleInput>,
  known: { classes: Map<string, ClassEntry>; entries: Map<ClassSymbol, ClassEntry>; all: ClassEntry[] },
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
    const context = { typeOnly: false, options, ...known };
    const [entry] = addClass(one.member, qualified, module, one.exported, table, context);
    const local = entry?.names.local ?? one.exported;
    finished.push({ member: one.member, python: one.python, exported: one.exported, local });
  }
  for (const symbol of closure?.classes ?? []) {
    const exported = table.take(symbol.name, (name) => !isChangedExport(name));
    const qualified = symbol.definedAs ?? `${module}.${symbol.name}`;
    const context = { typeOnly: true, options, ...known };
    typeOnly.push(...addClass(symbol, qualified, module, exported, table, context));
  }
  const path = paths.get(module);
  if (path === undefined) throw new Error(`No path was planned for the module ${module}.`);
  return {
    module,
    path,
    description: input?.description ?? {
      python: "",
      ...closure?.origin,
      schema: 1,
      module,
      submodules: [],
      members: [],
    },
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
