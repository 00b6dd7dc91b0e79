/** The Markdown of hovers and completion docs. */
import { URI } from "vscode-uri";
import type { DescribedModule } from "../knowledge/knowledge.js";
import type { ClassSymbol, Location, Parameter, Signature, TypeNode } from "../knowledge/model.js";
import { docstringMarkdown, parameterDocs } from "./docstring.js";
import { parameterText, pythonType } from "snakebridge/tooling";
import { bodyOfDoc, placeOf, pythonDeclaration, shortLists, type AnySymbol } from "./symbols.js";
import { typescriptSignature, typescriptType } from "./typescript-text.js";

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

export function moduleText(module: DescribedModule): string {
  const heading = fenced("python", `(module) ${module.module}`);
  return joined([
    heading,
    module.doc ? docstringMarkdown(module.doc, 3_000) : undefined,
    footer(module.file === undefined ? undefined : { file: module.file, line: 1 }, module),
  ]);
}

export function symbolText(
  symbol: AnySymbol,
  module: DescribedModule | undefined,
  owner?: ClassSymbol,
): string {
  const doc = bodyOfDoc(symbol);
  return joined([
    fenced("python", pythonDeclaration(symbol, module?.module)),
    typescriptForm(symbol),
    symbol.deprecated
      ? `**Deprecated**${symbol.deprecated.message ? `: ${symbol.deprecated.message}` : ""}`
      : undefined,
    doc === undefined ? undefined : docstringMarkdown(doc),
    footer(symbol.location ?? symbol.stub, module, owner),
  ]);
}

export function valueText(variable: string, type: TypeNode): string {
  return joined([
    fenced("python", `${variable ? `${variable}: ` : ""}${pythonType(type)}`),
    fenced("typescript", `${variable ? `${variable}: ` : ""}${typescriptType(type, "return")}`),
  ]);
}

function typescriptForm(symbol: AnySymbol): string | undefined {
  switch (symbol.kind) {
    case "callable":
      return signatures(symbol.name, symbol.signatures);
    case "class":
      return symbol.constructor_ && symbol.flavour !== "enum"
        ? signatures(
            `new ${symbol.name}`,
            symbol.constructor_.signatures.map((signature) => ({
              ...signature,
              returns: { kind: "ref" as const, name: symbol.name },
            })),
          )
        : undefined;
    case "property":
    case "value":
      return symbol.type
        ? fenced("typescript", `${symbol.name}: ${typescriptType(symbol.type, "return")}`)
        : undefined;
    default:
      return undefined;
  }
}

function signatures(name: string, all: readonly Signature[]): string | undefined {
  if (all.length === 0) {
    return undefined;
  }
  const lines = all.slice(0, 3).map((signature) => {
    const text = typescriptSignature(signature);
    return `${name}${text.replace(/^(\(.*\)) => /s, "$1: ")}`;
  });
  const hidden = all.length - lines.length;
  const rest = hidden > 0 ? [`// ${hidden} more overload${hidden === 1 ? "" : "s"}`] : [];
  return fenced("typescript", shortLists([...lines, ...rest].join("\n")));
}

function footer(
  location: Location | undefined,
  module: DescribedModule | undefined,
  owner?: ClassSymbol,
): string | undefined {
  // As code: Markdown would show the "init" of `__init__.py` in bold and leave its underscores out.
  const place = location
    ? `[\`${placeOf(location)}\`](${URI.file(location.file)
        .with({ fragment: `L${location.line}` })
        .toString()})`
    : undefined;
  const version = module
    ? module.standardLibrary
      ? `standard library of Python ${module.python}`
      : [module.distribution ?? module.module.split(".")[0], module.version].filter(Boolean).join(" ")
    : undefined;
  const of = owner ? `\`${owner.name}\`` : undefined;
  const text = [of, place, version].filter((part) => part !== undefined && part !== "").join(" · ");
  return text ? `---\n\n${text}` : undefined;
}

export function parameterHover(
  parameter: Parameter,
  doc: string | undefined,
  module: string | undefined,
): string {
  const text = parameter.doc ?? (doc === undefined ? undefined : parameterDocs(doc).get(parameter.name));
  return joined([
    fenced("python", `(parameter) ${parameterText(parameter, module)}`),
    fenced(
      "typescript",
      `${parameter.name}${parameter.optional ? "?" : ""}: ${typescriptType(parameter.type, "parameter")}`,
    ),
    text,
  ]);
}
