/** One module's wrapper: its declarations, and the code that connects them to Python. */
import type { AliasSymbol, CallableSymbol, TypeNode, ValueSymbol } from "../description/model.js";
import { callableForms } from "./callable.js";
import { memberForms } from "./class-members.js";
import { classDeclarations } from "./class.js";
import { docComment, moduleComment } from "./docs.js";
import type { HintTable, WrittenHints } from "./hints.js";
import type { InheritanceTable } from "./inheritance.js";
import { specifierOf } from "./layout.js";
import { lineComment, stringLiteral, valueLiteral } from "./literal.js";
import { compare, type ModuleExport, type ModulePlan, type Program } from "./program.js";
import { FileScope } from "./scope.js";
import { TypeWriter } from "./type.js";

export interface FileSettings {
  readonly generator: string;
  readonly outDir: string;
  readonly specifier: ".js" | ".ts";
}

/** What the files of one run share. */
export interface Shared {
  readonly program: Program;
  readonly table: InheritanceTable;
  readonly hints: HintTable;
  readonly settings: FileSettings;
}

export function writeModule(plan: ModulePlan, shared: Shared): { declarations: string; code: string } {
  const writer = new ModuleWriter(plan, shared, ".js");
  return { declarations: writer.declarations(), code: writer.code() };
}

/** The same module as one `.ts` file, which runs under type stripping. */
export function writeModuleSource(plan: ModulePlan, shared: Shared): string {
  return new ModuleWriter(plan, shared, shared.settings.specifier).source();
}

/** The name under which a wrapper's code holds its module. No Python name has a `$`. */
const module = "$module";

class ModuleWriter {
  readonly #scope: FileScope;
  readonly #plan: ModulePlan;
  readonly #table: InheritanceTable;
  readonly #hints: HintTable;
  readonly #settings: FileSettings;
  readonly #extension: ".js" | ".ts";
  readonly #writer: TypeWriter;

  constructor(plan: ModulePlan, { program, table, hints, settings }: Shared, extension: ".js" | ".ts") {
    this.#plan = plan;
    this.#table = table;
    this.#hints = hints;
    this.#settings = settings;
    this.#extension = extension;
    this.#scope = new FileScope(program, plan, extension);
    this.#writer = new TypeWriter(this.#scope);
  }

  declarations(): string {
    const body = this.#body((one) => this.#declare(one));
    const augmentation = this.#augmentation();
    const lines = [
      ...this.#head(".d.ts"),
      ...this.#scope.importLines([...body, ...augmentation]),
      ...this.#reexports(true),
      ...body,
    ];
    return finish([...lines, ...augmentation, "export {};"]);
  }

  code(): string {
    const own = this.#plan.exports.filter((one) => one.from === undefined);
    const body = own.flatMap((one) => this.#define(one, ""));
    const lines = [
      ...this.#head(".js"),
      ...this.#imports(),
      ...this.#reexports(false),
      ...this.#connection(),
    ];
    if (own.length === 0 && this.#plan.submodules.length === 0) body.push("export {};");
    return finish([...lines, ...body]);
  }

  source(): string {
    const body = this.#body((one) => this.#declareAndDefine(one));
    const augmentation = this.#augmentation();
    const lines = [
      ...this.#head(".ts"),
      ...this.#imports(),
      ...this.#scope.importLines([...body, ...augmentation]),
      ...this.#reexports(true),
      ...this.#connection(),
    ];
    return finish([...lines, ...body, ...augmentation]);
  }

  /** What the code needs: the runtime, and the files whose classes its hints name. */
  #imports(): string[] {
    const classes = this.#hints.classesOf(this.#plan);
    const connected = this.#plan.exports.filter(
      (one) => one.from === undefined && this.#constant(one) === undefined,
    );
    if (connected.length === 0 && Object.keys(classes).length === 0) return [];
    const written = connected
      .map((one) => this.#hints.ofExport(one, this.#plan))
      .filter((one) => one !== undefined);
    const needs = this.#hints.needs(written, Object.values(classes), this.#plan);
    const paths = needs
      .map((name) => this.#scope.program.modules.get(name)?.path)
      .filter((path) => path !== undefined);
    return [
      `import { wrapModule } from "snakebridge/wrapper";`,
      ...paths.map((path) => `import ${JSON.stringify(this.#specifier(path))};`),
    ];
  }

  #connection(): string[] {
    const classes = this.#hints.classesOf(this.#plan);
    const used = this.#plan.exports.some(
      (one) => one.from === undefined && this.#constant(one) === undefined,
    );
    const hints = Object.entries(classes).map(([name, hint]) => `  ${stringLiteral(name)}: ${json(hint)},`);
    const call = `wrapModule(${stringLiteral(this.#plan.module)}`;
    const closed = hints.length === 0 ? [`${call});`] : [`${call}, {`, ...hints, "});"];
    const [first = "", ...rest] = closed;
    if (used) {
      // Without hints of classes the call has no effect of its own, so a bundler may drop it.
      const pure = hints.length === 0 ? "/* @__PURE__ */ " : "";
      return [`const ${module} = ${pure}${first}`, ...rest];
    }
    return hints.length === 0 ? [] : [first, ...rest];
  }

