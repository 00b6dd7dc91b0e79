/**
 * A Python class in TypeScript: the interface of a reference, that of the pending form, the members they share, and
 * the type of the const, which can be called, constructed and holds what belongs to the class itself.
 */
import type { CallableSymbol, Field, MemberSymbol, PropertySymbol, TypeNode } from "../description/model.js";
import { callableForms, type Form } from "./callable.js";
import { docComment } from "./docs.js";
import {
  binaryOperators,
  type Inheritance,
  type InheritanceTable,
  itemMethods,
  slotOf,
  unaryOperators,
} from "./inheritance.js";
import { knownTypes } from "./known.js";
import { literalType, stringLiteral } from "./literal.js";
import { isIdentifier, isJavaScriptMember, NameTable, needsOtherName, propertyKey } from "./names.js";
import type { ClassEntry } from "./program.js";
import type { FileScope } from "./scope.js";
import { generic, unionOf } from "./text.js";
import { TypeWriter } from "./type.js";

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
    if (!this.#entry.typeOnly) lines.push(...this.#statics());
    return lines;
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
    const body = this.#body(this.#inheritance.own, this.#writer);
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

  /** Members of an interface, in the order of their names. */
  #body(members: readonly MemberSymbol[], writer: TypeWriter): string[] {
    const lines: string[] = [];
    for (const member of members) {
      const { name } = member;
      if (name === "__call__" && member.kind === "callable") lines.push(...this.#forms("", member, writer));
      else if (binaryOperators.has(name) || unaryOperators.has(name) || itemMethods.has(name)) continue;
      else if (isDunder(name) || isJavaScriptMember(name) || this.#isExcluded(name)) continue;
      else if (member.kind === "callable") lines.push(...this.#method(member, writer));
      else if (member.kind === "property") lines.push(...this.#property(member, writer));
      else if (member.kind === "value") lines.push(...this.#attribute(member, writer));
    }
    lines.push(...this.#items(members, writer), ...this.#operators(members, writer));
    return lines;
  }

  #isExcluded(name: string): boolean {
    return this.#entry.options.exclude?.includes(`${this.#entry.symbol.name}.${name}`) ?? false;
  }

  #method(member: CallableSymbol, writer: TypeWriter): string[] {
    return [
      ...docComment(member, this.#scope.plan, "  "),
      ...this.#forms(propertyKey(member.name), member, writer),
    ];
  }

  #forms(key: string, member: CallableSymbol, writer: TypeWriter, indent = "  "): string[] {
    const owner = `${this.#names.exported}$${isIdentifier(member.name) ? member.name : "member"}`;
    return memberForms(key, callableForms(member, { writer, owner }), indent);
  }

  #property(member: PropertySymbol, writer: TypeWriter): string[] {
    const key = propertyKey(member.name);
    const pending = writer.pending(member.type);
    const doc = docComment(member, this.#scope.plan, "  ");
    if (!member.settable || pending === this.#scope.typed("PyAny")) {
      return [...doc, `  ${member.settable ? "" : "readonly "}${key}: ${pending};`];
    }
    return [...doc, `  get ${key}(): ${pending};`, `  set ${key}(value: ${writer.arg(member.type)});`];
  }

  #attribute(member: Extract<MemberSymbol, { kind: "value" }>, writer: TypeWriter): string[] {
    const type =
      member.type ??
      (member.class === undefined ? undefined : ({ kind: "ref", name: member.class } as const));
    return [
      ...docComment(member, this.#scope.plan, "  "),
      `  readonly ${propertyKey(member.name)}: ${writer.pending(type)};`,
    ];
  }

  #items(members: readonly MemberSymbol[], writer: TypeWriter): string[] {
    const lines: string[] = [];
    for (const member of members) {
      const key = itemMethods.get(member.name);
      if (key !== undefined && member.kind === "callable") lines.push(...this.#forms(key, member, writer));
    }
    return lines;
  }

  #operators(members: readonly MemberSymbol[], writer: TypeWriter): string[] {
    const lines: string[] = [];
    for (const member of members) {
      const binary = binaryOperators.get(member.name);
      const operator = binary ?? unaryOperators.get(member.name);
      if (operator === undefined || member.kind !== "callable") continue;
      const owner = `${this.#names.exported}$${member.name}`;
      for (const form of callableForms(firstParameterOnly(member, binary !== undefined), { writer, owner })) {
        const params = form.params === "" ? "" : `, ${form.params}`;
        lines.push(
          `  $op${form.typeParams}(operator: ${stringLiteral(operator)}${params}): ${form.returns};`,
        );
      }
    }
    return lines;
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
    const pending = `${this.#scope.typed("Pending")}<${this.#selfValue}>`;
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
    const given = new Map<string, string>();
    for (const base of symbol.bases) {
      const target = base.kind === "ref" ? this.#scope.program.classes.get(base.name) : undefined;
      if (base.kind !== "ref" || target === undefined || base.args === undefined) continue;
      const args = base.args.flatMap((arg, index) =>
        target.symbol.typeParams?.[index]?.kind === "typevar" ? [this.#plainWriter().value(arg)] : [],
      );
      given.set(target.qualified, `readonly [${args.join(", ")}]`);
    }
    const fields = [`${stringLiteral(qualified)}: ${own}`];
    for (const name of new Set(symbol.mro)) {
      if (name === qualified || name === "object" || name === "typing.Generic") continue;
      fields.push(`${stringLiteral(name)}: ${given.get(name) ?? this.#scope.typed("PyAny")}`);
    }
    return `${this.#scope.typed("Lineage")}<{ ${fields.join("; ")} }>`;
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
    if (!this.#entry.typeOnly) lines.push(...this.#statics());
    return lines;
  }

  // --- the const ---

  #statics(): string[] {
    const { symbol, names } = this.#entry;
    const scope = this.#scope;
    const anys = this.#params.map(() => scope.typed("PyAny"));
    const isDict = symbol.flavour === "typeddict";
    const value = generic(names.local, anys);
    const pending = isDict ? `${scope.typed("PyPromise")}<${value}>` : generic(names.pending, anys);
    const self = { qualified: this.#entry.qualified, value, pending };
    const writer = new TypeWriter(scope, { self });
    const heritage = [`${scope.typed("PyClass")}<${value}, ${pending}>`];
    if (symbol.flavour === "enum") heritage.push(`${scope.global("AsyncIterable")}<${value}>`);
    const lines = [`export interface ${names.statics} extends ${heritage.join(", ")} {`];
    lines.push(...this.#constructors());
    if (symbol.flavour === "enum") lines.push(...this.#enumMembers(symbol.fields ?? [], pending));
    lines.push(...this.#body(this.#staticMembers(), writer));
    lines.push(...this.#innerClasses(), "}");
    return lines;
  }

  #constructors(): string[] {
    const { symbol, names } = this.#entry;
    if (symbol.abstract) return [];
    const callable = symbol.constructor_ ?? {
      kind: "callable",
      flavour: "constructor",
      name: "__init__",
      signatures: [],
    };
    const isDict = symbol.flavour === "typeddict";
    const classParams = symbol.typeParams ?? [];
    const declared = new TypeWriter(this.#scope).withVariables(
      classParams.filter((param) => param.kind === "typevar"),
    );
    const args = [...declared.variables.values()];
    const returns = isDict
      ? `${this.#scope.typed("PyPromise")}<${generic(names.local, args)}>`
      : generic(names.pending, args);
    const self = { qualified: this.#entry.qualified, value: generic(names.local, args), pending: returns };
    const writer = new TypeWriter(this.#scope, { self });
    const forms = callableForms(callable, { writer, owner: names.exported, returns, classParams });
    const doc =
      symbol.constructor_ === undefined ? [] : docComment(symbol.constructor_, this.#scope.plan, "  ");
    return [...doc, ...memberForms("new ", forms, "  "), ...memberForms("", forms, "  ")];
  }

  #enumMembers(fields: readonly Field[], pending: string): string[] {
    return fields
      .filter((field) => !isJavaScriptMember(field.name))
      .flatMap((field) => {
        const doc = docComment(field.doc === undefined ? {} : { doc: field.doc }, this.#scope.plan, "  ");
        return [...doc, `  readonly ${propertyKey(field.name)}: ${pending};`];
      })
      .concat(`  $item(name: ${this.#scope.typed("StrArg")}): ${pending};`);
  }

  /** Class methods, static methods and class variables, inherited ones too: `Self` is this class there. */
  #staticMembers(): MemberSymbol[] {
    const { symbol } = this.#entry;
    const fields = new Set(symbol.flavour === "enum" ? symbol.fields?.map((field) => field.name) : []);
    return symbol.members.filter((member) => {
      if (member.kind === "callable")
        return member.flavour === "classmethod" || member.flavour === "staticmethod";
      if (member.kind === "property") return member.static === true;
      return member.kind === "value" && !fields.has(member.name);
    });
  }

  #innerClasses(): string[] {
    const lines: string[] = [];
    for (const member of this.#entry.symbol.members) {
      if (member.kind !== "class" || isJavaScriptMember(member.name)) continue;
      const inner = this.#scope.program.classes.get(
        member.definedAs ?? `${this.#entry.qualified}.${member.name}`,
      );
      const type =
        inner === undefined || inner.typeOnly
          ? this.#scope.typed("PyAny")
          : this.#scope.className(inner, "statics");
      lines.push(`  readonly ${propertyKey(member.name)}: ${type};`);
    }
    return lines;
  }
}

/** The forms of one member, as lines of an interface. */
export function memberForms(key: string, forms: readonly Form[], indent: string): string[] {
  return forms.map((form) => `${indent}${key}${form.typeParams}(${form.params}): ${form.returns};`);
}

/** An operator takes one operand; what else the dunder method has is Python's own affair (`__pow__`'s modulus). */
function firstParameterOnly(member: CallableSymbol, takesOperand: boolean): CallableSymbol {
  const signatures = member.signatures.map((signature) => ({
    ...signature,
    params: takesOperand
      ? signature.params
          .slice(0, 1)
          .map((param) => ({ ...param, name: "other", kind: "positional-only" as const }))
      : [],
  }));
  return { ...member, signatures };
}

function itemOf(member: MemberSymbol | undefined): TypeNode | undefined {
  if (member?.kind !== "callable") return undefined;
  const returns = member.signatures[0]?.returns;
  return returns?.kind === "ref" ? returns.args?.[0] : undefined;
}

function isDunder(name: string): boolean {
  return name.startsWith("__") && name.endsWith("__");
}
