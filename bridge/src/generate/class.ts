/**
 * A Python class in TypeScript: the interface of a reference, that of the pending form, the members they share
 * (`class-members.ts`), and the type of the const (`class-const.ts`).
 */
import type { Field, MemberSymbol, TypeNode } from "../description/model.js";
import { constLines, initLines } from "./class-const.js";
import { memberLines } from "./class-members.js";
import { docComment } from "./docs.js";
import { type Inheritance, type InheritanceTable, slotOf } from "./inheritance.js";
import { knownTypes } from "./known.js";
import { literalType, stringLiteral } from "./literal.js";
import { isIdentifier, NameTable, needsOtherName, propertyKey } from "./names.js";
import type { ClassEntry } from "./plan.js";
import type { FileScope } from "./scope.js";
import { generic, unionOf } from "./text.js";
import { TypeWriter } from "./type.js";
import { anyNode, substitute } from "./type-node.js";

/** Type arguments of an ancestor that take more characters than this are left open. */
const longestArguments = 240;

export function classDeclarations(entry: ClassEntry, scope: FileScope, table: InheritanceTable): string[] {
  return new ClassWriter(entry, scope, table).write();
}

class ClassWriter {
  readonly #entry: ClassEntry;
  readonly #scope: FileScope;
  readonly #inheritance: Inheritance;
  readonly #table: InheritanceTable;
  /** Type parameters of the class, as TypeScript names them. */
  readonly #params: readonly string[];
  /** Names of the type parameters for `Self`: its pending form and its value. */
  readonly #this: string;
  readonly #self: string;
  readonly #writer: TypeWriter;