  /** Writes the body first, so that the imports know what it needs. */
  #body(write: (one: ModuleExport) => string[]): string[] {
    const lines: string[] = [];
    for (const one of this.#plan.exports) if (one.from === undefined) lines.push(...write(one));
    for (const entry of this.#plan.typeOnly) {
      lines.push(...classDeclarations(entry, this.#scope, this.#table));
      const { local, exported } = entry.names;
      if (local !== exported) lines.push(`export type { ${local} as ${exported} };`);
    }
    const extra = [...this.#scope.extra.keys()]
      .sort(compare)
      .map((name) => this.#scope.extra.get(name) ?? "");
    return [...extra, ...lines];
  }

  #head(extension: string): string[] {
    const { description, path, module: name } = this.#plan;
    const folder = this.#settings.outDir === "" ? "" : `${this.#settings.outDir}/`;
    const version =
      description.distribution === undefined
        ? name
        : `${description.distribution} ${description.version ?? ""}`;
    const python =
      description.python === "" ? "" : ` (CPython ${description.python.split(".").slice(0, 2).join(".")})`;
    const text = `${folder}${path}${extension} - generated by ${this.#settings.generator} from ${version.trim()}${python}. Do not edit.`;
    return [`// ${lineComment(text)}`, ...(extension === ".js" ? [] : moduleComment(this.#plan))];
  }

  // --- declarations ---

  #declare(one: ModuleExport): string[] {
    const { member } = one;
    const statement = one.local === one.exported ? "export" : "declare";
    switch (member.kind) {
      case "callable":
        return [...this.#doc(one), ...this.#declareFunction(one, member, statement), ...rename(one)];
      case "class":
        return [
          ...this.#class(one),
          `${statement} const ${one.local}: ${this.#staticsOf(one)};`,
          ...rename(one),
        ];
      case "value":
        return [
          ...this.#doc(one),
          `${statement} const ${one.local}: ${this.#valueType(member)};`,
          ...rename(one),
        ];
      case "alias":
        return [
          ...this.#alias(one, member),
          `${statement} const ${one.local}: ${this.#aliasValue(one, member)};`,
          ...rename(one),
        ];
      case "module":
        return [`${statement} const ${one.local}: ${this.#scope.typed("PyAny")};`, ...rename(one)];
    }
  }

  #doc(one: ModuleExport): string[] {
    return one.member.kind === "module" ? [] : docComment(one.member, this.#plan);
  }

  #class(one: ModuleExport): string[] {
    const entry = this.#entryOf(one);
    const inner = [...this.#scope.program.classes.values()].filter(
      (other) =>
        other.module === this.#plan.module &&
        !other.typeOnly &&
        other.qualified.startsWith(`${entry.qualified}.`),
    );
    return [entry, ...inner].flatMap((each) => classDeclarations(each, this.#scope, this.#table));
  }

  #entryOf(one: ModuleExport): NonNullable<ReturnType<Program["classes"]["get"]>> {
    const entry = one.member.kind === "class" ? this.#scope.program.entries.get(one.member) : undefined;
    if (entry === undefined)
      throw new Error(`The class ${one.python} of ${this.#plan.module} was not planned.`);
    return entry;
  }

  #staticsOf(one: ModuleExport): string {
    return this.#entryOf(one).names.statics;
  }

  #declareFunction(one: ModuleExport, member: CallableSymbol, statement: string): string[] {
    const forms = callableForms(member, { writer: this.#writer, owner: one.exported });
    if (this.#isObject(member))
      return [`${statement} const ${one.local}: ${this.#functionObject(member, forms)};`];
    return forms.flatMap((form, index) => [
      ...(form.deprecated === undefined || index === 0
        ? []
        : docComment({ deprecated: { message: form.deprecated } }, this.#plan)),
      `${statement} function ${one.local}${form.typeParams}(${form.params}): ${form.returns};`,
    ]);
  }

  /** True for what is more than a function: a coroutine function has `$coro`, a callable object its class's members. */
  #isObject(member: CallableSymbol): boolean {
    return member.async === true || this.#classOf(member) !== undefined;
  }

  #classOf(member: CallableSymbol): TypeNode | undefined {
    return member.class !== undefined && this.#scope.program.classes.has(member.class)
      ? { kind: "ref", name: member.class }
      : undefined;
  }

  #functionObject(member: CallableSymbol, forms: ReturnType<typeof callableForms>): string {
    const type = this.#classOf(member);
    const base = type === undefined ? this.#scope.typed("PyFunction") : this.#writer.pending(type);
    return `${base} & {\n${memberForms("", forms, "  ").join("\n")}\n}`;
  }

  /** A constant that is exported by value. */
  #constant(one: ModuleExport): string | undefined {
    return one.member.kind === "value" && one.member.value !== undefined
      ? valueLiteral(one.member.value)
      : undefined;
  }

  #valueType(member: ValueSymbol): string {
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

  #alias(one: ModuleExport, member: AliasSymbol): string[] {
    if (member.type.kind === "typevar") return this.#doc(one);
    const writer = this.#writer.withVariables(member.typeParams?.filter((param) => param.kind === "typevar"));
    const any = this.#scope.typed("PyAny");
    const params = [...writer.variables.values()].map((name) => `${name} = ${any}`);
    const head = params.length === 0 ? one.local : `${one.local}<${params.join(", ")}>`;
    const type = member.newType
      ? `${this.#scope.typed("NewType")}<${writer.value(member.type)}, ${stringLiteral(`${this.#plan.module}.${member.name}`)}>`
      : writer.arg(member.type);
    const statement = one.local === one.exported ? "export" : "declare";
    return [...this.#doc(one), `${statement} type ${head} = ${type};`];
  }

  #aliasValue(one: ModuleExport, member: AliasSymbol): string {
    if (!member.newType) return this.#scope.typed("PyAny");
    return `(value: ${this.#writer.arg(member.type)}) => ${this.#scope.typed("PyPromise")}<${one.local}>`;
  }

  /** Names that other files of this run define, and the submodules. */
  #reexports(types: boolean): string[] {
    const byModule = new Map<string, string[]>();
    for (const { member, from, exported } of this.#plan.exports) {
      if (from === undefined) continue;
      const target = this.#scope.program.modules.get(from.module);
      if (target === undefined) continue;
      const key = from.module === this.#plan.module ? "" : this.#specifier(target.path);
      const list = byModule.get(key) ?? [];
      const entry = member.kind === "class" && types ? this.#classAt(from) : undefined;
      const local =
        key === ""
          ? (target.exports.find((o) => o.from === undefined && o.exported === from.exported)?.local ??
            from.exported)
          : from.exported;
      list.push(local === exported ? exported : `${local} as ${exported}`);
      if (entry !== undefined && entry.symbol.flavour !== "typeddict" && this.#isPendingFree(exported)) {
        list.push(`type ${entry.names.pending} as ${exported}_`.replace(` as ${entry.names.pending}`, ""));
      }
      byModule.set(key, list);
    }
    const lines = [...byModule.keys()].sort(compare).map((specifier) => {
      const names = (byModule.get(specifier) ?? []).sort(compare).join(", ");
      return specifier === ""
        ? `export { ${names} };`
        : `export { ${names} } from ${JSON.stringify(specifier)};`;
    });
    for (const one of this.#plan.submodules) {
      const target = this.#scope.program.modules.get(one.module);
      if (target !== undefined)
        lines.push(`export * as ${one.exported} from ${JSON.stringify(this.#specifier(target.path))};`);
    }
    return lines;
  }

  #classAt(from: { module: string; exported: string }): ReturnType<Program["classes"]["get"]> {
    return [...this.#scope.program.classes.values()].find(
      (entry) => entry.module === from.module && entry.names.exported === from.exported,
    );
  }

  #isPendingFree(exported: string): boolean {
    return (
      !this.#scope.names.has(`${exported}_`) &&
      !this.#plan.exports.some((one) => one.exported === `${exported}_`)
    );
  }

  #specifier(path: string): string {
    return specifierOf(this.#plan.path, path, this.#extension);
  }

  /** Makes `python.module("...")` typed. Constants are pending there, and submodules modules again. */
  #augmentation(): string[] {
    if (this.#plan.onlyTypes) return [];
    const name = stringLiteral(this.#plan.module);
    const own = `./${this.#plan.path.split("/").at(-1) ?? ""}${this.#extension}`;
    const exports = `typeof import(${JSON.stringify(own)})`;
    const submodules = this.#plan.submodules.map(
      (one) => `${one.exported}: PyModules[${stringLiteral(one.module)}]`,
    );
    const plain = !this.#plan.exports.some((one) => this.#constant(one) !== undefined);
    const rest = submodules.length === 0 ? "" : `, { ${submodules.join("; ")} }`;
    const type = plain && rest === "" ? exports : `${this.#scope.typed("PyModule")}<${exports}${rest}>`;
    return [
      `declare module "snakebridge/typed" {`,
      "  interface PyModules {",
      `    ${name}: ${type};`,
      "  }",
      "}",
    ];
  }

  // --- code ---

  #define(one: ModuleExport, type: string): string[] {
    const statement = one.local === one.exported ? "export const" : "const";
    const constant = this.#constant(one);
    const value = constant ?? this.#connected(one);
    return [`${statement} ${one.local}${type} = ${value};`, ...(type === "" ? rename(one) : [])];
  }

  #connected(one: ModuleExport): string {
    const hints: WrittenHints | undefined = this.#hints.ofExport(one, this.#plan);
    const args =
      hints === undefined ? stringLiteral(one.python) : `${stringLiteral(one.python)}, ${json(hints)}`;
    return `/* @__PURE__ */ ${module}(${args})`;
  }

