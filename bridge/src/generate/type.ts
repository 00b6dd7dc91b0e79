/**
 * Python types as TypeScript. Each has three forms: what a parameter accepts, what awaiting gives (the value), and
 * what it is before it is awaited (the pending form).
 */
import type { Parameter, TypeNode, TypeParameter } from "../description/model.js";
import { givenType } from "./given-types.js";
import { knownTypes } from "./known.js";
import type { Writer } from "./known-rules.js";
import { lastOf } from "./layout.js";
import { literalType, stringLiteral } from "./literal.js";
import { isIdentifier, needsOtherName } from "./names.js";
import type { ClassEntry } from "./program.js";
import { plainKinds } from "./protocol.js";
import type { FileScope } from "./scope.js";
import { arrayOf, generic, unionOf } from "./text.js";

/** Parts of a union of arguments. `plain` types get references and pending results added by one `Arg<...>`. */
interface ArgumentParts {
  plain: string[];
  direct: string[];
}

/** What `Self` is: inside a class, its pending form is a type parameter, so that subclasses get their own. */
export interface SelfType {
  readonly qualified: string;
  readonly value: string;
  readonly pending: string;
}

const anyNode: TypeNode = { kind: "any" };
const maximumDepth = 12;

export class TypeWriter {
  readonly scope: FileScope;
  /** Python's type variables in scope, by the name that TypeScript knows them by. */
  readonly variables: ReadonlyMap<string, string>;
  /** Those of them that stand for a list of types: `ParamSpec` and `TypeVarTuple`. */
  readonly packs: ReadonlySet<string>;
  readonly self: SelfType | undefined;
  readonly #int: "number" | "bigint";
  readonly #missing: "any" | "unknown";
  readonly #depth: number;

  constructor(
    scope: FileScope,
    context: Partial<Pick<TypeWriter, "variables" | "packs" | "self">> & { depth?: number } = {},
  ) {
    this.scope = scope;
    this.variables = context.variables ?? new Map();
    this.packs = context.packs ?? new Set();
    this.self = context.self;
    this.#depth = context.depth ?? 0;
    this.#int = scope.plan.options.int ?? "number";
    this.#missing = scope.plan.options.missing ?? "any";
  }

  /** The same writer with more type variables in scope. */
  withVariables(params: readonly TypeParameter[] | undefined): TypeWriter {
    if (params === undefined || params.length === 0) return this;
    const variables = new Map(this.variables);
    const packs = new Set(this.packs);
    for (const { name } of params) variables.delete(name);
    for (const { name, kind } of params) {
      variables.set(name, this.scope.typeParameter(name, [...variables.values()]));
      if (kind === "typevar") packs.delete(name);
      else packs.add(name);
    }
    return this.#with({ variables, packs });
  }

