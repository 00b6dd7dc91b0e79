/** Finds the members of modules, classes and values by name. */
import { substitute, typeArguments, type Bindings } from "./generics.js";
import type { DescribedModule, Knowledge } from "./knowledge.js";
import type { ClassSymbol, MemberSymbol, ModuleMember, TypeNode } from "./model.js";
import { either, type Resolution, unknown, inside } from "./resolution.js";
import { classOfType, alternatives, isConverted } from "./value-types.js";

export function moduleResolution(module: string, knowledge: Knowledge, typed: boolean): Resolution {
  const state = knowledge.module(module);
  if (state.state === "described") {
    return { kind: "module", description: state.description, typed };
  }
  const names = state.state === "waiting" && state.names ? { names: state.names } : {};
  return { kind: "module-problem", module, problem: state.state, ...names, typed };
}

export function memberOf(target: Resolution, name: string, knowledge: Knowledge): Resolution {
  switch (target.kind) {
    case "module":
      return moduleMember(target.description, name, knowledge, target.typed);
    case "symbol":
      return symbolMember(target, name, knowledge);
    case "value": {
      if (target.awaited && isConverted(target.type)) {
        return unknown;
      }
      const options = alternatives(target.type).map((type) =>
        valueMember(type, name, knowledge, target.typed),
      );
      const found = options.find((option) => option.kind === "symbol" || option.kind === "value");
      return found ?? (options.length === 1 ? (options[0] ?? unknown) : unknown);
    }
    case "module-problem":
      return inside(target);
    case "either":
      return either(target.options.map((option) => memberOf(option, name, knowledge)));
    default:
      return unknown;
  }
}

function moduleMember(
  description: DescribedModule,
  name: string,
  knowledge: Knowledge,
  typed: boolean,
): Resolution {
  const symbol = description.member(name);
  if (symbol?.kind === "module") {
    return moduleResolution(symbol.module, knowledge, typed);
  }
  if (symbol) {
    return { kind: "symbol", symbol, module: description, bindings: new Map(), typed };
  }
  if (description.submodules.some((submodule) => lastStep(submodule.name) === name)) {
    return moduleResolution(`${description.module}.${name}`, knowledge, typed);
  }
  return description.dynamic || name.startsWith("_")
    ? unknown
    : { kind: "missing", name, on: { kind: "module", description } };
}

export function lastStep(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function symbolMember(
  target: Resolution & { kind: "symbol" },
  name: string,
  knowledge: Knowledge,
): Resolution {
  const symbol = target.symbol;
  switch (symbol.kind) {
    case "class":
      return classMember(symbol, name, new Map(), undefined, target);
    case "property":
    case "value": {
      const type = symbolType(target);
      return type
        ? memberOf({ kind: "value", type, typed: target.typed, awaited: false }, name, knowledge)
        : unknown;
    }
    case "callable":
      return symbol.class
        ? valueMember({ kind: "ref", name: symbol.class }, name, knowledge, target.typed)
        : unknown;
    default:
      return unknown;
  }
}

/** The type of a property's, field's or constant's value. */
export function symbolType(target: Resolution & { kind: "symbol" }): TypeNode | undefined {
  const symbol = target.symbol;
  if (symbol.kind !== "property" && symbol.kind !== "value") {
    return undefined;
  }
  const type =
    symbol.type ??
    (symbol.kind === "value" && symbol.class ? { kind: "ref" as const, name: symbol.class } : undefined);
  return type ? substitute(type, target.bindings, target.self) : undefined;
}

export function classMember(
  owner: ClassSymbol,
  name: string,
  bindings: Bindings,
  self: TypeNode | undefined,
  from: { module?: DescribedModule; typed: boolean },
): Resolution {
  const symbol = owner.members.find((member) => member.name === name);
  if (symbol) {
    return {
      kind: "symbol",
      symbol,
      owner,
      bindings,
      typed: from.typed,
      ...(self ? { self } : {}),
      ...(from.module ? { module: from.module } : {}),
    };
  }
  const field = owner.fields?.find((candidate) => candidate.name === name);
  if (field) {
    const type: TypeNode | undefined =
      owner.flavour === "enum" ? { kind: "ref", name: qualifiedName(owner, from.module) } : field.type;
    return {
      kind: "symbol",
      symbol: {
        kind: "property",
        name,
        ...(type ? { type } : {}),
        ...(field.doc === undefined ? {} : { doc: field.doc }),
        ...(field.source ? { source: field.source } : {}),
      },
      owner,
      bindings,
      typed: from.typed,
      ...(from.module ? { module: from.module } : {}),
    };
  }
  const open = name.startsWith("_") || self === undefined || mayHaveMore(owner);
  return open ? unknown : { kind: "missing", name, on: { kind: "class", symbol: owner } };
}

/**
 * Attributes that the description can't know: those set by `__init__` of a class without a stub, or made of its keyword
 * arguments.
 */
function mayHaveMore(owner: ClassSymbol): boolean {
  const inPython =
    owner.location !== undefined && owner.stub === undefined && !owner.location.file.endsWith(".pyi");
  // `SimpleNamespace(a=1)`: nothing but what it is given. A class with methods of its own keeps keywords elsewhere.
  const bare = owner.members.every((member) => member.name.startsWith("_"));
  const takesAnything =
    bare &&
    owner.constructor_?.signatures.some((signature) =>
      signature.params.some((parameter) => parameter.kind === "var-keyword"),
    );
  return owner.dynamic === true || owner.flavour === "enum" || inPython || takesAnything === true;
}

export function qualifiedName(
  symbol: ModuleMember | MemberSymbol,
  module: DescribedModule | undefined,
): string {
  return symbol.definedAs ?? (module ? `${module.module}.${symbol.name}` : symbol.name);
}

function valueMember(type: TypeNode, name: string, knowledge: Knowledge, typed: boolean): Resolution {
  const owner = classOfType(type, knowledge);
  return owner ? classMember(owner, name, typeArguments(owner, type), type, { typed }) : unknown;
}
