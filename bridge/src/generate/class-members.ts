/** The members of a class as lines of an interface: methods, properties, attributes, `$` names and operators. */
import type { CallableSymbol, MemberSymbol, PropertySymbol } from "../description/model.js";
import { callableForms, type Form } from "./callable.js";
import { docComment } from "./docs.js";
import { binaryOperators, itemMethods, unaryOperators } from "./inheritance.js";
import { stringLiteral } from "./literal.js";
import { isIdentifier, isJavaScriptMember, propertyKey } from "./names.js";
import type { ClassEntry } from "./plan.js";
import type { TypeWriter } from "./type.js";

/** Members of an interface, in the order of their names. */
export function memberLines(
  members: readonly MemberSymbol[],
  writer: TypeWriter,
  entry: ClassEntry,
): string[] {
  const lines: string[] = [];
  for (const member of members) {
    const { name } = member;
    if (name === "__call__" && member.kind === "callable")
      lines.push(...formLines("", member, writer, entry));
    else if (binaryOperators.has(name) || unaryOperators.has(name) || itemMethods.has(name)) continue;
    else if (isDunder(name) || isJavaScriptMember(name) || isExcluded(name, entry)) continue;
    else if (member.kind === "callable") lines.push(...methodLines(member, writer, entry));
    else if (member.kind === "property") lines.push(...propertyLines(member, writer));
    else if (member.kind === "value") lines.push(...attributeLines(member, writer));
  }
  lines.push(...itemLines(members, writer, entry), ...operatorLines(members, writer, entry));
  return lines;
}

function isExcluded(name: string, entry: ClassEntry): boolean {
  return entry.options.exclude?.includes(`${entry.symbol.name}.${name}`) ?? false;
}

function methodLines(member: CallableSymbol, writer: TypeWriter, entry: ClassEntry): string[] {
  return [
    ...docComment(member, writer.scope.plan, "  "),
    ...formLines(propertyKey(member.name), member, writer, entry),
  ];
}

function formLines(key: string, member: CallableSymbol, writer: TypeWriter, entry: ClassEntry): string[] {
  const owner = `${entry.names.exported}$${isIdentifier(member.name) ? member.name : "member"}`;
  return memberForms(key, callableForms(member, { writer, owner }), "  ");
}

function propertyLines(member: PropertySymbol, writer: TypeWriter): string[] {
  const key = propertyKey(member.name);
  const pending = writer.pending(member.type);
  const doc = docComment(member, writer.scope.plan, "  ");
  if (!member.settable || pending === writer.scope.typed("PyAny")) {
    return [...doc, `  ${member.settable ? "" : "readonly "}${key}: ${pending};`];
  }
  return [...doc, `  get ${key}(): ${pending};`, `  set ${key}(value: ${writer.arg(member.type)});`];
}

function attributeLines(member: Extract<MemberSymbol, { kind: "value" }>, writer: TypeWriter): string[] {
  const type =
    member.type ?? (member.class === undefined ? undefined : ({ kind: "ref", name: member.class } as const));
  return [
    ...docComment(member, writer.scope.plan, "  "),
    `  readonly ${propertyKey(member.name)}: ${writer.pending(type)};`,
  ];
}

function itemLines(members: readonly MemberSymbol[], writer: TypeWriter, entry: ClassEntry): string[] {
  const lines: string[] = [];
  for (const member of members) {
    const key = itemMethods.get(member.name);
    if (key !== undefined && member.kind === "callable") lines.push(...formLines(key, member, writer, entry));
  }
  return lines;
}

function operatorLines(members: readonly MemberSymbol[], writer: TypeWriter, entry: ClassEntry): string[] {
  const lines: string[] = [];
  for (const member of members) {
    const binary = binaryOperators.get(member.name);
    const operator = binary ?? unaryOperators.get(member.name);
    if (operator === undefined || member.kind !== "callable") continue;
    const owner = `${entry.names.exported}$${member.name}`;
    for (const form of callableForms(firstParameterOnly(member, binary !== undefined), { writer, owner })) {
      const params = form.params === "" ? "" : `, ${form.params}`;
      lines.push(`  $op${form.typeParams}(operator: ${stringLiteral(operator)}${params}): ${form.returns};`);
    }
  }
  return lines;
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

function isDunder(name: string): boolean {
  return name.startsWith("__") && name.endsWith("__");
}