  #declareAndDefine(one: ModuleExport): string[] {
    const { member } = one;
    switch (member.kind) {
      case "callable": {
        const forms = callableForms(member, { writer: this.#writer, owner: one.exported });
        const type = this.#isObject(member)
          ? this.#functionObject(member, forms)
          : `{\n${memberForms("", forms, "  ").join("\n")}\n}`;
        return [...this.#doc(one), ...this.#define(one, `: ${type}`), ...rename(one)];
      }
      case "class":
        return [...this.#class(one), ...this.#define(one, `: ${this.#staticsOf(one)}`), ...rename(one)];
      case "value":
        return [...this.#doc(one), ...this.#define(one, `: ${this.#valueType(member)}`), ...rename(one)];
      case "alias":
        return [
          ...this.#alias(one, member),
          ...this.#define(one, `: ${this.#aliasValue(one, member)}`),
          ...rename(one),
        ];
      case "module":
        return [...this.#define(one, `: ${this.#scope.typed("PyAny")}`), ...rename(one)];
    }
  }
}

/** JSON that may stand in a program. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Exports a name that TypeScript reserves under its real name. */
function rename(one: ModuleExport): string[] {
  return one.local === one.exported ? [] : [`export { ${one.local} as ${one.exported} };`];
}

function finish(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
