/**
 * What a class takes from its bases. TypeScript's `extends` needs members that agree, which Python's overrides and
 * several bases often don't; where they do not, the base is taken without those members.
 */
import type { ClassSymbol, MemberSymbol, Signature, TypeNode } from "../description/model.js";
import { knownTypes } from "./known.js";
import { isJavaScriptMember } from "./names.js";
import type { ClassEntry, Program } from "./plan.js";

/** Dunder methods that have a place in TypeScript, by the operator or the `$` name that reaches them. */
export const binaryOperators: ReadonlyMap<string, string> = new Map([
  ["__add__", "+"],
  ["__sub__", "-"],
  ["__mul__", "*"],
  ["__truediv__", "/"],
  ["__floordiv__", "//"],
  ["__mod__", "%"],
  ["__pow__", "**"],
  ["__matmul__", "@"],
  ["__and__", "&"],
  ["__or__", "|"],
  ["__xor__", "^"],
  ["__lshift__", "<<"],
  ["__rshift__", ">>"],
  ["__eq__", "=="],
  ["__ne__", "!="],
  ["__lt__", "<"],
  ["__le__", "<="],
  ["__gt__", ">"],
  ["__ge__", ">="],
]);
export const unaryOperators: ReadonlyMap<string, string> = new Map([
  ["__neg__", "neg"],
  ["__pos__", "pos"],
  ["__abs__", "abs"],
  ["__invert__", "invert"],
]);
export const itemMethods: ReadonlyMap<string, string> = new Map([
  ["__getitem__", "$item"],
  ["__setitem__", "$setItem"],
  ["__delitem__", "$deleteItem"],
]);

/** The slot of the members interface that a Python member fills; absent where it has no place. */
export function slotOf(member: MemberSymbol): string | undefined {
  const { name } = member;
  if (binaryOperators.has(name) || unaryOperators.has(name)) return "$op";
  const item = itemMethods.get(name);
  if (item !== undefined) return item;
  if (name === "__call__") return "()";
  if (name === "__iter__" || name === "__aiter__") return "iteration";
  if (name === "__enter__" || name === "__aenter__") return "context";
  if (name.startsWith("__") && name.endsWith("__")) return undefined;
  return isJavaScriptMember(name) ? undefined : name;
}

/** A base that a class extends. */
export interface ExtendedBase {
  readonly entry: ClassEntry;
  /** Type arguments as Python gives them. */
  readonly args: readonly TypeNode[];
  /** Slots that the class declares itself, or has from an earlier base. */
  readonly without: readonly string[];
}

export interface Inheritance {
  readonly bases: readonly ExtendedBase[];
  /** Members that the class's own interface declares. */
  readonly own: readonly MemberSymbol[];
  /** The class or a base uses `Self`, so its members interface takes the pending form as a type parameter. */
  readonly usesSelf: boolean;
}

/** Slot to what fills it: the same text means the same declaration. */
type Slots = ReadonlyMap<string, string>;

export class InheritanceTable {
  readonly #program: Program;
  readonly #known = new Map<ClassEntry, Inheritance>();
  readonly #slots = new Map<ClassEntry, Slots>();

  constructor(program: Program) {
    this.#program = program;
  }

  of(entry: ClassEntry): Inheritance {
    const known = this.#known.get(entry);
    if (known !== undefined) return known;
    // A class that is its own ancestor by a faulty description inherits nothing on the way round.
    this.#known.set(entry, { bases: [], own: [], usesSelf: true });
    const inheritance = this.#find(entry);
    this.#known.set(entry, inheritance);
    return inheritance;
  }

  #find(entry: ClassEntry): Inheritance {
    const candidates = this.#bases(entry);
    const provided = new Map<string, string>();
    for (const { entry: base } of candidates) {
      for (const [slot, text] of this.slots(base)) if (!provided.has(slot)) provided.set(slot, text);
    }
    const offering = candidates.find(({ entry: base }) => this.slots(base).has("$op"));
    const own = ownMembers(entry, provided, operatorsOf(offering?.entry.symbol));
    const ownSlots = slotsOf(own);
    const taken = new Set(ownSlots.keys());
    const bases: ExtendedBase[] = [];
    for (const { entry: base, args } of candidates) {
      const slots = [...this.slots(base).keys()];
      const without = slots.filter((slot) => taken.has(slot));
      for (const slot of slots) taken.add(slot);
      if (without.length < slots.length)
        bases.push({ entry: base, args, without: without.filter((s) => s !== "()") });
    }
    const usesSelf = own.some(mentionsSelf) || bases.some((base) => this.of(base.entry).usesSelf);
    return { bases, own: withCalls(entry, own, bases), usesSelf };
  }

  /** All slots of a class, inherited ones included. */
  slots(entry: ClassEntry): Slots {
    const known = this.#slots.get(entry);
    if (known !== undefined) return known;
    const { own, bases } = this.of(entry);
    const slots = new Map(slotsOf(own));
    for (const base of bases) {
      for (const [slot, text] of this.slots(base.entry)) if (!slots.has(slot)) slots.set(slot, text);
    }
    this.#slots.set(entry, slots);
    return slots;
  }

  /** The bases that this run knows; in the place of one that it does not, the nearest of its ancestors that it does. */
  #bases(entry: ClassEntry): { entry: ClassEntry; args: readonly TypeNode[] }[] {
    const found: { entry: ClassEntry; args: readonly TypeNode[] }[] = [];
    const add = (name: string, args: readonly TypeNode[]): void => {
      const target = knownTypes.has(name) ? undefined : this.#program.classes.get(name);
      if (target === undefined || target.symbol.flavour === "typeddict") return;
      if (this.#descendsFrom(target, entry)) return;
      if (!found.some((one) => this.#descendsFrom(one.entry, target))) found.push({ entry: target, args });
    };
    let complete = true;
    for (const base of entry.symbol.bases) {
      if (base.kind !== "ref") continue;
      complete &&= this.#program.classes.has(base.name);
      add(base.name, base.args ?? []);
    }
    if (!complete) for (const name of entry.symbol.mro) add(name, []);
    return found;
  }

  /** True if a class has another among its ancestors; two have each other only in a faulty description. */
  #descendsFrom(entry: ClassEntry, ancestor: ClassEntry, seen = new Set<ClassEntry>()): boolean {
    if (entry === ancestor || entry.symbol.mro.includes(ancestor.qualified)) return true;
    if (seen.has(entry)) return false;
    seen.add(entry);
    return entry.symbol.bases.some((base) => {
      const target = base.kind === "ref" ? this.#program.classes.get(base.name) : undefined;
      return target !== undefined && this.#descendsFrom(target, ancestor, seen);
    });
  }
}

