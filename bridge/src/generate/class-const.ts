/** The type of a class's const: it can be called and constructed, and holds what belongs to the class itself. */
import type { ClassSymbol, Field, MemberSymbol } from "../description/model.js";
import { callableForms } from "./callable.js";
import { memberForms, memberLines } from "./class-members.js";
import { docComment } from "./docs.js";
import { isIdentifier, isJavaScriptMember, propertyKey } from "./names.js";
import { keywordField } from "./parameter.js";
import type { ClassEntry } from "./plan.js";
import type { FileScope } from "./scope.js";
import { generic } from "./text.js";
import { TypeWriter } from "./type.js";

/** The interface of the const of a class. */
export function constLines(entry: ClassEntry, scope: FileScope): string[] {
  const { symbol, names } = entry;
  const anys = (symbol.typeParams ?? [])
    .filter((param) => param.kind === "typevar")
    .map(() => scope.typed("PyAny"));
  const isDict = symbol.flavour === "typeddict";
  const value = generic(names.local, anys);
  const pending = isDict ? `${scope.typed("PyPromise")}<${value}>` : generic(names.pending, anys);
  const self = { qualified: entry.qualified, value, pending };
  const writer = new TypeWriter(scope, { self });
  const heritage = [`${scope.typed("PyClass")}<${value}, ${pending}>`];
  if (symbol.flavour === "enum") heritage.push(`${scope.global("AsyncIterable")}<${value}>`);
  const lines = [`export interface ${names.statics} extends ${heritage.join(", ")} {`];
  lines.push(...constructorLines(entry, scope));
  if (symbol.flavour === "enum") lines.push(...enumMembers(symbol.fields ?? [], pending, scope));
  lines.push(...memberLines(staticMembers(symbol), writer, entry));
  lines.push(...innerClasses(entry, scope), "}");
  return lines;
}

function constructorLines(entry: ClassEntry, scope: FileScope): string[] {
  const { symbol, names } = entry;
  if (symbol.abstract) return [];
  const callable = symbol.constructor_ ?? {
    kind: "callable",
    flavour: "constructor",
    name: "__init__",
    signatures: [],
  };
  const isDict = symbol.flavour === "typeddict";
  const classParams = symbol.typeParams ?? [];
  const declared = new TypeWriter(scope).withVariables(
    classParams.filter((param) => param.kind === "typevar"),
  );
  const args = [...declared.variables.values()];
  const returns = isDict
    ? `${scope.typed("PyPromise")}<${generic(names.local, args)}>`
    : generic(names.pending, args);
  const self = { qualified: entry.qualified, value: generic(names.local, args), pending: returns };
  const writer = new TypeWriter(scope, { self });
  const forms = callableForms(callable, { writer, owner: names.exported, returns, classParams });
  const doc = symbol.constructor_ === undefined ? [] : docComment(symbol.constructor_, scope.plan, "  ");
  return [...doc, ...memberForms("new ", forms, "  "), ...memberForms("", forms, "  ")];
}

/** The fields of a class by name, as an interface for `kw`: `const options: Size$init = { width: 1 }; Size(kw(options))`. */
export function initLines({ names, symbol }: ClassEntry, scope: FileScope): string[] {
  if (names.init === undefined) return [];
  const params = (symbol.typeParams ?? []).filter((param) => param.kind === "typevar");
  const writer = new TypeWriter(scope).withVariables(params);
  const declared = params.map(
    (param) => `${writer.variables.get(param.name) ?? "T"} = ${scope.typed("PyAny")}`,
  );
  const fields = symbol.constructor_?.signatures[0]?.params.filter(
    ({ kind, name }) => (kind === "positional-or-keyword" || kind === "keyword-only") && isIdentifier(name),
  );
  return [
    `/** What {@link ${names.exported}} takes by keyword. */`,
    `export interface ${generic(names.init, declared)} {`,
    ...(fields ?? []).flatMap((field) => [
      ...docComment(field.doc === undefined ? {} : { doc: field.doc }, scope.plan, "  "),
      `  ${keywordField(field, writer.arg(field.type))};`,
    ]),
    "}",
  ];
}

function enumMembers(fields: readonly Field[], pending: string, scope: FileScope): string[] {
  return fields
    .filter((field) => !isJavaScriptMember(field.name))
    .flatMap((field) => {
      const doc = docComment(field.doc === undefined ? {} : { doc: field.doc }, scope.plan, "  ");
      return [...doc, `  readonly ${propertyKey(field.name)}: ${pending};`];
    })
    .concat(`  $item(name: ${scope.typed("StrArg")}): ${pending};`);
}

/** Class methods, static methods and class variables, inherited ones too: `Self` is this class there. */
function staticMembers(symbol: ClassSymbol): MemberSymbol[] {
  const fields = new Set(symbol.flavour === "enum" ? symbol.fields?.map((field) => field.name) : []);
  return symbol.members.filter((member) => {
    if (member.kind === "callable")
      return member.flavour === "classmethod" || member.flavour === "staticmethod";
    if (member.kind === "property") return member.static === true;
    return member.kind === "value" && !fields.has(member.name);
  });
}

function innerClasses(entry: ClassEntry, scope: FileScope): string[] {
  const lines: string[] = [];
  for (const member of entry.symbol.members) {
    if (member.kind !== "class" || isJavaScriptMember(member.name)) continue;
    const inner = scope.program.classes.get(member.definedAs ?? `${entry.qualified}.${member.name}`);
    const type =
      inner === undefined || inner.typeOnly ? scope.typed("PyAny") : scope.className(inner, "statics");
    lines.push(`  readonly ${propertyKey(member.name)}: ${type};`);
  }
  return lines;
}
