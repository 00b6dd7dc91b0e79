/** Python callables as TypeScript signatures. */
import type { CallableSymbol, Signature, TypeNode, TypeParameter } from "../description/model.js";
import { knownTypes } from "./known.js";
import { stringLiteral } from "./literal.js";
import { expandConstraints, isUnreachable, parameterLists } from "./parameter.js";
import { mentions } from "./text.js";
import type { TypeWriter } from "./type.js";
import { substitute } from "./type-node.js";

/** One signature in TypeScript: `<T>`, `x: T`, `PyPromise<T>`. */
export interface Form {
  readonly typeParams: string;
  readonly params: string;
  readonly returns: string;
  readonly deprecated?: string;
}

export interface CallableContext {
  readonly writer: TypeWriter;
  /** First part of the names of interfaces that the signatures need. */
  readonly owner: string;
  /** What a constructor gives, instead of the declared return type. */
  readonly returns?: string;
  /** Type parameters of the class, which a constructor has itself. */
  readonly classParams?: readonly TypeParameter[];
}

/** All forms of a callable, overloads in order, without those that an earlier one makes unreachable. */
export function callableForms(symbol: CallableSymbol, context: CallableContext): Form[] {
  const signatures = symbol.signatures.flatMap((signature) => expandConstraints(signature, substitute));
  if (signatures.length === 0) return [unknownForm(context)];
  const forms: Form[] = [];
  const seen: string[][] = [];
  for (const signature of signatures) {
    const written = signatureForms(signature, symbol, context);
    const lists = written.map((form) => form.params);
    if (isUnreachable(lists, seen.flat())) continue;
    seen.push(lists);
    forms.push(...written);
  }
  return forms;
}

/** Nothing is known of the signature, so every call is right. */
function unknownForm({ writer, returns, classParams = [] }: CallableContext): Form {
  const { scope } = writer;
  const params = `...args: (${scope.typed("PyArg")} | ${scope.typed("Kw")}<${scope.typed("PyAny")}>)[]`;
  const result = returns ?? writer.pending(undefined);
  const own = classParams.filter((param) => param.kind === "typevar");
  return {
    typeParams: typeParameters(own, writer.withVariables(own), params, result, classParams),
    params,
    returns: result,
  };
}

function signatureForms(signature: Signature, symbol: CallableSymbol, context: CallableContext): Form[] {
  const params = [
    ...(context.classParams ?? []).filter((param) => param.kind === "typevar"),
    ...(signature.typeParams ?? []),
  ];
  const writer = context.writer.withVariables(params);
  const returns = context.returns ?? returnType(signature, symbol, writer);
  return parameterLists(signature.params, writer, context.owner).map((list) => ({
    typeParams: typeParameters(params, writer, list, returns, context.classParams),
    params: list,
    returns,
    ...(signature.deprecated === undefined ? {} : { deprecated: signature.deprecated }),
  }));
}

function returnType(signature: Signature, symbol: CallableSymbol, writer: TypeWriter): string {
  if (signature.returns === undefined && symbol.generator) {
    const any = writer.missing();
    return `${writer.scope.typed("PyGenerator_")}<${any}, ${any}, ${any}>`;
  }
  return writer.pending(saysNothing(signature) ? { kind: "any" } : signature.returns);
}

/** Prose that calls a result an "object" (`self : object`) says less than a declared `object`, of which nothing may be asked. */
function saysNothing({ returns, returnsSource }: Signature): boolean {
  return returnsSource === "docstring" && returns?.kind === "ref" && returns.name === "object";
}

/** `<T extends Is<"numpy.generic">, U>`, only those that the text mentions. */
function typeParameters(
  params: readonly TypeParameter[],
  writer: TypeWriter,
  list: string,
  returns: string,
  classParams: readonly TypeParameter[] = [],
): string {
  const texts: string[] = [];
  for (const param of params) {
    const name = writer.variables.get(param.name);
    if (name === undefined || texts.some((text) => text.split(" ")[0] === name)) continue;
    if (!mentions(list, name) && !mentions(returns, name)) continue;
    // What a constructor's call does not say stays open.
    const fallback =
      classParams.length > 0 && param.kind === "typevar" ? ` = ${writer.scope.typed("PyAny")}` : "";
    texts.push(`${name}${constraint(param, writer)}${fallback}`);
  }
  // TypeScript wants those with a default last.
  texts.sort((a, b) => Number(a.includes(" = ")) - Number(b.includes(" = ")));
  return texts.length === 0 ? "" : `<${texts.join(", ")}>`;
}

/**
 * A bound is kept where it is a class of a wrapper: there it is a brand. Bounds to built-in types are left out:
 * TypeScript would infer `"a"` instead of `string` for them, and then promise `"a"` as a result.
 */
function constraint(param: TypeParameter, writer: TypeWriter): string {
  if (param.kind !== "typevar") return " extends unknown[]";
  const { bound } = param;
  if (bound?.kind !== "ref" || knownTypes.has(bound.name)) return "";
  return brandConstraint(bound, writer);
}

function brandConstraint(bound: Extract<TypeNode, { kind: "ref" }>, writer: TypeWriter): string {
  const entry = writer.scope.program.classes.get(bound.name);
  const plain = new Set(["plain", "dataclass", "pydantic", "attrs"]);
  if (entry === undefined || !plain.has(entry.symbol.flavour)) return "";
  return ` extends ${writer.scope.typed("Is")}<${stringLiteral(entry.qualified)}>`;
}
