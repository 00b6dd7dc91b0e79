/** What a parameter of a Python type accepts in TypeScript. */
import type { Field, LiteralValue, TypeNode } from "../description/model.js";
import { callbackType, tupleItems } from "./function-type.js";
import { givenType } from "./given-types.js";
import { knownTypes } from "./known.js";
import { lastOf } from "./layout.js";
import { literalType, stringLiteral } from "./literal.js";
import { isIdentifier, needsOtherName } from "./names.js";
import type { ClassEntry } from "./plan.js";
import { plainKinds } from "./protocol.js";
import { arrayOf, generic, mentions, unionOf } from "./text.js";
import type { TypeWriter } from "./type.js";
import { anyNode, DEEP } from "./type-node.js";

type RefNode = Extract<TypeNode, { kind: "ref" }>;

/** Parts of a union of arguments. `plain` types get references and pending results added by one `Arg<...>`. */
interface ArgumentParts {
  plain: string[];
  direct: string[];
}

/** Stands for a part that takes everything, and so makes the whole union `PyArg`. */
const ANYTHING = "\0anything";

function direct(text: string): ArgumentParts {
  return { plain: [], direct: [text] };
}

/** What a parameter of that type accepts. */
export function argumentType(node: TypeNode | undefined, writer: TypeWriter): string {
  const parts = argumentParts(node ?? anyNode, writer);
  if (parts.direct.includes(ANYTHING)) return writer.scope.typed("PyArg");
  const items = [...parts.direct];
  if (parts.plain.length > 0) {
    const plain = unionOf(parts.plain);
    items.unshift(plain === "null" ? plain : `${writer.scope.typed("Arg")}<${plain}>`);
  }
  return unionOf(items);
}

function argumentParts(node: TypeNode, writer: TypeWriter): ArgumentParts {
  const { scope } = writer;
  const own = givenType(node);
  if (own !== undefined) return direct(own);
  switch (node.kind) {
    case "any":
    case "raw":
      return direct(ANYTHING);
    case "none":
      return { plain: ["null"], direct: [] };
    case "self":
      return direct(writer.self === undefined ? ANYTHING : brand(writer, writer.self.qualified, []));
    case "typevar": {
      const name = writer.variable(node.name);
      return name === undefined ? direct(ANYTHING) : { plain: [name], direct: [] };
    }
    case "unpack":
      return direct(ANYTHING);
    case "literal":
      return literalParts(node.values, writer);
    case "union": {
      const parts = node.items.map((item) => argumentParts(item, writer));
      return { plain: parts.flatMap((part) => part.plain), direct: parts.flatMap((part) => part.direct) };
    }
    case "tuple": {
      const items = node.variadic
        ? `readonly ${arrayOf(writer.arg(node.items[0]))}`
        : `readonly [${tupleItems(node.items, writer, (item) => writer.arg(item))}]`;
      return direct(`${scope.typed("TupleArg")}<${items}>`);
    }
    case "callable":
      return direct(`${scope.typed("CallableArg")}<${callbackType(node, writer)}>`);
    case "ref":
      return refParts(node, writer);
  }
}

function literalParts(values: readonly LiteralValue[], writer: TypeWriter): ArgumentParts {
  const parts: ArgumentParts = { plain: [], direct: [] };
  for (const value of values) {
    const text = literalType(value);
    if (text !== undefined) parts.plain.push(text);
    else if (typeof value === "object" && value !== null && "enum" in value) {
      parts.direct.push(brand(writer, value.enum.slice(0, value.enum.lastIndexOf(".")), []));
    } else parts.direct.push(writer.scope.typed("BytesArg"));
  }
  return parts;
}

function refParts(node: RefNode, writer: TypeWriter): ArgumentParts {
  const known = knownTypes.get(node.name);
  if (known !== undefined) {
    if (node.name === "type" && node.args?.[0] === undefined) return direct(writer.scope.typed("PyClass"));
    const written = known.arg(writer.forRule(node.args ?? []));
    if (written.direct === writer.scope.typed("PyArg")) return direct(ANYTHING);
    return {
      plain: written.plain === undefined ? [] : [written.plain],
      direct: written.direct === undefined ? [] : [written.direct],
    };
  }
  const alias = writer.alias(node);
  if (alias !== undefined) return alias === DEEP ? direct(ANYTHING) : aliasParts(node, alias, writer);
  const entry = writer.scope.program.classes.get(node.name);
  if (entry === undefined) return unknownParts(node.name, writer);
  if (entry.symbol.flavour === "protocol") return protocolParts(entry, writer);
  if (entry.symbol.flavour === "typeddict")
    return { plain: [writer.classValue(entry, node.args)], direct: [] };
  const own = brand(writer, entry.qualified, brandArguments(entry, node.args, writer));
  if (entry.symbol.flavour === "namedtuple" && entry.symbol.fields !== undefined)
    return direct(
      `${writer.scope.typed("TupleArg")}<${namedTupleItems(entry, entry.symbol.fields, writer)}>`,
    );
  return withCodec(entry.qualified, own, writer);
}

