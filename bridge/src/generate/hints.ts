/**
 * Codec hints: what declared parameter types say that JavaScript values do not (`type-hint.ts`). Only declared types give
 * hints, and only where no other overload takes the value as it is.
 */
import type { CallableSymbol, FactSource, MemberSymbol, Parameter, TypeNode } from "../description/model.js";
import type { Hint, ResultHint } from "../values/hints.js";
import { type InheritanceTable, slotOf } from "./inheritance.js";
import type { ModuleOptions } from "./input.js";
import type { ClassEntry, ModuleExport, ModulePlan, Program } from "./plan.js";
import { hintOfType, resultHintOf } from "./result-hint.js";
import { hintOf, type KnownClasses } from "./type-hint.js";

const declared: ReadonlySet<FactSource | undefined> = new Set(["stub", "inline", "constraint"]);

/** The hints of one callable or property, as `snakebridge/wrapper` reads them. */
export interface WrittenHints {
  positional?: (Hint | null)[];
  rest?: Hint;
  keywords?: Record<string, Hint>;
  conversion?: { int: "bigint" };
  /** The declared type of the result, or of the attribute. */
  result?: ResultHint;
  /** Qualified name of the class of what a call gives. */
  returns?: string;
  /** Qualified name of the class of what an attribute holds. */
  holds?: string;
  /** Hints of what lies below: a class's static and class methods. */
  attributes?: Record<string, WrittenHints>;
}

export interface WrittenClass {
  bases?: string[];
  members?: Record<string, WrittenHints>;
}

/** The hints of everything that one run generates. */
export class HintTable {
  readonly #program: Program;
  readonly #inheritance: InheritanceTable;
  /** Classes whose objects need hints somewhere: their methods', or those of what these give. */
  readonly #hinted: ReadonlySet<string>;

  constructor(program: Program, inheritance: InheritanceTable) {
    this.#program = program;
    this.#inheritance = inheritance;
    this.#hinted = this.#findHinted();
  }

  /** What `wrapModule` is given for an export, or `undefined` where it needs nothing. */
  ofExport(one: ModuleExport, plan: ModulePlan): WrittenHints | undefined {
    const { member } = one;
    if (member.kind === "callable") return this.#ofCallable(member, plan.options);
    if (member.kind === "value") return this.#ofAttribute(member, undefined);
    if (member.kind !== "class") return undefined;
    const entry = this.#program.entries.get(member);
    return entry === undefined ? undefined : this.#ofConstructor(entry);
  }