  #with(change: {
    variables?: ReadonlyMap<string, string>;
    packs?: ReadonlySet<string>;
    depth?: number;
  }): TypeWriter {
    return new TypeWriter(this.scope, {
      variables: change.variables ?? this.variables,
      packs: change.packs ?? this.packs,
      self: this.self,
      depth: change.depth ?? this.#depth,
    });
  }

  /** The name of a type variable in scope that stands for one type. */
  variable(name: string): string | undefined {
    return this.packs.has(name) ? undefined : this.variables.get(name);
  }

  /** The name of a type variable in scope that stands for a list of types. */
  pack(name: string): string | undefined {
    return this.packs.has(name) ? this.variables.get(name) : undefined;
  }

  /** What a parameter of that type accepts. */
  arg(node: TypeNode | undefined): string {
    const parts = this.#arg(node ?? anyNode);
    if (parts.direct.includes(ANYTHING)) return this.scope.typed("PyArg");
    const items = [...parts.direct];
    if (parts.plain.length > 0) {
      const plain = unionOf(parts.plain);
      items.unshift(plain === "null" ? plain : `${this.scope.typed("Arg")}<${plain}>`);
    }
    return unionOf(items);
  }

  #arg(node: TypeNode): ArgumentParts {
    const { scope } = this;
    const own = givenType(node);
    if (own !== undefined) return direct(own);
    switch (node.kind) {
      case "any":
      case "raw":
        return direct(ANYTHING);
      case "none":
        return { plain: ["null"], direct: [] };
      case "self":
        return direct(this.self === undefined ? ANYTHING : this.#brand(this.self.qualified, []));
      case "typevar": {
        const name = this.variable(node.name);
        return name === undefined ? direct(ANYTHING) : { plain: [name], direct: [] };
      }
      case "unpack":
        return direct(ANYTHING);
      case "literal":
        return this.#literalArg(node.values);
      case "union": {
        const parts = node.items.map((item) => this.#arg(item));
        return { plain: parts.flatMap((part) => part.plain), direct: parts.flatMap((part) => part.direct) };
      }
      case "tuple": {
        const items = node.variadic
          ? `readonly ${arrayOf(this.arg(node.items[0]))}`
          : `readonly [${this.#tupleItems(node.items, (item) => this.arg(item))}]`;
        return direct(`${scope.typed("TupleArg")}<${items}>`);
      }
      case "callable":
        return direct(`${scope.typed("CallableArg")}<${this.#callback(node)}>`);
      case "ref":
        return this.#refArg(node);
    }
  }

  #literalArg(values: Extract<TypeNode, { kind: "literal" }>["values"]): ArgumentParts {
    const parts: ArgumentParts = { plain: [], direct: [] };
    for (const value of values) {
      const text = literalType(value);
      if (text !== undefined) parts.plain.push(text);
      else if (typeof value === "object" && value !== null && "enum" in value) {
        parts.direct.push(this.#brand(value.enum.slice(0, value.enum.lastIndexOf(".")), []));
      } else parts.direct.push(this.scope.typed("BytesArg"));
    }
    return parts;
  }

  #refArg(node: Extract<TypeNode, { kind: "ref" }>): ArgumentParts {
    const known = knownTypes.get(node.name);
    if (known !== undefined) {
      if (node.name === "type" && node.args?.[0] === undefined) return direct(this.scope.typed("PyClass"));
      const written = known.arg(this.#writer(node.args ?? []));
      if (written.direct === this.scope.typed("PyArg")) return direct(ANYTHING);
      return {
        plain: written.plain === undefined ? [] : [written.plain],
        direct: written.direct === undefined ? [] : [written.direct],
      };
    }
    const alias = this.#alias(node);
    if (alias !== undefined) return alias === DEEP ? direct(ANYTHING) : this.#aliasArg(node, alias);
    const entry = this.scope.program.classes.get(node.name);
    if (entry === undefined) return this.#unknownArg(node.name);
    if (entry.symbol.flavour === "protocol") return this.#protocolArg(entry);
    if (entry.symbol.flavour === "typeddict")
      return { plain: [this.#classValue(entry, node.args)], direct: [] };
    const brand = this.#brand(entry.qualified, this.#classArguments(entry, node.args));
    if (entry.symbol.flavour === "namedtuple") {
      const items = entry.symbol.fields?.map((field) => this.arg(field.type)).join(", ") ?? "";
      const tuple = `readonly [${items}]`;
      return direct(entry.symbol.fields === undefined ? brand : `${this.scope.typed("TupleArg")}<${tuple}>`);
    }
    return direct(brand);
  }

  /** A long alias is declared under its own name, once a file. */
  #aliasArg(
    node: Extract<TypeNode, { kind: "ref" }>,
    alias: { writer: TypeWriter; type: TypeNode },
  ): ArgumentParts {
    const parts = alias.writer.#arg(alias.type);
    const text = alias.writer.arg(alias.type);
    const generic = node.args !== undefined && node.args.length > 0;
    if (generic || this.#depth > 0 || parts.direct.includes(ANYTHING) || text.length < 60) return parts;
    const name = lastOf(node.name).replace(/^_+(?=[A-Za-z])/, "");
    return direct(this.scope.declareType(isIdentifier(name) && !needsOtherName(name) ? name : "Alias", text));
  }

  /** A class that nobody described. Private names and `Supports...` stand for protocols far more often than for classes. */
  #unknownArg(name: string): ArgumentParts {
    this.#want(name);
    const last = name.slice(name.lastIndexOf(".") + 1);
    const duck = last.startsWith("_") || last.startsWith("Supports") || name.startsWith("_typeshed.");
    return direct(duck ? ANYTHING : this.#brand(name, []));
  }

  #want(name: string): void {
    const { wanted } = this.scope.program;
    wanted.set(name, (wanted.get(name) ?? 0) + 1);
  }

  #protocolArg(entry: ClassEntry): ArgumentParts {
    const members = entry.symbol.members
      .filter((member) => member.kind !== "class")
      .map((member) => member.name);
    const kinds = plainKinds(members);
    if (kinds === "all") return direct(ANYTHING);
    const { scope } = this;
    const names = members.filter((name) => !name.startsWith("_")).map(stringLiteral);
    const held =
      names.length === 0
        ? `${scope.typed("Held")}<unknown>`
        : `${scope.typed("Protocol")}<${unionOf(names)}>`;
    const plain = kinds.map((kind) => {
      const global = (["ReadonlySet", "Uint8Array", "Iterable"] as const).find((name) =>
        kind.startsWith(name),
      );
      return global === undefined ? kind : kind.replace(global, scope.global(global));
    });
    return { plain: [], direct: [held, ...plain] };
  }

  #brand(qualified: string, args: readonly string[]): string {
    const name = stringLiteral(qualified);
    const list = args.length === 0 ? [] : [`readonly [${args.join(", ")}]`];
    return generic(this.scope.typed("Is"), [name, ...list]);
  }

  /** What awaiting gives. */
  value(node: TypeNode | undefined): string {
    if (node === undefined) return this.missing();
    const own = givenType(node);
    if (own !== undefined) return own;
    const { scope } = this;
    switch (node.kind) {
      case "any":
      case "raw":
      case "unpack":
        return scope.typed("PyAny");
      case "none":
        return "null";
      case "self":
        return this.self?.value ?? scope.typed("PyAny");
      case "typevar":
        return this.variable(node.name) ?? scope.typed("PyAny");
      case "literal":
        return unionOf(node.values.map((value) => this.#literalValue(value)));
      case "union":
        return this.#unionValue(node.items);
      case "tuple":
        return node.variadic
          ? `readonly ${arrayOf(this.value(node.items[0]))}`
          : `readonly [${this.#tupleItems(node.items, (item) => this.value(item))}]`;
      case "callable":
        return `${scope.typed("Callable")}<${this.#function(node)}>`;
      case "ref":
        return this.#refValue(node);
    }
  }

  /** What stands for a type that nobody declared. */
  missing(): string {
    return this.#missing === "unknown" ? "unknown" : this.scope.typed("PyAny");
  }

  #unionValue(items: readonly TypeNode[]): string {
    const any = this.scope.typed("PyAny");
    const texts = items.map((item) => this.value(item));
    return texts.includes(any) ? any : unionOf(texts);
  }

  #literalValue(value: Extract<TypeNode, { kind: "literal" }>["values"][number]): string {
    const text = literalType(value);
    if (text !== undefined) return text;
    if (typeof value === "object" && value !== null && "enum" in value) {
      return this.value({ kind: "ref", name: value.enum.slice(0, value.enum.lastIndexOf(".")) });
    }
    return this.scope.global("Uint8Array");
  }

  #refValue(node: Extract<TypeNode, { kind: "ref" }>): string {
    const known = knownTypes.get(node.name);
    if (known !== undefined) return known.value(this.#writer(node.args ?? []));
    if (isNever(node.name)) return "never";
    const alias = this.#alias(node);
    if (alias !== undefined)
      return alias === DEEP ? this.scope.typed("PyAny") : alias.writer.value(alias.type);
    const entry = this.scope.program.classes.get(node.name);
    if (entry === undefined) {
      this.#want(node.name);
      return `${this.scope.typed("PyObject")}<${stringLiteral(node.name)}>`;
    }
    return this.#classValue(entry, node.args);
  }

  #classValue(entry: ClassEntry, args: readonly TypeNode[] | undefined): string {
    return generic(this.scope.className(entry, "exported"), this.#classArguments(entry, args));
  }

  /** Type arguments for a class; those that are missing are filled by the declaration's defaults. */
  #classArguments(entry: ClassEntry, args: readonly TypeNode[] | undefined): string[] {
    const params = entry.symbol.typeParams ?? [];
    return (args ?? []).flatMap((arg, index) => (params[index]?.kind === "typevar" ? [this.value(arg)] : []));
  }

  /** The pending form of what a call returns or an attribute holds. */
  pending(node: TypeNode | undefined): string {
    const { scope } = this;
    if (node === undefined) {
      return this.#missing === "unknown" ? `${scope.typed("PyPromise")}<unknown>` : scope.typed("PyAny");
    }
    if (givenType(node) !== undefined) return this.#promise(this.value(node));
    switch (node.kind) {
      case "any":
      case "raw":
      case "unpack":
        return scope.typed("PyAny");
      case "self":
        return this.self?.pending ?? scope.typed("PyAny");
      case "none":
        return `${scope.typed("PyPromise")}<void>`;
      case "tuple":
        return `${scope.typed("tuple_")}<${this.value(node)}>`;
      case "callable":
        return `${scope.typed("Callable_")}<${this.#function(node)}>`;
      case "ref":
        return this.#refPending(node);
      case "union":
      case "literal":
      case "typevar":
        return this.#promise(this.value(node));
    }
  }

  #promise(value: string): string {
    const any = this.scope.typed("PyAny");
    return value === any ? any : `${this.scope.typed("PyPromise")}<${value}>`;
  }

  #refPending(node: Extract<TypeNode, { kind: "ref" }>): string {
    const known = knownTypes.get(node.name);
    const entry = this.scope.program.classes.get(node.name);
    if (known?.pending !== undefined) return known.pending(this.#writer(node.args ?? []));
    if (known === undefined) {
      const alias = this.#alias(node);
      if (alias !== undefined)
        return alias === DEEP ? this.scope.typed("PyAny") : alias.writer.pending(alias.type);
      if (entry === undefined && !isNever(node.name)) {
        this.#want(node.name);
        return `${this.scope.typed("PyObject_")}<${stringLiteral(node.name)}>`;
      }
    }
    if (entry !== undefined && entry.symbol.flavour !== "typeddict") {
      return generic(this.scope.className(entry, "pending"), this.#classArguments(entry, node.args));
    }
    return this.#promise(this.value(node));
  }

  /** The definition that a name stands for, with its type parameters bound; `DEEP` where it refers to itself. */
  #alias(
    node: Extract<TypeNode, { kind: "ref" }>,
  ): { writer: TypeWriter; type: TypeNode } | typeof DEEP | undefined {
    const definition = this.scope.program.aliases.get(node.name);
    if (definition === undefined) return undefined;
    if (this.#depth >= maximumDepth) return DEEP;
    const params = definition.typeParams ?? [];
    const bound = new Map(
      params.map((param, index) => [param.name, node.args?.[index] ?? param.default ?? anyNode]),
    );
    return { writer: this.#with({ depth: this.#depth + 4 }), type: substitute(definition.type, bound) };
  }

  #tupleItems(items: readonly TypeNode[], write: (item: TypeNode) => string): string {
    return items
      .map((item) => (item.kind === "unpack" ? `...${this.#spread(item.item, write)}` : write(item)))
      .join(", ");
  }

  #spread(item: TypeNode, write: (item: TypeNode) => string): string {
    if (item.kind === "tuple" && item.variadic) return arrayOf(write(item.items[0] ?? anyNode));
    const pack = item.kind === "typevar" ? this.pack(item.name) : undefined;
    if (pack !== undefined) return pack;
    return `${this.scope.typed("PyAny")}[]`;
  }

  /** A function that the caller passes: it gets values, and may answer later. */
  #callback(node: Extract<TypeNode, { kind: "callable" }>): string {
    const params = this.#callableParams(node, (type) => this.value(type));
    const returns = node.returns.kind === "none" ? "void" : this.#callbackResult(node.returns);
    return `(${params}) => ${returns}`;
  }

  #callbackResult(node: TypeNode): string {
    const arg = this.arg(node);
    if (arg === this.scope.typed("PyArg")) return "unknown";
    return `${arg} | ${this.scope.global("PromiseLike")}<${arg}>`;
  }

  /** A function that Python gives. */
  #function(node: Extract<TypeNode, { kind: "callable" }>): string {
    return `(${this.#callableParams(node, (type) => this.arg(type))}) => ${this.pending(node.returns)}`;
  }

  #callableParams(
    node: Extract<TypeNode, { kind: "callable" }>,
    write: (type: TypeNode | undefined) => string,
  ): string {
    const pack = node.paramSpec === undefined ? undefined : this.pack(node.paramSpec);
    const rest = pack === undefined ? `...args: ${this.scope.typed("PyAny")}[]` : `...args: ${pack}`;
    if (node.params === undefined) return rest;
    const taken = new Set<string>();
    const texts: string[] = [];
    let optional = false;
    for (const [index, param] of node.params.entries()) {
      if (param.kind === "keyword-only" || param.kind === "var-keyword") continue;
      const name = callbackParameter(param, index, taken);
      if (param.kind === "var-positional") {
        texts.push(`...${name}: ${arrayOf(write(param.type))}`);
        break;
      }
      optional ||= param.optional === true;
      texts.push(`${name}${optional ? "?" : ""}: ${write(param.type)}`);
    }
    if (node.paramSpec !== undefined) texts.push(rest);
    return texts.join(", ");
  }

  #writer(args: readonly TypeNode[]): Writer {
    const at = (index: number): TypeNode => args[index] ?? anyNode;
    return {
      typed: (name) => this.scope.typed(name),
      global: (name) => this.scope.global(name),
      arg: (index) => this.arg(at(index)),
      value: (index) => this.value(at(index)),
      isAny: (index) => ["any", "raw", "typevar", "union"].includes(at(index).kind) && !isText(at(index)),
      isText: (index) => isText(at(index)),
      int: () => this.#int,
    };
  }
}