/** The members that a class must declare: its own that differ from its bases', and inherited ones that no base offers. */
function ownMembers(entry: ClassEntry, provided: Slots, operators: ReadonlySet<string>): MemberSymbol[] {
  const groups = new Map<string, MemberSymbol[]>();
  for (const member of instanceMembers(entry.symbol)) {
    const slot = slotOf(member);
    if (slot === undefined) continue;
    const group = groups.get(slot);
    if (group === undefined) groups.set(slot, [member]);
    else if (slot.startsWith("$")) group.push(member);
  }
  const own: MemberSymbol[] = [];
  for (const [slot, group] of groups) {
    const inherited = group.every((member) => isInherited(member, entry.qualified));
    // Python looks for each operator by itself, in one base after the other; in TypeScript they are one method of one base.
    const scattered = slot === "$op" && group.some((member) => !operators.has(member.name));
    const known = provided.get(slot);
    if (known !== undefined && ((inherited && !scattered) || known === describeSlot(group))) continue;
    own.push(...group);
  }
  return own;
}

/** The names of the operators that a class has, those of its bases included. */
function operatorsOf(symbol: ClassSymbol | undefined): ReadonlySet<string> {
  return new Set(symbol?.members.filter((member) => slotOf(member) === "$op").map(({ name }) => name));
}

function isInherited(member: MemberSymbol, qualified: string): boolean {
  const from = member.kind === "callable" || member.kind === "property" ? member.inheritedFrom : undefined;
  return from !== undefined && from !== qualified;
}

/** Members that objects of the class have. Class and static methods are reached from objects too, as in Python. */
function instanceMembers(symbol: ClassSymbol): MemberSymbol[] {
  const isEnum = symbol.flavour === "enum";
  return symbol.members.filter((member) => member.kind !== "class" && !(isEnum && member.kind === "value"));
}

/** A base taken without some members loses its call signatures, so the class repeats them. */
function withCalls(entry: ClassEntry, own: MemberSymbol[], bases: readonly ExtendedBase[]): MemberSymbol[] {
  if (!bases.some((base) => base.without.length > 0) || own.some((member) => member.name === "__call__"))
    return own;
  const call = entry.symbol.members.find((member) => member.name === "__call__");
  return call === undefined ? own : [...own, call];
}

function slotsOf(members: readonly MemberSymbol[]): Slots {
  const groups = new Map<string, MemberSymbol[]>();
  for (const member of members) {
    const slot = slotOf(member);
    if (slot === undefined) continue;
    const group = groups.get(slot);
    if (group === undefined) groups.set(slot, [member]);
    else group.push(member);
  }
  return new Map([...groups].map(([slot, group]) => [slot, describeSlot(group)]));
}

function describeSlot(group: readonly MemberSymbol[]): string {
  return group.map(textOfMember).join();
}

/** What classes inherit is one object in all of them. */
const knownTexts = new WeakMap<MemberSymbol, string>();

function textOfMember(member: MemberSymbol): string {
  let text = knownTexts.get(member);
  if (text === undefined) knownTexts.set(member, (text = JSON.stringify(describeMember(member))));
  return text;
}

/** What decides the declaration: documentation and places do not. */
function describeMember(member: MemberSymbol): unknown {
  switch (member.kind) {
    case "callable":
      return [member.name, member.signatures.map(describeSignature), member.generator, member.class];
    case "property":
      return [member.name, member.type, member.settable];
    case "value":
      return [member.name, member.type, member.class];
    case "class":
      return [member.name, member.definedAs];
  }
}

function describeSignature(signature: Signature): unknown {
  const params = signature.params.map(({ name, kind, optional, type }) => [name, kind, optional, type]);
  return [params, signature.returns, signature.typeParams, signature.self];
}

function mentionsSelf(member: MemberSymbol): boolean {
  return textOfMember(member).includes('"kind":"self"');
}
