/** The members that something in Python offers. */
import { briefOf, type Brief } from "snakebridge/tooling";
import type { Knowledge } from "./knowledge.js";
import type { ClassSymbol, MemberSymbol, ModuleMember, TypeNode } from "./model.js";
import { alternatives, classOfType, isConverted } from "./value-types.js";
import { lastStep, symbolType } from "./lookup.js";
import type { Resolution } from "./resolution.js";

export interface OfferedMember {
  brief: Brief;
  /** The whole symbol, which is read when it is asked for. */
  symbol(): ModuleMember | MemberSymbol | undefined;
  /** Finds the symbol again without the document: for `completionItem/resolve`. */
  origin: Origin;
  /** A submodule that is listed from disk and perhaps not meant for use. */
  lazy?: boolean;
  /** The module says what it exports (`__all__`), and this is not among it. */
  unlisted?: boolean;
}

export type Origin = { module: string; name: string } | { class: string; name: string };

export interface Offer {
  members: OfferedMember[];
  /** More will be known when a description arrives. */
  waiting: boolean;
  /** TypeScript knows these itself. */
  typed: boolean;
  /** A reference or pending result of ours, with `$` members. */
  reference: boolean;
}

const nothing: Offer = { members: [], waiting: false, typed: false, reference: false };

export function membersOf(target: Resolution, knowledge: Knowledge): Offer {
  switch (target.kind) {
    case "module":
      return { members: moduleMembers(target), waiting: false, typed: target.typed, reference: false };
    case "module-problem":
      return {
        members: (target.names ?? []).map((brief) => ({
          brief,
          symbol: () => undefined,
          origin: { module: target.module, name: brief.name },
        })),
        waiting: target.problem === "waiting",
        typed: target.typed,
        reference: false,
      };
    case "value":
      return target.awaited && isConverted(target.type)
        ? nothing
        : { ...valueMembers(target.type, knowledge), typed: target.typed, reference: true };
    case "symbol":
      return symbolMembers(target, knowledge);
    case "either":
      return together(target.options.map((option) => membersOf(option, knowledge)));
    default:
      return nothing;
  }
}

/** What one or the other has, each name once. */
function together(offers: readonly Offer[]): Offer {
  const members = new Map<string, OfferedMember>();
  for (const member of offers.flatMap((offer) => offer.members)) {
    if (!members.has(member.brief.name)) {
      members.set(member.brief.name, member);
    }
  }
  return {
    members: [...members.values()],
    waiting: offers.some(({ waiting }) => waiting),
    typed: offers.some(({ typed }) => typed),
    reference: offers.some(({ reference }) => reference),
  };
}

function moduleMembers(target: Resolution & { kind: "module" }): OfferedMember[] {
  const { description } = target;
  const members: OfferedMember[] = [];
  const seen = new Set<string>();
  const exported = new Set(description.exports);
  for (const brief of description.entries) {
    const { name } = brief;
    seen.add(name);
    members.push({
      brief,
      symbol: () => description.member(name),
      origin: { module: description.module, name },
      ...(exported.size > 0 && !exported.has(name) && brief.kind !== "module" ? { unlisted: true } : {}),
    });
  }
  for (const submodule of description.submodules) {
    const name = lastStep(submodule.name);
    if (!seen.has(name)) {
      const symbol: ModuleMember = { kind: "module", name, module: `${description.module}.${name}` };
      members.push({
        brief: briefOf(symbol),
        symbol: () => symbol,
        origin: { module: description.module, name },
        ...(submodule.lazy ? { lazy: true } : {}),
      });
    }
  }
  return members;
}

function symbolMembers(target: Resolution & { kind: "symbol" }, knowledge: Knowledge): Offer {
  const symbol = target.symbol;
  if (symbol.kind === "class") {
    const name = symbol.definedAs ?? (target.module ? `${target.module.module}.${symbol.name}` : symbol.name);
    return {
      members: classMembers(symbol, name, true),
      waiting: false,
      typed: target.typed,
      reference: true,
    };
  }
  const type: TypeNode | undefined =
    symbol.kind === "callable" && symbol.class ? { kind: "ref", name: symbol.class } : symbolType(target);
  return type
    ? { ...valueMembers(type, knowledge), typed: target.typed, reference: true }
    : { ...nothing, typed: target.typed, reference: true };
}

function valueMembers(type: TypeNode, knowledge: Knowledge): Omit<Offer, "typed" | "reference"> {
  const members = new Map<string, OfferedMember>();
  let waiting = false;
  for (const option of alternatives(type)) {
    const owner = classOfType(option, knowledge);
    waiting ||= !owner && option.kind === "ref" && knowledge.awaitsClass(option.name);
    const name = option.kind === "ref" ? option.name : (owner?.definedAs ?? owner?.name ?? "");
    for (const member of owner ? classMembers(owner, name, false) : []) {
      if (!members.has(member.brief.name)) {
        members.set(member.brief.name, member);
      }
    }
  }
  return { members: [...members.values()], waiting };
}

/** On the class itself: what it holds; on an instance: fields as well. */
function classMembers(owner: ClassSymbol, qualifiedName: string, onClass: boolean): OfferedMember[] {
  const members: OfferedMember[] = owner.members.map((symbol) => ({
    brief: briefOf(symbol),
    symbol: () => symbol,
    origin: { class: qualifiedName, name: symbol.name },
  }));
  const seen = new Set(owner.members.map((member) => member.name));
  const offered = owner.flavour === "enum" ? onClass : !onClass && owner.flavour !== "typeddict";
  for (const field of offered ? (owner.fields ?? []) : []) {
    if (!seen.has(field.name)) {
      const type: TypeNode | undefined =
        owner.flavour === "enum" ? { kind: "ref", name: qualifiedName } : field.type;
      const symbol: MemberSymbol = {
        kind: "property",
        name: field.name,
        ...(type ? { type } : {}),
        ...(field.doc === undefined ? {} : { doc: field.doc }),
        ...(owner.flavour === "enum" ? { static: true } : {}),
      };
      members.push({
        brief: briefOf(symbol),
        symbol: () => symbol,
        origin: { class: qualifiedName, name: field.name },
      });
    }
  }
  return members;
}

/** The symbol behind an origin, with the module's own name for texts. */
export function findOrigin(
  origin: Origin,
  knowledge: Knowledge,
): { symbol: ModuleMember | MemberSymbol; owner?: ClassSymbol; container: string } | undefined {
  if ("module" in origin) {
    const state = knowledge.module(origin.module);
    const symbol = state.state === "described" ? state.description.member(origin.name) : undefined;
    return symbol ? { symbol, container: origin.module } : undefined;
  }
  const owner = knowledge.class(origin.class);
  const found = owner
    ? classMembers(owner, origin.class, owner.flavour === "enum").find(
        (member) => member.brief.name === origin.name,
      )
    : undefined;
  const symbol = found?.symbol();
  return owner && symbol ? { symbol, owner, container: origin.class } : undefined;
}
