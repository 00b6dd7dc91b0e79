/** Which file defines what: one thing may be a member of many modules, and is declared in one. */
import type { ClassDescription, ClassSymbol, ModuleDescription, ModuleMember } from "../description/model.js";
import { withGivenTypes } from "./given-types.js";
import type { GenerateInput, ModuleInput, ModuleOptions } from "./input.js";
import { lastOf, parentOf } from "./layout.js";
import { compare, isIdentifier } from "./names.js";

/** The settings of a module that has none. */
export const noOptions: ModuleOptions = {};

/** True if the settings of a module keep a name. */
function isKept(name: string, options: ModuleOptions): boolean {
  if (options.exclude?.includes(name)) return false;
  return options.only === undefined || options.only.some((one) => one === name || one.startsWith(`${name}.`));
}

/** The members that a module's wrapper has, its settings applied. */
export function membersOf({ description, options = noOptions }: ModuleInput): ModuleMember[] {
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
export function findOwners(
  inputs: readonly ModuleInput[],
): ReadonlyMap<string, { module: string; name: string }> {
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

export type Owners = ReturnType<typeof findOwners>;

/** Classes of one module that only types reach, and what that module is from. */
export interface Closure {
  readonly origin: Pick<ModuleDescription, "distribution" | "version" | "python">;
  readonly classes: ClassSymbol[];
}

/** Classes that only types reach, by the module that Python defines them in. */
export function groupClosure(input: GenerateInput, owners: Owners): Map<string, Closure> {
  const groups = new Map<string, Closure>();
  const seen = new Set<string>();
  for (const description of [...(input.classes ?? [])].sort((a, b) => compare(a.name, b.name))) {
    const { name, class: symbol } = description;
    const qualified = symbol.definedAs ?? name;
    // What a docstring names as a class may be any text.
    if (owners.has(qualified) || seen.has(qualified) || !isIdentifier(lastOf(qualified))) continue;
    seen.add(qualified);
    const module = parentOf(qualified) === "" ? "builtins" : parentOf(qualified);
    const group = groups.get(module);
    const named = { ...symbol, name: lastOf(qualified), definedAs: qualified };
    if (group !== undefined) group.classes.push(named);
    else groups.set(module, { origin: originOf(description), classes: [named] });
  }
  return groups;
}

function originOf({ distribution, version, python }: ClassDescription): Closure["origin"] {
  return {
    python,
    ...(distribution === undefined ? {} : { distribution }),
    ...(version === undefined ? {} : { version }),
  };
}

/** The module whose file defines a member; the module itself where the member is a second name for another of its own. */
export function ownerElsewhere(module: string, member: ModuleMember, owners: Owners): string | undefined {
  if (member.kind !== "class" && member.kind !== "callable") return undefined;
  const qualified = qualifiedName(module, member);
  const owner = owners.get(qualified);
  if (owner === undefined || (owner.module === module && owner.name === member.name)) return undefined;
  // Decorated functions often claim the name of their wrapper, so a function is the same only as the one found there.
  if (member.kind === "callable" && qualified !== `${owner.module}.${owner.name}`) return undefined;
  return owner.module;
}
