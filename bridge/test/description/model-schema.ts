/**
 * The model of a description as a schema that checks values. The compiler keeps both equal: a field or kind that one has
 * and the other lacks is a type error here.
 */
import { z } from "zod";
import type {
  AliasDefinition,
  AliasSymbol,
  CallableSymbol,
  ClassDescription,
  ClassSymbol,
  Deprecation,
  FactSource,
  Field,
  InstalledModule,
  LiteralValue,
  Location,
  MemberSymbol,
  ModuleDescription,
  ModuleMember,
  ModuleSymbol,
  Parameter,
  PropertySymbol,
  Signature,
  Skipped,
  Submodule,
  TypeNode,
  TypeParameter,
  ValueSymbol,
} from "../../src/description/model.js";

/** A schema for every field: none too many, none too few, each of the field's type. */
type Shape<T> = { [K in keyof T]-?: z.ZodType<T[K] | undefined> };

const flag = z.literal(true).optional();
const text = z.string().optional();
const node: z.ZodType<TypeNode> = z.lazy(() => typeNode);
const parameterNode: z.ZodType<Parameter> = z.lazy(() => parameter);

const literal: z.ZodType<LiteralValue> = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ enum: z.string() }),
  z.strictObject({ int: z.string().regex(/^-?\d+$/) }),
  z.strictObject({ bytes: z.base64() }),
]);

const source: z.ZodType<FactSource> = z.enum([
  "stub",
  "inline",
  "constraint",
  "docstring",
  "inferred",
  "default",
]);

const nodes = {
  ref: { kind: z.literal("ref"), name: z.string().min(1), args: z.array(node).min(1).optional() },
  union: { kind: z.literal("union"), items: z.array(node).min(2) },
  literal: { kind: z.literal("literal"), values: z.array(literal).min(1) },
  callable: {
    kind: z.literal("callable"),
    params: z.array(parameterNode).optional(),
    returns: node,
    paramSpec: text,
  },
  tuple: { kind: z.literal("tuple"), items: z.array(node), variadic: flag },
  typevar: { kind: z.literal("typevar"), name: z.string().min(1) },
  unpack: { kind: z.literal("unpack"), item: node },
  any: { kind: z.literal("any") },
  none: { kind: z.literal("none") },
  self: { kind: z.literal("self") },
  raw: { kind: z.literal("raw"), text: z.string() },
} satisfies { [K in TypeNode["kind"]]: Shape<Extract<TypeNode, { kind: K }>> };

const typeNode = z.discriminatedUnion("kind", [
  z.strictObject(nodes.ref),
  z.strictObject(nodes.union),
  z.strictObject(nodes.literal),
  z.strictObject(nodes.callable),
  z.strictObject(nodes.tuple),
  z.strictObject(nodes.typevar),
  z.strictObject(nodes.unpack),
  z.strictObject(nodes.any),
  z.strictObject(nodes.none),
  z.strictObject(nodes.self),
  z.strictObject(nodes.raw),
]) as z.ZodType<TypeNode>;

const parameter = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(["positional-only", "positional-or-keyword", "var-positional", "keyword-only", "var-keyword"]),
  optional: flag,
  default: z.string().max(200).optional(),
  literal: literal.optional(),
  type: node.optional(),
  source: source.optional(),
  doc: text,
  drift: flag,
} satisfies Shape<Parameter>) as z.ZodType<Parameter>;

const typeParameter = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(["typevar", "paramspec", "typevartuple"]),
  bound: node.optional(),
  constraints: z.array(node).optional(),
  variance: z.enum(["covariant", "contravariant"]).optional(),
  default: node.optional(),
} satisfies Shape<TypeParameter>) as z.ZodType<TypeParameter>;

const signature = z.strictObject({
  params: z.array(parameter),
  returns: node.optional(),
  returnsSource: source.optional(),
  typeParams: z.array(typeParameter).min(1).optional(),
  self: node.optional(),
  deprecated: text,
} satisfies Shape<Signature>) as z.ZodType<Signature>;

const location = z.strictObject({
  file: z.string().min(1),
  line: z.int().positive(),
} satisfies Shape<Location>) as z.ZodType<Location>;

const deprecation = z.strictObject({
  message: z.string(),
  since: text,
} satisfies Shape<Deprecation>) as z.ZodType<Deprecation>;

const base = {
  name: z.string().min(1),
  doc: text,
  location: location.optional(),
  stub: location.optional(),
  deprecated: deprecation.optional(),
  definedAs: text,
};