/** What a named tuple's fields accept; where one is of that tuple again (a chain, a tree), any tuple. */
function namedTupleItems(entry: ClassEntry, fields: readonly Field[], writer: TypeWriter): string {
  const inside = writer.forFieldsOf(entry);
  if (inside === undefined) return `readonly ${arrayOf(writer.scope.typed("PyArg"))}`;
  return `readonly [${fields.map((field) => inside.arg(field.type)).join(", ")}]`;
}

/** Beside references, what a codec of the project takes. */
function withCodec(qualified: string, own: string, { scope }: TypeWriter): ArgumentParts {
  const codec = scope.codec(qualified);
  return {
    plain: codec === undefined ? [] : [`${scope.typed("CodecArg")}<${codec}>`],
    direct: [own],
  };
}

/** A long alias is declared under its own name, once a file. */
function aliasParts(
  node: RefNode,
  alias: { writer: TypeWriter; type: TypeNode },
  writer: TypeWriter,
): ArgumentParts {
  const parts = argumentParts(alias.type, alias.writer);
  const text = alias.writer.arg(alias.type);
  // What depends on the place has no name that holds everywhere.
  const generic =
    (node.args !== undefined && node.args.length > 0) ||
    [...writer.variables.values()].some((name) => mentions(text, name)) ||
    JSON.stringify(alias.type).includes('"kind":"self"');
  if (generic || writer.isInsideAlias || parts.direct.includes(ANYTHING) || text.length < 60) return parts;
  const name = lastOf(node.name).replace(/^_+(?=[A-Za-z])/, "");
  return direct(writer.scope.declareType(isIdentifier(name) && !needsOtherName(name) ? name : "Alias", text));
}

/** A class that nobody described. Private names and `Supports...` stand for protocols far more often than for classes. */
function unknownParts(name: string, writer: TypeWriter): ArgumentParts {
  writer.noteUnknown(name);
  const last = name.slice(name.lastIndexOf(".") + 1);
  const duck = last.startsWith("_") || last.startsWith("Supports") || name.startsWith("_typeshed.");
  return duck ? direct(ANYTHING) : withCodec(name, brand(writer, name, []), writer);
}

function protocolParts(entry: ClassEntry, writer: TypeWriter): ArgumentParts {
  const members = entry.symbol.members
    .filter((member) => member.kind !== "class")
    .map((member) => member.name);
  const kinds = plainKinds(members);
  if (kinds === "all") return direct(ANYTHING);
  const { scope } = writer;
  const names = members.filter((name) => !name.startsWith("_")).map(stringLiteral);
  const held =
    names.length === 0 ? `${scope.typed("Held")}<unknown>` : `${scope.typed("Protocol")}<${unionOf(names)}>`;
  const plain = kinds.map((kind) => {
    const global = (["ReadonlySet", "Uint8Array", "Iterable"] as const).find((name) => kind.startsWith(name));
    return global === undefined ? kind : kind.replace(global, scope.global(global));
  });
  return { plain: [], direct: [held, ...plain] };
}

/**
 * What a brand says of type arguments. The brand is covariant, so of a contravariant parameter it asks nothing: a consumer of more than is
 * wanted is as good. A type variable stays, since the call finds it out from there.
 */
function brandArguments(
  { symbol }: ClassEntry,
  args: readonly TypeNode[] | undefined,
  writer: TypeWriter,
): string[] {
  return (args ?? []).flatMap((arg, index) => {
    const param = symbol.typeParams?.[index];
    if (param?.kind !== "typevar") return [];
    const isOpen = arg.kind === "typevar" && writer.open.has(arg.name);
    return [param.variance === "contravariant" && !isOpen ? writer.scope.typed("PyAny") : writer.value(arg)];
  });
}

function brand(writer: TypeWriter, qualified: string, args: readonly string[]): string {
  const name = stringLiteral(qualified);
  const list = args.length === 0 ? [] : [`readonly [${args.join(", ")}]`];
  return generic(writer.scope.typed("Is"), [name, ...list]);
}
