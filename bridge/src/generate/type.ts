/**
 * Python types as TypeScript. Each has three forms: what a parameter accepts, what awaiting gives (the value), and
 * what it is before it is awaited (the pending form).
 */
import type { TypeNode, TypeParameter } from "../description/model.js";
import { argumentType } from "./argument-type.js";
import { functionType, tupleItems } from "./function-type.js";
import { givenType } from "./given-types.js";
import { knownTypes } from "./known.js";
import type { Writer } from "./known-rules.js";
import { literalType, stringLiteral } from "./literal.js";
import type { ClassEntry } from "./plan.js";
import type { FileScope } from "./scope.js";
import { arrayOf, generic, unionOf } from "./text.js";
import { anyNode, DEEP, isNever, isText, substitute } from "./type-node.js";

/** What `Self` is: inside a class, its pending form is a type parameter, so that subclasses get their own. */
export interface SelfType {
  readonly qualified: string;
  readonly value: string;
  readonly pending: string;
}

const maximumDepth = 12;

export class TypeWriter {
  readonly scope: FileScope;
  /** Python's type variables in scope, by the name that TypeScript knows them by. */
  readonly variables: ReadonlyMap<string, string>;
  /** Those of them that stand for a list of types: `ParamSpec` and `TypeVarTuple`. */
  readonly packs: ReadonlySet<string>;
  /** Those of them that belong to the signature, so that each call finds out what they are. */
  readonly open: ReadonlySet<string>;
  readonly self: SelfType | undefined;
  readonly #int: "number" | "bigint";
  readonly #missing: "any" | "unknown";
  readonly #depth: number;
  /** The named tuples whose fields are being spelled out. */
  readonly #spelledOut: ReadonlySet<ClassEntry>;

  constructor(
    scope: FileScope,
    context: Partial<Pick<TypeWriter, "variables" | "packs" | "open" | "self">> & {
      depth?: number;
      spelledOut?: ReadonlySet<ClassEntry>;
    } = {},
  ) {
    this.scope = scope;
    this.variables = context.variables ?? new Map();
    this.packs = context.packs ?? new Set();
    this.open = context.open ?? new Set();
    this.self = context.self;
    this.#depth = context.depth ?? 0;
    this.#spelledOut = context.spelledOut ?? new Set();
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
    return this.#with({ variables, packs, open: new Set([...this.open, ...params.map(({ name }) => name)]) });
  }

  #with(change: {
    variables?: ReadonlyMap<string, string>;
    packs?: ReadonlySet<string>;
    open?: ReadonlySet<string>;
    depth?: number;
    spelledOut?: ReadonlySet<ClassEntry>;
  }): TypeWriter {
    return new TypeWriter(this.scope, {
      variables: change.variables ?? this.variables,
      packs: change.packs ?? this.packs,
      open: change.open ?? this.open,
      self: this.self,
      depth: change.depth ?? this.#depth,
      spelledOut: change.spelledOut ?? this.#spelledOut,
    });
  }

  /** The writer for the fields of a named tuple; undefined inside those of the same one, which has no end then. */
  forFieldsOf(entry: ClassEntry): TypeWriter | undefined {
    if (this.#spelledOut.has(entry)) return undefined;
    return this.#with({ spelledOut: new Set([...this.#spelledOut, entry]) });
  }

  /** The name of a type variable in scope that stands for one type. */
  variable(name: string): string | undefined {
    return this.packs.has(name) ? undefined : this.variables.get(name);
  }

  /** The name of a type variable in scope that stands for a list of types. */
  pack(name: string): string | undefined {
    return this.packs.has(name) ? this.variables.get(name) : undefined;
  }

  /** True where an alias is being written. */
  get isInsideAlias(): boolean {
    return this.#depth > 0;
  }

  /** What a parameter of that type accepts. */
  arg(node: TypeNode | undefined): string {
    return argumentType(node, this);
  }

  /** Notes that a type names a class that nobody described. */
  noteUnknown(name: string): void {
    const { wanted } = this.scope.program;
    wanted.set(name, (wanted.get(name) ?? 0) + 1);
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
          : `readonly [${tupleItems(node.items, this, (item) => this.value(item))}]`;
      case "callable":
        return `${scope.typed("Callable")}<${functionType(node, this)}>`;
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
    if (known !== undefined) return known.value(this.forRule(node.args ?? []));
    if (isNever(node.name)) return "never";
    const alias = this.alias(node);
    if (alias !== undefined)
      return alias === DEEP ? this.scope.typed("PyAny") : alias.writer.value(alias.type);
    const entry = this.scope.program.classes.get(node.name);
    if (entry === undefined) {
      this.noteUnknown(node.name);
      return this.decoded(node.name, `${this.scope.typed("PyObject")}<${stringLiteral(node.name)}>`);
    }
    return this.decoded(entry.qualified, this.classValue(entry, node.args));
  }

  /** What a codec of the project makes of an object, where there is one for its class. */
  decoded(qualified: string, reference: string): string {
    const codec = this.scope.codec(qualified);
    return codec === undefined ? reference : `${this.scope.typed("CodecValue")}<${codec}, ${reference}>`;
  }

  /** A reference to an object of a class of this run. */
  classValue(entry: ClassEntry, args: readonly TypeNode[] | undefined): string {
    return generic(this.scope.className(entry, "exported"), this.classArguments(entry, args));
  }

  /** Type arguments for a class; those that are missing are filled by the declaration's defaults. */
  classArguments(entry: ClassEntry, args: readonly TypeNode[] | undefined): string[] {
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
        return `${scope.typed("Callable_")}<${functionType(node, this)}>`;
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
    if (known?.pending !== undefined) return known.pending(this.forRule(node.args ?? []));
    if (known === undefined) {
      const alias = this.alias(node);
      if (alias !== undefined)
        return alias === DEEP ? this.scope.typed("PyAny") : alias.writer.pending(alias.type);
      if (entry === undefined && !isNever(node.name)) {
        this.noteUnknown(node.name);
        if (this.scope.codec(node.name) !== undefined) return this.#promise(this.value(node));
        return `${this.scope.typed("PyObject_")}<${stringLiteral(node.name)}>`;
      }
    }
    if (entry !== undefined && entry.symbol.flavour !== "typeddict") {
      return generic(this.scope.className(entry, "pending"), this.classArguments(entry, node.args));
    }
    return this.#promise(this.value(node));
  }

  /** The definition that a name stands for, with its type parameters bound; `DEEP` where it refers to itself. */
  alias(
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

  /** What a rule for a known type writes with, its type arguments bound. */
  forRule(args: readonly TypeNode[]): Writer {
    const at = (index: number): TypeNode => args[index] ?? anyNode;
    return {
      typed: (name) => this.scope.typed(name),
      global: (name) => this.scope.global(name),
      arg: (index) => this.arg(at(index)),
      value: (index) => this.value(at(index)),
      pending: (index) => this.pending(at(index)),
      isAny: (index) => ["any", "raw", "typevar", "union"].includes(at(index).kind) && !isText(at(index)),
      isText: (index) => isText(at(index)),
      int: () => this.#int,
    };
  }
}