const callable = z.strictObject({
  ...base,
  kind: z.literal("callable"),
  flavour: z.enum(["function", "method", "classmethod", "staticmethod", "constructor", "callable-object"]),
  signatures: z.array(signature),
  async: flag,
  generator: flag,
  class: text,
  inheritedFrom: text,
} satisfies Shape<CallableSymbol>) as z.ZodType<CallableSymbol>;

const property = z.strictObject({
  ...base,
  kind: z.literal("property"),
  type: node.optional(),
  source: source.optional(),
  settable: flag,
  deletable: flag,
  inheritedFrom: text,
  static: flag,
} satisfies Shape<PropertySymbol>) as z.ZodType<PropertySymbol>;

const field = z.strictObject({
  name: z.string().min(1),
  type: node.optional(),
  source: source.optional(),
  value: literal.optional(),
  optional: flag,
  default: text,
  doc: text,
} satisfies Shape<Field>) as z.ZodType<Field>;

const member: z.ZodType<MemberSymbol> = z.lazy(() => z.union([callable, property, classSymbol, value]));

const classSymbol = z.strictObject({
  ...base,
  kind: z.literal("class"),
  flavour: z.enum([
    "plain",
    "dataclass",
    "namedtuple",
    "enum",
    "typeddict",
    "protocol",
    "exception",
    "pydantic",
    "attrs",
  ]),
  bases: z.array(node),
  mro: z.array(z.string()),
  typeParams: z.array(typeParameter).min(1).optional(),
  constructor_: callable.optional(),
  members: z.array(member),
  fields: z.array(field).optional(),
  abstract: flag,
  dynamic: flag,
  iterable: z.union([node, z.literal(true)]).optional(),
  inheritedFrom: text,
} satisfies Shape<ClassSymbol>) as z.ZodType<ClassSymbol>;

const value = z.strictObject({
  ...base,
  kind: z.literal("value"),
  lazy: flag,
  type: node.optional(),
  source: source.optional(),
  value: literal.optional(),
  class: text,
  inheritedFrom: text,
} satisfies Shape<ValueSymbol>) as z.ZodType<ValueSymbol>;

const alias = z.strictObject({
  ...base,
  kind: z.literal("alias"),
  type: node,
  newType: flag,
  typeParams: z.array(typeParameter).min(1).optional(),
} satisfies Shape<AliasSymbol>) as z.ZodType<AliasSymbol>;

const moduleSymbol = z.strictObject({
  ...base,
  kind: z.literal("module"),
  module: z.string().min(1),
} satisfies Shape<ModuleSymbol>) as z.ZodType<ModuleSymbol>;

const moduleMember: z.ZodType<ModuleMember> = z.union([callable, classSymbol, value, alias, moduleSymbol]);

const submodule = z.strictObject({
  name: z.string().min(1),
  lazy: flag,
} satisfies Shape<Submodule>) as z.ZodType<Submodule>;

const skipped = z.strictObject({
  name: z.string(),
  reason: z.string(),
  internal: flag,
} satisfies Shape<Skipped>) as z.ZodType<Skipped>;

const aliasDefinition = z.strictObject({
  type: node,
  typeParams: z.array(typeParameter).min(1).optional(),
} satisfies Shape<AliasDefinition>) as z.ZodType<AliasDefinition>;

const origin = { distribution: text, version: text, stdlib: flag, python: z.string().regex(/^3\.\d+\.\d+/) };

export const moduleDescription = z.strictObject({
  ...origin,
  schema: z.literal(1),
  module: z.string().min(1),
  doc: text,
  file: text,
  dynamic: flag,
  submodules: z.array(submodule),
  members: z.array(moduleMember),
  skipped: z.array(skipped).optional(),
  exports: z.array(z.string()).min(1).optional(),
  aliases: z.record(z.string(), aliasDefinition).optional(),
  importOutput: z.string().max(4_000).optional(),
} satisfies Shape<ModuleDescription>);

export const classDescription = z.strictObject({
  ...origin,
  schema: z.literal(1),
  name: z.string().min(1),
  class: classSymbol,
  aliases: z.record(z.string(), aliasDefinition).optional(),
} satisfies Shape<ClassDescription>);

export const installedModule = z.strictObject({
  name: z.string().min(1),
  distribution: text,
  version: text,
  stdlib: flag,
  package: flag,
  summary: text,
} satisfies Shape<InstalledModule>);