  /** The hints of the members of a file's classes, by qualified name. */
  classesOf(plan: ModulePlan): Record<string, WrittenClass> {
    const found: Record<string, WrittenClass> = {};
    for (const entry of this.#program.byModule.get(plan.module) ?? []) {
      if (this.#hinted.has(entry.qualified)) found[entry.qualified] = this.#ofMembers(entry);
    }
    return found;
  }

  /** The other modules whose classes these hints name: they must be loaded too. */
  needs(exports: readonly WrittenHints[], classes: readonly WrittenClass[], plan: ModulePlan): string[] {
    const modules = new Set<string>();
    const add = (name: string | undefined): void => {
      const module = name === undefined ? undefined : this.#program.classes.get(name)?.module;
      if (module !== undefined && module !== plan.module) modules.add(module);
    };
    const visit = ({ returns, holds, attributes }: WrittenHints): void => {
      add(returns);
      add(holds);
      Object.values(attributes ?? {}).forEach(visit);
    };
    exports.forEach(visit);
    for (const { bases, members } of classes) {
      bases?.forEach(add);
      Object.values(members ?? {}).forEach(visit);
    }
    return [...modules].sort();
  }

  #ofCallable(symbol: CallableSymbol, options: ModuleOptions, self?: ClassEntry): WrittenHints | undefined {
    const { classes } = this.#program;
    const hints: WrittenHints = hintsOf(symbol, options, classes) ?? {};
    const result = resultOfCallable(symbol, classes);
    if (result !== null) hints.result = result;
    const returns = this.#resultOf(symbol, self);
    if (returns !== undefined && this.#hinted.has(returns)) hints.returns = returns;
    return Object.keys(hints).length === 0 ? undefined : hints;
  }

  #ofConstructor(entry: ClassEntry): WrittenHints | undefined {
    const { constructor_: init, members } = entry.symbol;
    const hints: WrittenHints =
      (init === undefined ? undefined : hintsOf(init, entry.options, this.#program.classes)) ?? {};
    if (this.#hinted.has(entry.qualified)) hints.returns = entry.qualified;
    const below: Record<string, WrittenHints> = {};
    for (const member of members) {
      if (
        member.kind !== "callable" ||
        (member.flavour !== "classmethod" && member.flavour !== "staticmethod")
      )
        continue;
      const own = this.#ofCallable(member, entry.options, entry);
      if (own !== undefined) below[member.name] = own;
    }
    if (Object.keys(below).length > 0) hints.attributes = below;
    return Object.keys(hints).length === 0 ? undefined : hints;
  }

  #ofMembers(entry: ClassEntry): WrittenClass {
    const { own, bases } = this.#inheritance.of(entry);
    const members: Record<string, WrittenHints> = {};
    for (const member of own) {
      if (slotOf(member) !== member.name) continue;
      const hints = this.#ofMember(member, entry);
      // An override without hints hides those of the base.
      if (hints !== undefined) members[member.name] = hints;
      else if (bases.some((base) => base.without.includes(member.name))) members[member.name] = {};
    }
    const names = bases.map((base) => base.entry.qualified).filter((name) => this.#hinted.has(name));
    return {
      ...(names.length === 0 ? {} : { bases: names }),
      ...(Object.keys(members).length === 0 ? {} : { members }),
    };
  }

  #ofMember(member: MemberSymbol, entry: ClassEntry): WrittenHints | undefined {
    if (member.kind === "callable") return this.#ofCallable(member, entry.options, entry);
    return member.kind === "property" ? this.#ofAttribute(member, entry) : undefined;
  }

  #ofAttribute({ type, source }: Attribute, self: ClassEntry | undefined): WrittenHints | undefined {
    const holds = classOf(type, self);
    if (holds !== undefined && this.#hinted.has(holds)) return { holds };
    const result = resultOfAttribute({ type, source }, this.#program.classes);
    return result === null ? undefined : { result };
  }

  /** The class that all overloads give. */
  #resultOf(symbol: CallableSymbol, self: ClassEntry | undefined): string | undefined {
    const results = new Set(symbol.signatures.map((signature) => classOf(signature.returns, self)));
    const [only] = results;
    return results.size === 1 && only !== undefined && this.#program.classes.has(only) ? only : undefined;
  }

  #findHinted(): Set<string> {
    const hinted = new Set<string>();
    // From each class to those whose objects lead to it.
    const leads = new Map<string, string[]>();
    const lead = (from: string, to: string): void => {
      const list = leads.get(to);
      if (list === undefined) leads.set(to, [from]);
      else list.push(from);
    };
    for (const entry of this.#program.classes.values()) {
      const { own, bases } = this.#inheritance.of(entry);
      for (const base of bases) lead(entry.qualified, base.entry.qualified);
      for (const member of own) {
        if (slotOf(member) !== member.name) continue;
        const to =
          member.kind === "callable"
            ? this.#resultOf(member, entry)
            : member.kind === "property"
              ? classOf(member.type, entry)
              : undefined;
        if (to !== undefined) lead(entry.qualified, to);
        if (saysSomething(member, entry.options, this.#program.classes)) hinted.add(entry.qualified);
      }
    }
    const queue = [...hinted];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      for (const from of leads.get(name) ?? []) {
        if (hinted.has(from)) continue;
        hinted.add(from);
        queue.push(from);
      }
    }
    return hinted;
  }
}

/** A property or a module's value. */
interface Attribute {
  readonly type?: TypeNode | undefined;
  readonly source?: FactSource | undefined;
}

function resultOfAttribute({ type, source }: Attribute, classes: KnownClasses): ResultHint | null {
  if (type === undefined || !declared.has(source)) return null;
  return hintOfType(type, (sent) => hintOf(sent, classes));
}

function resultOfCallable({ signatures }: CallableSymbol, classes: KnownClasses): ResultHint | null {
  return resultHintOf(
    signatures,
    (source) => declared.has(source),
    (sent) => hintOf(sent, classes),
  );
}

/** Whether a member has hints of its own, apart from the class that it leads to. */
function saysSomething(member: MemberSymbol, options: ModuleOptions, classes: KnownClasses): boolean {
  if (member.kind === "property") return resultOfAttribute(member, classes) !== null;
  if (member.kind !== "callable") return false;
  return hintsOf(member, options, classes) !== undefined || resultOfCallable(member, classes) !== null;
}

function classOf(type: TypeNode | undefined, self: ClassEntry | undefined): string | undefined {
  if (type?.kind === "self") return self?.qualified;
  return type?.kind === "ref" ? type.name : undefined;
}

function hintsOf(
  symbol: CallableSymbol,
  options: ModuleOptions,
  classes: KnownClasses,
): WrittenHints | undefined {
  const hints: WrittenHints = {};
  const [first, ...others] = symbol.signatures;
  if (first !== undefined) {
    // An overload that differs in shape can't be told apart before the call, so hints need all to agree.
    const agreed = (param: Parameter, index: number): Hint | null => {
      const found = hintOfParameter(param, classes);
      if (found === null) return null;
      return others.every((other) => sameHint(found, hintAt(other.params, param, index, classes)))
        ? found
        : null;
    };
    const positional = first.params
      .filter(({ kind }) => kind === "positional-only" || kind === "positional-or-keyword")
      .map(agreed);
    while (positional.length > 0 && positional.at(-1) === null) positional.pop();
    if (positional.length > 0) hints.positional = positional;
    const rest = first.params.find(({ kind }) => kind === "var-positional");
    const restHint = rest === undefined ? null : agreed(rest, -1);
    if (restHint !== null) hints.rest = restHint;
    const keywords = first.params
      .filter(
        ({ kind, name }) =>
          (kind === "keyword-only" || kind === "positional-or-keyword") && name !== "__proto__",
      )
      .map((param): [string, Hint | null] => [param.name, agreed(param, first.params.indexOf(param))])
      .filter((pair): pair is [string, Hint] => pair[1] !== null);
    if (keywords.length > 0) hints.keywords = Object.fromEntries(keywords);
  }
  if (options.int === "bigint") hints.conversion = { int: "bigint" };
  return Object.keys(hints).length === 0 ? undefined : hints;
}

/** The hint of the parameter of another overload that takes the same value; `null` if there it goes as it is. */
function hintAt(
  params: readonly Parameter[],
  like: Parameter,
  index: number,
  classes: KnownClasses,
): Hint | null | undefined {
  const same =
    like.kind === "keyword-only"
      ? params.find(({ name }) => name === like.name)
      : like.kind === "var-positional"
        ? params.find(({ kind }) => kind === "var-positional")
        : params[index];
  return same === undefined ? undefined : hintOfParameter(same, classes);
}

function sameHint(found: Hint, other: Hint | null | undefined): boolean {
  // An overload without the parameter has nothing against the hint.
  return other === undefined || JSON.stringify(other) === JSON.stringify(found);
}

function hintOfParameter({ type, source }: Parameter, classes: KnownClasses): Hint | null {
  return type === undefined || !declared.has(source) ? null : hintOf(type, classes);
}