  constructor(entry: ClassEntry, scope: FileScope, table: InheritanceTable) {
    this.#entry = entry;
    this.#scope = scope;
    this.#table = table;
    this.#inheritance = table.of(entry);
    const declared = (entry.symbol.typeParams ?? []).filter((param) => param.kind === "typevar");
    const bare = new TypeWriter(scope).withVariables(declared);
    this.#params = declared.map((param) => bare.variables.get(param.name) ?? param.name);
    this.#this = scope.typeParameter("This");
    this.#self = scope.typeParameter("Self");
    this.#writer = new TypeWriter(scope, {
      variables: bare.variables,
      self: { qualified: entry.qualified, value: this.#self, pending: this.#this },
    });
  }

  write(): string[] {
    const { symbol } = this.#entry;
    if (symbol.flavour === "typeddict") return this.#typedDict();
    const lines = [...this.#members(), ...this.#reference(), ...this.#pending()];
    if (!this.#entry.typeOnly) lines.push(...constLines(this.#entry, this.#scope));
    return [...lines, ...initLines(this.#entry, this.#scope)];
  }

  /** A name that TypeScript reserves is exported apart from its declarations, which must agree in that. */
  get #statement(): string {
    const { local, exported } = this.#entry.names;
    return local === exported ? "export" : "declare";
  }

  get #names(): ClassEntry["names"] {
    return this.#entry.names;
  }

  /** `<T = PyAny>`: each has a default, because Python may leave type arguments out. */
  #declaredParams(extra: readonly string[] = []): string {
    const any = this.#params.length > 0 ? this.#scope.typed("PyAny") : "";
    const texts = [...this.#params.map((name) => `${name} = ${any}`), ...extra];
    return texts.length === 0 ? "" : `<${texts.join(", ")}>`;
  }

  get #selfPending(): string {
    return generic(this.#names.pending, this.#params);
  }

  get #selfValue(): string {
    return generic(this.#names.local, this.#params);
  }

  #membersOfSelf(): string {
    const args = this.#inheritance.usesSelf
      ? [...this.#params, this.#selfPending, this.#selfValue]
      : this.#params;
    return generic(this.#names.members, args);
  }

  // --- members ---

  #members(): string[] {
    const extra = this.#inheritance.usesSelf
      ? [`${this.#this} = ${this.#names.pending}`, `${this.#self} = ${this.#names.local}`]
      : [];
    const heritage = [...this.#extendedBases(), ...this.#iteration(), ...this.#context()];
    const body = memberLines(this.#inheritance.own, this.#writer, this.#entry);
    const head = `export interface ${this.#names.members}${this.#declaredParams(extra)}`;
    const clause = heritage.length === 0 ? "" : ` extends ${heritage.join(", ")}`;
    return body.length === 0 ? [`${head}${clause} {}`] : [`${head}${clause} {`, ...body, "}"];
  }

  #extendedBases(): string[] {
    return this.#inheritance.bases.map((base) => {
      const target = this.#table.of(base.entry);
      const params = (base.entry.symbol.typeParams ?? []).filter((param) => param.kind === "typevar");
      const any = params.length > 0 ? this.#scope.typed("PyAny") : "";
      const args = params.map((param) => {
        const index = base.entry.symbol.typeParams?.indexOf(param) ?? 0;
        const given = base.args[index];
        return given === undefined ? any : this.#writer.value(given);
      });
      if (target.usesSelf) args.push(this.#this, this.#self);
      const name = generic(this.#scope.className(base.entry, "members"), args);
      if (base.without.length === 0) return name;
      const omitted = base.without.map((slot) => {
        if (slot === "iteration") return this.#scope.typed("AsyncIteration");
        return slot === "context" ? this.#scope.typed("ContextEntry") : stringLiteral(slot);
      });
      return `${this.#scope.global("Omit")}<${name}, ${omitted.join(" | ")}>`;
    });
  }

  #iteration(): string[] {
    const own = this.#inheritance.own.filter((member) => slotOf(member) === "iteration");
    const declared = this.#entry.symbol.iterable;
    if (own.length === 0 && (declared === undefined || this.#table.slots(this.#entry).has("iteration")))
      return [];
    const item = declared !== undefined && declared !== true ? declared : itemOf(own[0]);
    return [`${this.#scope.global("AsyncIterable")}<${this.#writer.value(item)}>`];
  }

  /** What `python.enter` hands to its body. */
  #context(): string[] {
    const enter = this.#inheritance.own.find((member) => slotOf(member) === "context");
    if (enter?.kind !== "callable") return [];
    return [`${this.#scope.typed("ContextManager")}<${this.#writer.value(enter.signatures[0]?.returns)}>`];
  }

  // --- the two forms ---

  #reference(): string[] {
    const { symbol, names } = this.#entry;
    const scope = this.#scope;
    const doc = docComment(symbol, scope.plan);
    const head = `${names.local}${this.#declaredParams()}`;
    const statement = this.#statement;
    const known = knownTypes.get(this.#entry.qualified);
    if (known !== undefined) {
      const args = (symbol.typeParams ?? []).map((param): TypeNode => ({
        kind: "typevar",
        name: param.name,
      }));
      return [
        ...doc,
        `${statement} type ${head} = ${this.#plainWriter().value({ kind: "ref", name: this.#entry.qualified, args })};`,
      ];
    }
    if (symbol.flavour === "namedtuple" && symbol.fields !== undefined) {
      return [...doc, `${statement} type ${head} = ${this.#namedTuple(symbol.fields)};`];
    }
    const value = this.#selfValue;
    if (symbol.flavour === "enum") {
      const base = `${scope.typed("PyEnumMember")}<${this.#enumValues(symbol.fields ?? [])}>`;
      return [
        ...doc,
        `${statement} interface ${head} extends ${base}, ${scope.typed("Held")}<${value}>, ${this.#lineage()} {}`,
      ];
    }
    if (symbol.flavour === "exception") {
      return [
        ...doc,
        `${statement} interface ${head} extends ${scope.typed("PythonError")}, ${scope.typed("Held")}<${value}>, ${this.#lineage()} {}`,
      ];
    }
    return [
      ...doc,
      `${statement} interface ${head} extends ${scope.typed("Ref")}<${value}>, ${this.#lineage()}, ${this.#membersOfSelf()} {}`,
    ];
  }

  #pending(): string[] {
    const head = `${this.#names.pending}${this.#declaredParams()}`;
    const value = this.#writer.decoded(this.#entry.qualified, this.#selfValue);
    const pending = `${this.#scope.typed("Pending")}<${value}>`;
    return [`export interface ${head} extends ${pending}, ${this.#lineage()}, ${this.#membersOfSelf()} {}`];
  }

  /** A writer outside of the members interface, where `Self` is the class. */
  #plainWriter(): TypeWriter {
    const self = { qualified: this.#entry.qualified, value: this.#selfValue, pending: this.#selfPending };
    return new TypeWriter(this.#scope, { variables: this.#writer.variables, self });
  }

  #lineage(): string {
    const { symbol, qualified } = this.#entry;
    const own = this.#params.length === 0 ? "[]" : `readonly [${this.#params.join(", ")}]`;
    const given = this.#argumentsOfBases();
    const fields = [`${stringLiteral(qualified)}: ${own}`];
    for (const name of new Set(symbol.mro)) {
      // What pydantic makes of a generic model (`Box[int]`) is a class that no parameter names.
      if (name === qualified || name === "object" || name === "typing.Generic" || name.includes("["))
        continue;
      fields.push(`${stringLiteral(name)}: ${given.get(name) ?? this.#scope.typed("PyAny")}`);
    }
    return `${this.#scope.typed("Lineage")}<{ ${fields.join("; ")} }>`;
  }

  /** What each ancestor's type parameters are for this class, as far as the bases on the way are known. */
  #argumentsOfBases(): ReadonlyMap<string, string> {
    const writer = this.#plainWriter();
    const given = new Map<string, string>();
    const seen = new Set<ClassEntry>();
    const visit = (bases: readonly TypeNode[], bound: ReadonlyMap<string, TypeNode>): void => {
      for (const base of bases) {
        const target = base.kind === "ref" ? this.#scope.program.classes.get(base.name) : undefined;
        if (base.kind !== "ref" || target === undefined || seen.has(target)) continue;
        seen.add(target);
        const params = target.symbol.typeParams ?? [];
        const nodes = params.map((param, index) =>
          substitute(base.args?.[index] ?? param.default ?? anyNode, bound),
        );
        const texts = nodes
          .filter((_, index) => params[index]?.kind === "typevar")
          .map((node) => writer.value(node));
        const text = texts.length === 0 ? "[]" : `readonly [${texts.join(", ")}]`;
        // A class without parameters takes part in no inference, and a long union is not worth its length.
        if (texts.length > 0 && text.length <= longestArguments) given.set(target.qualified, text);
        visit(target.symbol.bases, new Map(params.map(({ name }, index) => [name, nodes[index] ?? anyNode])));
      }
    };
    visit(this.#entry.symbol.bases, new Map());
    return given;
  }

  #namedTuple(fields: readonly Field[]): string {
    const writer = this.#plainWriter();
    const labels = new NameTable();
    const items = fields.map((field) => {
      const label = isIdentifier(field.name) ? field.name : "_";
      return `${labels.take(label, (name) => !needsOtherName(name))}: ${writer.value(field.type)}`;
    });
    const types = new Map(fields.map((field) => [propertyKey(field.name), writer.value(field.type)]));
    const names = [...types].map(([name, type]) => `readonly ${name}: ${type}`);
    return `readonly [${items.join(", ")}] & { ${names.join("; ")} }`;
  }

  #enumValues(fields: readonly Field[]): string {
    const types = fields.map((field) => (field.value === undefined ? undefined : literalType(field.value)));
    const known = types.filter((type) => type !== undefined);
    if (known.length < types.length || known.length === 0 || known.length > 50)
      return this.#scope.typed("PyAny");
    return unionOf(known);
  }

  #typedDict(): string[] {
    const { symbol, names } = this.#entry;
    const writer = this.#plainWriter();
    const fields = (symbol.fields ?? []).map((field) => {
      const type = writer.value(field.type);
      return `  ${propertyKey(field.name)}${field.optional ? "?" : ""}: ${type}${field.optional ? " | undefined" : ""};`;
    });
    const lines = [
      ...docComment(symbol, this.#scope.plan),
      `${this.#statement} interface ${names.local}${this.#declaredParams()} {`,
      ...fields,
      "}",
    ];
    if (!this.#entry.typeOnly) lines.push(...constLines(this.#entry, this.#scope));
    return lines;
  }
}

function itemOf(member: MemberSymbol | undefined): TypeNode | undefined {
  if (member?.kind !== "callable") return undefined;
  const returns = member.signatures[0]?.returns;
  return returns?.kind === "ref" ? returns.args?.[0] : undefined;
}
