/** The declaration of one export of a module. */
import type { AliasSymbol, CallableSymbol, TypeNode, ValueSymbol } from "../description/model.js";
import { callableForms } from "./callable.js";
import { memberForms } from "./class-members.js";
import { classDeclarations } from "./class.js";
import { docComment } from "./docs.js";
import type { InheritanceTable } from "./inheritance.js";
import { stringLiteral, valueLiteral } from "./literal.js";
import { rename } from "./module-code.js";
import type { ModuleExport, ModulePlan, Program } from "./plan.js";
import type { FileScope } from "./scope.js";
import { TypeWriter } from "./type.js";

export class ExportDeclarations {
  readonly #scope: FileScope;
  readonly #plan: ModulePlan;
  readonly #table: InheritanceTable;
  readonly #writer: TypeWriter;

  constructor(scope: FileScope, table: InheritanceTable) {
    this.#scope = scope;
    this.#plan = scope.plan;
    this.#table = table;
    this.#writer = new TypeWriter(scope);
  }

  /** The signatures of a callable. */
  forms(one: ModuleExport, member: CallableSymbol): ReturnType<typeof callableForms> {
    return callableForms(member, { writer: this.#writer, owner: one.exported });
  }

  /** Everything that a `.d.ts` says of it. */
  declare(one: ModuleExport): string[] {
    const { member } = one;
    const statement = one.local === one.exported ? "export" : "declare";
    switch (member.kind) {
      case "callable":
        return [...this.doc(one), ...this.#declareFunction(one, member, statement), ...rename(one)];
      case "class":
        return [
          ...this.classOfExport(one),
          `${statement} const ${one.local}: ${this.staticsOf(one)};`,
          ...rename(one),
        ];
      case "value":
        return [
          ...this.doc(one),
          `${statement} const ${one.local}: ${this.valueType(member)};`,
          ...rename(one),
        ];
      case "alias":
        return [
          ...this.alias(one, member),
          `${statement} const ${one.local}: ${this.aliasValue(one, member)};`,
          ...rename(one),
        ];
      case "module":
        return [`${statement} const ${one.local}: ${this.#scope.typed("PyAny")};`, ...rename(one)];
    }
  }

  /** Its comment. */
  doc(one: ModuleExport): string[] {
    return one.member.kind === "module" ? [] : docComment(one.member, this.#plan);
  }

  /** The declarations of a class and of those inside it. */
  classOfExport(one: ModuleExport): string[] {
    const entry = this.#entryOf(one);
    const beside = this.#scope.program.byModule.get(this.#plan.module) ?? [];
    const inner = beside.filter(
      (other) => !other.typeOnly && other.qualified.startsWith(`${entry.qualified}.`),
    );
    return [entry, ...inner].flatMap((each) => classDeclarations(each, this.#scope, this.#table));
  }

  #entryOf(one: ModuleExport): NonNullable<ReturnType<Program["classes"]["get"]>> {
    const entry = one.member.kind === "class" ? this.#scope.program.entries.get(one.member) : undefined;
    if (entry === undefined)
      throw new Error(`The class ${one.python} of ${this.#plan.module} was not planned.`);
    return entry;
  }

  /** The type of a class's const. */
  staticsOf(one: ModuleExport): string {
    return this.#entryOf(one).names.statics;
  }

  #declareFunction(one: ModuleExport, member: CallableSymbol, statement: string): string[] {
    const forms = this.forms(one, member);
    if (this.isObject(member))
      return [`${statement} const ${one.local}: ${this.functionObject(member, forms)};`];
    return forms.flatMap((form, index) => [
      ...(form.deprecated === undefined || index === 0
        ? []
        : docComment({ deprecated: { message: form.deprecated } }, this.#plan)),
      `${statement} function ${one.local}${form.typeParams}(${form.params}): ${form.returns};`,
    ]);
  }

  /** True for what is more than a function: a coroutine function has `$coro`, a callable object its class's members. */
  isObject(member: CallableSymbol): boolean {
    return member.async === true || this.#classOf(member) !== undefined;
  }

  #classOf(member: CallableSymbol): TypeNode | undefined {
    return member.class !== undefined && this.#scope.program.classes.has(member.class)
      ? { kind: "ref", name: member.class }
      : undefined;
  }

  /** The type of such an object. */
  functionObject(member: CallableSymbol, forms: ReturnType<typeof callableForms>): string {
    const type = this.#classOf(member);
    const base = type === undefined ? this.#scope.typed("PyFunction") : this.#writer.pending(type);
    return `${base} & {\n${memberForms("", forms, "  ").join("\n")}\n}`;
  }

  /** The type of a constant or of a value that lives in Python. */
  valueType(member: ValueSymbol): string {
    const constant = member.value === undefined ? undefined : valueLiteral(member.value);
    if (constant !== undefined) {
      if (member.value === null) return "null";
      if (typeof member.value === "object") return "bigint";
      return typeof member.value;
    }
    return this.#writer.pending(
      member.type ?? (member.class === undefined ? undefined : { kind: "ref", name: member.class }),
    );
  }

  /** The type that an alias declares. */
  alias(one: ModuleExport, member: AliasSymbol): string[] {
    if (member.type.kind === "typevar") return this.doc(one);
    const writer = this.#writer.withVariables(member.typeParams?.filter((param) => param.kind === "typevar"));
    const any = this.#scope.typed("PyAny");
    const params = [...writer.variables.values()].map((name) => `${name} = ${any}`);
    const head = params.length === 0 ? one.local : `${one.local}<${params.join(", ")}>`;
    const type = member.newType
      ? `${this.#scope.typed("NewType")}<${writer.value(member.type)}, ${stringLiteral(`${this.#plan.module}.${member.name}`)}>`
      : writer.arg(member.type);
    const statement = one.local === one.exported ? "export" : "declare";
    return [...this.doc(one), `${statement} type ${head} = ${type};`];
  }

  /** The type of the const beside an alias's type. */
  aliasValue(one: ModuleExport, member: AliasSymbol): string {
    if (!member.newType) return this.#scope.typed("PyAny");
    return `(value: ${this.#writer.arg(member.type)}) => ${this.#scope.typed("PyPromise")}<${one.local}>`;
  }
}
