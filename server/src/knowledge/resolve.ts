/** Looks the names of a `PythonExpression` up in descriptions. */
import type { PythonExpression } from "../analysis/expression.js";
import type { Brief } from "snakebridge/tooling";
import { chooseSignature } from "./overloads.js";
import { substitute, typeArguments, type Bindings } from "./generics.js";
import type { DescribedModule, Knowledge } from "./knowledge.js";
import type { CallableSymbol, ClassSymbol, MemberSymbol, ModuleMember, TypeNode } from "./model.js";

export type Resolution =
  | { kind: "module"; description: DescribedModule; typed: boolean }
  | {
      kind: "symbol";
      symbol: ModuleMember | MemberSymbol;
      /** The module through which it was reached. */
      module?: DescribedModule;
      owner?: ClassSymbol;
      /** What the owner's type variables stand for. */
      bindings: Bindings;
      /** Of the receiver, for `Self`. */
      self?: TypeNode;
      typed: boolean;
    }
  | { kind: "value"; type: TypeNode; typed: boolean; awaited: boolean }
  | {
      kind: "module-problem";
      module: string;
      problem: "waiting" | "absent" | "failed" | "unknown";
      /** Names of a module that is still being described. */
      names?: readonly Brief[];
      typed: boolean;
    }
  | { kind: "missing"; name: string; on: Container }
  | { kind: "unknown" };

/** Something that has members. */
export type Container =
  { kind: "module"; description: DescribedModule } | { kind: "class"; symbol: ClassSymbol };

const unknown: Resolution = { kind: "unknown" };
const depthLimit = 40;

/** Exact types that arrive converted, so that an awaited one has no Python members any more. */
const converted = new Set([
  "int",
  "float",
  "str",
  "bool",
  "bytes",
  "complex",
  "list",
  "tuple",
  "dict",
  "set",
  "frozenset",
  "range",
  "slice",
  "datetime.datetime",
  "datetime.date",
  "datetime.time",
  "datetime.timedelta",
  "decimal.Decimal",
  "fractions.Fraction",
  "uuid.UUID",
  "pathlib.Path",
  "typing.Sequence",
  "typing.Mapping",
]);

export function resolve(expression: PythonExpression, knowledge: Knowledge, depth = 0): Resolution {
  if (depth > depthLimit) {
    return unknown;
  }
  const inner = (part: PythonExpression): Resolution => resolve(part, knowledge, depth + 1);
  switch (expression.kind) {
    case "host":
    case "converted":
      return unknown;
    case "module":
      return moduleResolution(
        expression.module,
        knowledge,
        knowledge.wrapper(expression.module) !== undefined,
      );
    case "import":
      // Needs the document; `locate` has replaced it where a wrapper was found.
      return unknown;
    case "member":
      return expression.name.startsWith("$")
        ? unknown
        : memberOf(inner(expression.object), expression.name, knowledge);
    case "call":
      return callResult(inner(expression.callee), expression.call.arguments, knowledge);
    case "awaited": {
      const value = inner(expression.value);
      return value.kind === "value" ? { ...value, type: settled(value.type), awaited: true } : value;
    }
    case "element":
      return elementOf(inner(expression.object), expression.index, knowledge);
    case "iterated":
      return iterationOf(inner(expression.object), knowledge);
    case "entered":
      return callResult(memberOf(inner(expression.object), "__enter__", knowledge), [], knowledge);
    case "instance":
      return instanceOf(inner(expression.class));
  }
}

function moduleResolution(module: string, knowledge: Knowledge, typed: boolean): Resolution {
  const state = knowledge.module(module);
  if (state.state === "described") {
    return { kind: "module", description: state.description, typed };
  }
  const names = state.state === "waiting" && state.names ? { names: state.names } : {};
  return { kind: "module-problem", module, problem: state.state, ...names, typed };
}

/** Behind a module that is not known: its names say nothing of what is further inside. */
function inside(target: Resolution & { kind: "module-problem" }): Resolution {
  const { names: _names, ...rest } = target;
  return rest;
}

/** The class that a value's members come from; undefined where nobody knows or it is a union. */
export function classOfType(type: TypeNode, knowledge: Knowledge): ClassSymbol | undefined {
  switch (type.kind) {
    case "ref":
      return knowledge.class(type.name);
    case "tuple":
      return knowledge.class("tuple");
    case "literal": {
      const [first] = type.values;
      const name =
        typeof first === "string"
          ? "str"
          : typeof first === "number"
            ? "int"
            : typeof first === "boolean"
              ? "bool"
              : "";
      return name ? knowledge.class(name) : undefined;
    }
    case "callable":
      return undefined;
    default:
      return undefined;
  }
}

/** The parts of a union that have members; the type itself otherwise. */
export function alternatives(type: TypeNode): TypeNode[] {
  return type.kind === "union"
    ? type.items.flatMap(alternatives).filter((item) => item.kind !== "none")
    : [type];
}

/** An awaited value of these types is TypeScript's. */
export function isConverted(type: TypeNode): boolean {
  if (type.kind === "union") {
    return type.items.every(isConverted);
  }
  return (
    type.kind === "none" ||
    type.kind === "literal" ||
    type.kind === "tuple" ||
    (type.kind === "ref" && converted.has(type.name))
  );
}

/** What is left of a coroutine's type when it was awaited. */
function settled(type: TypeNode): TypeNode {
  if (type.kind === "ref" && /(?:^|\.)(?:Awaitable|Coroutine)$/.test(type.name)) {
    return type.args?.[type.args.length - 1] ?? { kind: "any" };
  }
  return type;
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

function classMember(
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

/** What calling something gives. */
export function callResult(
  target: Resolution,
  given: Parameters<typeof chooseSignature>[1],
  knowledge: Knowledge,
): Resolution {
  if (target.kind === "module-problem") {
    return inside(target);
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
  const signature = chooseSignature(symbol.signatures, given);
  if (!signature?.returns) {
    return unknown;
  }
  const type = expandAlias(
    substitute(signature.returns, target.bindings, target.self),
    target.module,
    knowledge,
  );
  return { kind: "value", type, typed: target.typed, awaited: false };
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

function instanceOf(target: Resolution): Resolution {
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

function elementOf(target: Resolution, index: number | undefined, knowledge: Knowledge): Resolution {
  const value = typeOf(target);
  if (!value) {
    return target.kind === "module-problem" ? inside(target) : unknown;
  }
  const { type, typed } = value;
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

function iterationOf(target: Resolution, knowledge: Knowledge): Resolution {
  const value = typeOf(target);
  if (!value) {
    return target.kind === "module-problem" ? inside(target) : unknown;
  }
  const { type, typed } = value;
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

/** Replaces imports of wrappers by the modules that they stand for. */
export function locate(
  expression: PythonExpression,
  knowledge: Knowledge,
  documentUri: string,
): PythonExpression {
  switch (expression.kind) {
    case "import": {
      const wrapper = knowledge.wrapperOfImport(expression.specifier, documentUri);
      return wrapper ? { kind: "module", module: wrapper.module, span: expression.span } : expression;
    }
    case "member":
      return { ...expression, object: locate(expression.object, knowledge, documentUri) };
    case "call":
      return { ...expression, callee: locate(expression.callee, knowledge, documentUri) };
    case "awaited":
      return { ...expression, value: locate(expression.value, knowledge, documentUri) };
    case "element":
    case "iterated":
    case "entered":
      return { ...expression, object: locate(expression.object, knowledge, documentUri) };
    case "instance":
      return { ...expression, class: locate(expression.class, knowledge, documentUri) };
    default:
      return expression;
  }
}
