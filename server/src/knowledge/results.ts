/** What calling, indexing, iterating or constructing something gives. */
import { applicable } from "./applicable.js";
import { accepts, chooseSignature } from "./overloads.js";
import { substitute, typeArguments, type Bindings } from "./generics.js";
import type { DescribedModule, Knowledge } from "./knowledge.js";
import type { CallableSymbol, ClassSymbol, TypeNode } from "./model.js";
import { either, type Resolution, unknown, inside } from "./resolution.js";
import { alternatives, classOfType } from "./value-types.js";
import { symbolType, classMember, qualifiedName } from "./lookup.js";

/** What calling something gives. */
export function callResult(
  target: Resolution,
  given: Parameters<typeof chooseSignature>[1],
  knowledge: Knowledge,
): Resolution {
  if (target.kind === "module-problem") {
    return inside(target);
  }
  if (target.kind === "either") {
    return either(target.options.map((option) => callResult(option, given, knowledge)));
  }
  if (target.kind !== "symbol") {
    if (target.kind === "value" && target.type.kind === "callable") {
      return { kind: "value", type: target.type.returns, typed: target.typed, awaited: false };
    }
    return unknown;
  }
  const symbol = target.symbol;
  if (symbol.kind === "class") {
    const type = constructed(target as Resolution & { kind: "symbol"; symbol: ClassSymbol }, given);
    return { kind: "value", type, typed: target.typed, awaited: false };
  }
  if (symbol.kind === "callable") {
    return callableResult(target, symbol, given, knowledge);
  }
  const type = symbolType(target);
  const called = type ? classOfType(type, knowledge) : undefined;
  if (type && called) {
    return callResult(
      classMember(called, "__call__", typeArguments(called, type), type, target),
      given,
      knowledge,
    );
  }
  return unknown;
}

function constructed(
  target: Resolution & { kind: "symbol"; symbol: ClassSymbol },
  given: Parameters<typeof chooseSignature>[1],
): TypeNode {
  const name = qualifiedName(target.symbol, target.module);
  const parameters = target.symbol.typeParams;
  const chosen = target.symbol.constructor_
    ? chooseSignature(target.symbol.constructor_.signatures, given)
    : undefined;
  if (chosen?.self?.kind === "ref") {
    return chosen.self;
  }
  return parameters?.length
    ? { kind: "ref", name, args: parameters.map((parameter) => parameter.default ?? { kind: "any" }) }
    : { kind: "ref", name };
}

function callableResult(
  target: Resolution & { kind: "symbol" },
  symbol: CallableSymbol,
  given: Parameters<typeof chooseSignature>[1],
  knowledge: Knowledge,
): Resolution {
  const signatures = applicable(symbol.signatures, target.self, knowledge);
  const signature = chooseSignature(signatures, given);
  if (!signature?.returns) {
    return unknown;
  }
  // Which overload it is may depend on types that nobody knows here: what the others give is then at least possible.
  const possible =
    signature.returns.kind === "any" ? signatures.filter((other) => accepts(other, given)) : [];
  const types = new Map<string, TypeNode>();
  for (const { returns } of [signature, ...possible]) {
    if (returns) {
      types.set(JSON.stringify(returns), returns);
    }
  }
  return either(
    [...types.values()].map((returns) => ({
      kind: "value",
      type: expandAlias(substitute(returns, target.bindings, target.self), target.module, knowledge),
      typed: target.typed,
      awaited: false,
    })),
  );
}

function expandAlias(
  type: TypeNode,
  module: DescribedModule | undefined,
  knowledge: Knowledge,
  depth = 0,
): TypeNode {
  if (type.kind !== "ref" || !module || depth > 8) {
    return type;
  }
  const alias = module.alias(type.name);
  if (!alias) {
    return type;
  }
  const bindings: Bindings = new Map(
    (alias.typeParams ?? []).map((parameter, index) => [
      parameter.name,
      type.args?.[index] ?? { kind: "any" },
    ]),
  );
  return expandAlias(substitute(alias.type, bindings, undefined), module, knowledge, depth + 1);
}

export function instanceOf(target: Resolution): Resolution {
  if (target.kind === "either") {
    return either(target.options.map(instanceOf));
  }
  return target.kind === "symbol" && target.symbol.kind === "class"
    ? {
        kind: "value",
        type: { kind: "ref", name: qualifiedName(target.symbol, target.module) },
        typed: target.typed,
        awaited: false,
      }
    : unknown;
}

function typeOf(target: Resolution): { type: TypeNode; typed: boolean; awaited: boolean } | undefined {
  if (target.kind === "value") {
    return target;
  }
  const type = target.kind === "symbol" ? symbolType(target) : undefined;
  return type && target.kind === "symbol" ? { type, typed: target.typed, awaited: false } : undefined;
}

export function elementOf(target: Resolution, index: number | undefined, knowledge: Knowledge): Resolution {
  if (target.kind === "either") {
    return either(target.options.map((option) => elementOf(option, index, knowledge)));
  }
  const value = typeOf(target);
  if (!value) {
    return target.kind === "module-problem" ? inside(target) : unknown;
  }
  const { type, typed } = value;
  if (type.kind === "union") {
    return either(
      alternatives(type).map((option) =>
        elementOf({ kind: "value", ...value, type: option }, index, knowledge),
      ),
    );
  }
  // Inside a converted container the items are what conversion made of them.
  const awaited = value.awaited;
  if (type.kind === "tuple") {
    const item = type.variadic ? type.items[0] : index === undefined ? undefined : type.items[index];
    return item ? { kind: "value", type: item, typed, awaited } : unknown;
  }
  const owner = classOfType(type, knowledge);
  const field = owner?.flavour === "namedtuple" && index !== undefined ? owner.fields?.[index] : undefined;
  if (field?.type) {
    return { kind: "value", type: field.type, typed, awaited };
  }
  if (owner) {
    const item = callResult(
      classMember(owner, "__getitem__", typeArguments(owner, type), type, { typed }),
      [],
      knowledge,
    );
    return item.kind === "value" ? { ...item, awaited } : unknown;
  }
  return unknown;
}

const iterables =
  /(?:^|\.)(?:Iterable|Iterator|Generator|AsyncIterable|AsyncIterator|AsyncGenerator|Sequence|Collection|list|set|frozenset|List|Set)$/;

export function iterationOf(target: Resolution, knowledge: Knowledge): Resolution {
  if (target.kind === "either") {
    return either(target.options.map((option) => iterationOf(option, knowledge)));
  }
  const value = typeOf(target);
  if (!value) {
    return target.kind === "module-problem" ? inside(target) : unknown;
  }
  const { type, typed } = value;
  if (type.kind === "union") {
    return either(
      alternatives(type).map((option) => iterationOf({ kind: "value", ...value, type: option }, knowledge)),
    );
  }
  if (type.kind === "tuple") {
    const item: TypeNode | undefined = type.variadic ? type.items[0] : { kind: "union", items: type.items };
    return item ? { kind: "value", type: item, typed, awaited: true } : unknown;
  }
  if (type.kind === "ref" && iterables.test(type.name) && type.args?.[0]) {
    return { kind: "value", type: type.args[0], typed, awaited: true };
  }
  const owner = classOfType(type, knowledge);
  if (owner?.iterable && owner.iterable !== true) {
    return {
      kind: "value",
      type: substitute(owner.iterable, typeArguments(owner, type), type),
      typed,
      awaited: true,
    };
  }
  return unknown;
}
