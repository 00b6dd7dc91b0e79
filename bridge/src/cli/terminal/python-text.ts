import type {
  CallableSymbol,
  LiteralValue,
  ModuleMember,
  Parameter,
  Signature,
  TypeNode,
} from "../../description/index.js";

/** Signatures and types as Python writes them. */

/** `(obj, *, indent=None)`; with `types`, `(obj: Any, *, indent: int | None = None) -> str`. */
export function signatureText(signature: Signature, types: boolean): string {
  const parts: string[] = [];
  let positionalOnly = false;
  let keywordOnly = false;
  for (const parameter of signature.params) {
    if (positionalOnly && parameter.kind !== "positional-only") parts.push("/");
    positionalOnly = parameter.kind === "positional-only";
    if (parameter.kind === "keyword-only" && !keywordOnly) parts.push("*");
    keywordOnly ||= parameter.kind === "keyword-only" || parameter.kind === "var-positional";
    parts.push(parameterText(parameter, types));
  }
  if (positionalOnly) parts.push("/");
  return `(${parts.join(", ")})${types ? returnText(signature) : ""}`;
}

/** ` -> str`. A guess from a default is not shown as if somebody had declared it. */
export function returnText(signature: Signature | undefined): string {
  if (signature?.returns === undefined || signature.returnsSource === "default") return "";
  return ` -> ${typeText(signature.returns)}`;
}

function parameterText(parameter: Parameter, types: boolean): string {
  const star = parameter.kind === "var-positional" ? "*" : parameter.kind === "var-keyword" ? "**" : "";
  const type =
    types && parameter.type !== undefined && parameter.source !== "default"
      ? `: ${typeText(parameter.type)}`
      : "";
  const value = parameter.default ?? (parameter.optional === true && star === "" ? "..." : undefined);
  if (value === undefined) return `${star}${parameter.name}${type}`;
  return type === "" ? `${star}${parameter.name}=${value}` : `${star}${parameter.name}${type} = ${value}`;
}

/** A type, without the modules that everybody knows. */
export function typeText(type: TypeNode): string {
  switch (type.kind) {
    case "ref":
      return `${shortName(type.name)}${type.args === undefined || type.args.length === 0 ? "" : `[${type.args.map(typeText).join(", ")}]`}`;
    case "union":
      return [...new Set(type.items.map(typeText))].join(" | ");
    case "literal":
      return `Literal[${type.values.map(literalText).join(", ")}]`;
    case "callable":
      return `Callable[${type.params === undefined ? (type.paramSpec ?? "...") : `[${type.params.map((each) => (each.type === undefined ? "Any" : typeText(each.type))).join(", ")}]`}, ${typeText(type.returns)}]`;
    case "tuple":
      return `tuple[${type.items.length === 0 ? "()" : type.items.map(typeText).join(", ")}${type.variadic === true ? ", ..." : ""}]`;
    case "typevar":
      return type.name;
    case "unpack":
      return `*${typeText(type.item)}`;
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

function shortName(name: string): string {
  return name.replace(/^(?:typing|typing_extensions|_typeshed|builtins|types|collections\.abc)\./, "");
}

function literalText(value: LiteralValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "object")
    return "enum" in value
      ? value.enum.split(".").slice(-2).join(".")
      : "int" in value
        ? value.int
        : 'b"..."';
  return JSON.stringify(value);
}

/** What stands behind a name in a list: a signature, a type, a value. */
export function behindName(member: ModuleMember | CallableSymbol, types: boolean): string {
  switch (member.kind) {
    case "callable":
      return member.signatures[0] === undefined ? "(...)" : signatureText(member.signatures[0], types);
    case "class":
      return member.constructor_?.signatures[0] === undefined
        ? ""
        : signatureText({ params: member.constructor_.signatures[0].params }, types);
    case "value":
      if (member.value !== undefined) return ` = ${literalText(member.value)}`;
      return member.type === undefined ? "" : `: ${typeText(member.type)}`;
    case "alias":
      return ` = ${typeText(member.type)}`;
    case "module":
      return "";
  }
}