const ANYTHING = "\0anything";
const DEEP = Symbol("an alias that refers to itself");

function direct(text: string): ArgumentParts {
  return { plain: [], direct: [text] };
}

function isNever(name: string): boolean {
  return name === "typing.Never" || name === "typing.NoReturn";
}

function isText(node: TypeNode): boolean {
  if (node.kind === "literal") return node.values.every((value) => typeof value === "string");
  if (node.kind === "union") return node.items.every(isText);
  return node.kind === "ref" && (node.name === "str" || node.name === "typing.LiteralString");
}

export function callbackParameter(param: Parameter, index: number, taken: Set<string>): string {
  let name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(param.name)
    ? param.name.replace(/^_+(?=[A-Za-z])/, "")
    : `arg${index}`;
  if (!/^[A-Za-z]/.test(name) || notParameterNames.has(name)) name = `arg${index}`;
  while (taken.has(name)) name += "_";
  taken.add(name);
  return name;
}

const notParameterNames = new Set(
  `break case catch class const continue debugger default delete do else enum export extends false finally for function
  if import in instanceof new null return super switch this throw true try typeof var void while with implements
  interface let package private protected public static yield await arguments eval`.split(/\s+/),
);

/** The type with type variables replaced. */
export function substitute(node: TypeNode, bound: ReadonlyMap<string, TypeNode>): TypeNode {
  if (bound.size === 0) return node;
  const all = (items: readonly TypeNode[]): TypeNode[] => items.map((item) => substitute(item, bound));
  switch (node.kind) {
    case "typevar":
      return bound.get(node.name) ?? node;
    case "union":
      return { ...node, items: all(node.items) };
    case "tuple":
      return { ...node, items: all(node.items) };
    case "unpack":
      return { ...node, item: substitute(node.item, bound) };
    case "ref":
      return node.args === undefined ? node : { ...node, args: all(node.args) };
    case "callable": {
      const params = node.params?.map((param) =>
        param.type === undefined ? param : { ...param, type: substitute(param.type, bound) },
      );
      return {
        ...node,
        ...(params === undefined ? {} : { params }),
        returns: substitute(node.returns, bound),
      };
    }
    default:
      return node;
  }
}
