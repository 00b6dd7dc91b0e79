/** Signatures and types as TypeScript sees them, by the table of annotations in docs/types.md. For people, not for files. */
import type { LiteralValue, Parameter, Signature, TypeNode } from "../knowledge/model.js";

const scalars: Record<string, string> = {
  int: "number",
  float: "number",
  str: "string",
  bool: "boolean",
  bytes: "Uint8Array",
  complex: "Complex",
  object: "unknown",
  range: "PyRange",
  slice: "PySlice",
  "datetime.datetime": "PyDateTime",
  "datetime.date": "PyDate",
  "datetime.time": "PyTime",
  "datetime.timedelta": "PyTimeDelta",
  "decimal.Decimal": "PyDecimal",
  "fractions.Fraction": "PyFraction",
  "pathlib.Path": "PyPath",
  "typing.Any": "PyAny",
  "typing.NoReturn": "never",
  "typing.Never": "never",
};

type Direction = "parameter" | "return";

function literal(value: LiteralValue): string {
  if (value === null || typeof value !== "object") {
    return JSON.stringify(value);
  }
  return "int" in value
    ? value.int
    : "enum" in value
      ? value.enum.split(".").slice(-2).join(".")
      : "Uint8Array";
}

function last(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function arrayOf(item: string, readonly: boolean): string {
  const element = /[ |&]/.test(item) ? `(${item})` : item;
  return `${readonly ? "readonly " : ""}${element}[]`;
}

export function typescriptType(type: TypeNode | undefined, direction: Direction): string {
  if (!type) {
    return direction === "return" ? "PyAny" : "PyArg";
  }
  const inner = (part: TypeNode | undefined): string => typescriptType(part, direction);
  switch (type.kind) {
    case "ref":
      return reference(type, direction, inner);
    case "union":
      return [...new Set(type.items.map(inner))].join(" | ");
    case "literal":
      return type.values.map(literal).join(" | ");
    case "callable": {
      const params = type.params
        ?.map((parameter) => `${parameter.name}: ${inner(parameter.type)}`)
        .join(", ");
      const returns = inner(type.returns);
      return `(${params ?? "...args: any[]"}) => ${returns} | Promise<${returns}>`;
    }
    case "tuple":
      return type.variadic
        ? arrayOf(inner(type.items[0]), true)
        : `readonly [${type.items.map(inner).join(", ")}]`;
    case "typevar":
      return type.name;
    case "unpack":
      return `...${inner(type.item)}`;
    case "none":
      return "null";
    case "self":
      return "this";
    case "any":
    case "raw":
      return direction === "return" ? "PyAny" : "PyArg";
  }
}

function reference(
  type: TypeNode & { kind: "ref" },
  direction: Direction,
  inner: (part: TypeNode | undefined) => string,
): string {
  const scalar = scalars[type.name];
  if (scalar !== undefined) {
    return type.name === "object" && direction === "parameter" ? "PyArg" : scalar;
  }
  const [first, second] = type.args ?? [];
  switch (type.name) {
    case "list":
      return arrayOf(inner(first), direction === "parameter");
    case "set":
    case "frozenset":
      return `${type.name === "set" && direction === "return" ? "" : "Readonly"}Set<${inner(first)}>`;
    case "dict":
      return first?.kind === "ref" && first.name === "str"
        ? `Record<string, ${inner(second)}>`
        : `Map<${inner(first)}, ${inner(second)}>`;
    case "typing.Sequence":
    case "typing.Iterable":
    case "typing.Collection":
      return direction === "parameter"
        ? arrayOf(inner(first), true)
        : `${arrayOf(inner(first), true)} | PyRef`;
    case "typing.Mapping":
      return direction === "parameter"
        ? `Record<string, ${inner(second)}>`
        : `Readonly<Record<string, ${inner(second)}>> | PyRef`;
    case "typing.Iterator":
    case "typing.AsyncIterator":
    case "typing.AsyncIterable":
    case "typing.Generator":
    case "typing.AsyncGenerator":
      return `AsyncIterable<${inner(first)}>`;
    case "typing.Awaitable":
      return inner(first);
    case "typing.Coroutine":
      return inner(type.args?.[2]);
    case "type":
      return `PyClass<${inner(first)}>`;
    default:
      return `${last(type.name)}${type.args?.length ? `<${type.args.map(inner).join(", ")}>` : ""}`;
  }
}

const reserved =
  /^(?:break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;

/** `(obj: PyArg, kw?: Kw<{ indent?: number | null }>) => PyPromise<string>` */
export function typescriptSignature(signature: Signature): string {
  const positional = signature.params.filter(
    (parameter) => parameter.kind === "positional-only" || parameter.kind === "positional-or-keyword",
  );
  const named = signature.params.filter((parameter) => parameter.kind === "keyword-only");
  const parts = positional.map(
    (parameter) =>
      `${reserved.test(parameter.name) ? `${parameter.name}_` : parameter.name}${parameter.optional ? "?" : ""}: ${typescriptType(parameter.type, "parameter")}`,
  );
  const rest = signature.params.find((parameter) => parameter.kind === "var-positional");
  if (rest) {
    parts.push(`...${rest.name}: ${arrayOf(typescriptType(rest.type, "parameter"), true)}`);
  }
  const keywords = keywordFields(
    named,
    signature.params.some((parameter) => parameter.kind === "var-keyword"),
  );
  if (keywords) {
    parts.push(`kw${named.every((parameter) => parameter.optional) ? "?" : ""}: Kw<${keywords}>`);
  }
  const returns = signature.returns?.kind === "none" ? "void" : typescriptType(signature.returns, "return");
  return `(${parts.join(", ")}) => PyPromise<${returns}>`;
}

function keywordFields(named: readonly Parameter[], open: boolean): string | undefined {
  if (named.length === 0 && !open) {
    return undefined;
  }
  const fields = named.map(
    (parameter) =>
      `${parameter.name}${parameter.optional ? "?" : ""}: ${typescriptType(parameter.type, "parameter")}`,
  );
  if (open) {
    fields.push("[name: string]: PyArg");
  }
  return `{ ${fields.join("; ")} }`;
}
