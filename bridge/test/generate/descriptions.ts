/** Short words for writing descriptions by hand, in the shape that the describer sends. */
import type {
  CallableSymbol,
  ClassSymbol,
  MemberSymbol,
  ModuleDescription,
  ModuleMember,
  Parameter,
  PropertySymbol,
  Signature,
  TypeNode,
  TypeParameter,
  ValueSymbol,
} from "../../src/description/model.js";

export const any: TypeNode = { kind: "any" };
export const none: TypeNode = { kind: "none" };
export const self: TypeNode = { kind: "self" };
export const ref = (name: string, ...args: TypeNode[]): TypeNode =>
  args.length === 0 ? { kind: "ref", name } : { kind: "ref", name, args };
export const int = ref("int");
export const float = ref("float");
export const str = ref("str");
export const bool = ref("bool");
export const bytes = ref("bytes");
export const union = (...items: TypeNode[]): TypeNode => ({ kind: "union", items });
export const optional = (item: TypeNode): TypeNode => union(item, none);
export const typevar = (name: string): TypeNode => ({ kind: "typevar", name });
export const tuple = (...items: TypeNode[]): TypeNode => ({ kind: "tuple", items });
export const variadic = (item: TypeNode): TypeNode => ({ kind: "tuple", items: [item], variadic: true });
export const literal = (...values: (string | number | boolean | null)[]): TypeNode => ({
  kind: "literal",
  values,
});
export const list = (item: TypeNode): TypeNode => ref("list", item);
export const callable = (params: TypeNode[] | undefined, returns: TypeNode): TypeNode =>
  params === undefined
    ? { kind: "callable", returns }
    : { kind: "callable", params: params.map((type, index) => positional(`arg${index}`, type)), returns };
export const T: TypeParameter = { name: "T", kind: "typevar" };

function parameter(
  name: string,
  kind: Parameter["kind"],
  type: TypeNode | undefined,
  more: Partial<Parameter>,
): Parameter {
  return { name, kind, ...(type === undefined ? {} : { type, source: "stub" as const }), ...more };
}
export const positional = (name: string, type?: TypeNode): Parameter =>
  parameter(name, "positional-only", type, {});
export const required = (name: string, type?: TypeNode): Parameter =>
  parameter(name, "positional-or-keyword", type, {});
export const given = (name: string, type?: TypeNode, byDefault = "None"): Parameter =>
  parameter(name, "positional-or-keyword", type, { optional: true, default: byDefault });
export const keyword = (name: string, type?: TypeNode, byDefault?: string): Parameter =>
  parameter(
    name,
    "keyword-only",
    type,
    byDefault === undefined ? {} : { optional: true, default: byDefault },
  );
export const rest = (name: string, type?: TypeNode): Parameter => parameter(name, "var-positional", type, {});
export const keywords = (name: string, type?: TypeNode): Parameter =>
  parameter(name, "var-keyword", type, {});

export function signature(
  params: Parameter[],
  returns?: TypeNode,
  ...typeParams: TypeParameter[]
): Signature {
  return {
    params,
    ...(returns === undefined ? {} : { returns, returnsSource: "stub" as const }),
    ...(typeParams.length === 0 ? {} : { typeParams }),
  };
}

export function fn(
  name: string,
  signatures: Signature | Signature[],
  more: Partial<CallableSymbol> = {},
): CallableSymbol {
  return { kind: "callable", flavour: "function", name, signatures: [signatures].flat(), ...more };
}
export const method = (
  name: string,
  signatures: Signature | Signature[],
  more: Partial<CallableSymbol> = {},
) => fn(name, signatures, { flavour: "method", ...more });
export const property = (
  name: string,
  type?: TypeNode,
  more: Partial<PropertySymbol> = {},
): PropertySymbol => ({
  kind: "property",
  name,
  ...(type === undefined ? {} : { type, source: "stub" as const }),
  ...more,
});
export const value = (name: string, more: Partial<ValueSymbol> = {}): ValueSymbol => ({
  kind: "value",
  name,
  ...more,
});

export function klass(name: string, members: MemberSymbol[], more: Partial<ClassSymbol> = {}): ClassSymbol {
  return { kind: "class", flavour: "plain", name, bases: [], mro: [], members, ...more };
}
export const init = (...signatures: Signature[]): CallableSymbol =>
  fn("__init__", signatures, { flavour: "constructor" });

export function description(
  module: string,
  members: ModuleMember[],
  more: Partial<ModuleDescription> = {},
): ModuleDescription {
  return { schema: 1, module, python: "3.11.7", submodules: [], members, ...more };
}
