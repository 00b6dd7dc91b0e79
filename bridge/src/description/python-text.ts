/** Signatures and types as Python writes them, for people. */
import type { LiteralValue, Parameter, Signature, TypeNode } from "./model.js";

const shortened = /^(?:typing|typing_extensions|_typeshed|collections\.abc|builtins|types)\./;

/** `numpy.ndarray` inside numpy is `ndarray`; `typing.Sequence` is `Sequence` everywhere. */
function shortName(name: string, module: string | undefined): string {
  const plain = name.replace(shortened, "");
  if (plain !== name) {
    return plain;
  }
  const top = module?.split(".")[0];
  return top !== undefined && name.startsWith(`${top}.`) ? name.slice(name.lastIndexOf(".") + 1) : name;
}

export function literalText(value: LiteralValue): string {
  if (value === null) {
    return "None";
  }
  if (typeof value === "string") {
    return quoted(value);
  }
  if (typeof value === "boolean") {
    return value ? "True" : "False";
  }
  if (typeof value === "number") {
    return String(value);
  }
  if ("enum" in value) {
    return value.enum.split(".").slice(-2).join(".");
  }
  return "int" in value ? value.int : `b"..."`;
}

function quoted(text: string): string {
  return text.includes("'") && !text.includes('"')
    ? `"${text}"`
    : `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
}

export function pythonType(type: TypeNode, module?: string): string {
  const inner = (part: TypeNode): string => pythonType(part, module);
  switch (type.kind) {
    case "ref":
      return `${shortName(type.name, module)}${type.args?.length ? `[${type.args.map(inner).join(", ")}]` : ""}`;
    case "union":
      return [...new Set(type.items.map(inner))].join(" | ");
    case "literal":
      return `Literal[${type.values.map(literalText).join(", ")}]`;
    case "callable":
      return `Callable[${type.params ? `[${type.params.map((parameter) => (parameter.type ? inner(parameter.type) : "Any")).join(", ")}]` : (type.paramSpec ?? "...")}, ${inner(type.returns)}]`;
    case "tuple":
      return type.items.length === 0
        ? "tuple[()]"
        : `tuple[${type.items.map(inner).join(", ")}${type.variadic ? ", ..." : ""}]`;
    case "typevar":
      return type.name;
    case "unpack":
      return `*${inner(type.item)}`;
    case "any":
      return "Any";
    case "none":
      return "None";
    case "self":
      return "Self";
    case "raw":
      return type.text;
  }
}

export function parameterText(parameter: Parameter, module?: string): string {
  const star = parameter.kind === "var-positional" ? "*" : parameter.kind === "var-keyword" ? "**" : "";
  const declared =
    parameter.type && parameter.source !== "default" ? `: ${pythonType(parameter.type, module)}` : "";
  const given = parameter.default ?? (parameter.optional && star === "" ? "..." : undefined);
  return `${star}${parameter.name}${declared}${given === undefined ? "" : declared ? ` = ${given}` : `=${given}`}`;
}

/** The pieces between the parentheses, `/` and `*` included, each with its parameter where it is one. */
export function parameterPieces(
  signature: Signature,
  module?: string,
): { text: string; parameter?: Parameter }[] {
  const pieces: { text: string; parameter?: Parameter }[] = [];
  let positionalOnly = false;
  let keywordOnly = false;
  for (const parameter of signature.params) {
    if (positionalOnly && parameter.kind !== "positional-only") {
      pieces.push({ text: "/" });
    }
    positionalOnly = parameter.kind === "positional-only";
    if (parameter.kind === "keyword-only" && !keywordOnly) {
      pieces.push({ text: "*" });
      keywordOnly = true;
    }
    keywordOnly ||= parameter.kind === "var-positional";
    pieces.push({ text: parameterText(parameter, module), parameter });
  }
  if (positionalOnly) {
    pieces.push({ text: "/" });
  }
  return pieces;
}

/** `(obj: Any, *, indent: int | None = None) -> str` */
export function signatureText(signature: Signature, module?: string): string {
  const pieces = parameterPieces(signature, module).map((piece) => piece.text);
  return `(${pieces.join(", ")})${returnText(signature, module)}`;
}

export function returnText(signature: Signature, module?: string): string {
  return signature.returns && signature.returnsSource !== "default"
    ? ` -> ${pythonType(signature.returns, module)}`
    : "";
}

/** One parameter a line where the whole would not fit. */
export function signatureBlock(prefix: string, signature: Signature, module?: string, width = 88): string {
  const whole = `${prefix}${signatureText(signature, module)}`;
  if (whole.length <= width) {
    return whole;
  }
  const lines = parameterPieces(signature, module).map((piece) => `    ${piece.text},`);
  return `${prefix}(\n${lines.join("\n")}\n)${returnText(signature, module)}`;
}

/** `(obj, *, indent=None)`: without types. */
export function plainSignature(signature: Signature): string {
  return `(${piecesWithoutTypes(signature.params).join(", ")})`;
}

/** As `plainSignature`, with long defaults and long lists cut: for one line of a list. */
export function shortSignature(signature: Signature): string {
  const short = signature.params.map((parameter) =>
    parameter.default !== undefined && parameter.default.length > 12
      ? { ...parameter, default: "..." }
      : parameter,
  );
  const text = piecesWithoutTypes(short).join(", ");
  return `(${text.length > 60 ? `${text.slice(0, 57)}...` : text})`;
}

function piecesWithoutTypes(params: readonly Parameter[]): string[] {
  const bare = params.map(({ type: _type, ...rest }) => rest);
  return parameterPieces({ params: bare }).map((piece) => piece.text);
}
