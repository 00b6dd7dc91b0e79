/** Writes the arguments that a call still lacks, from its signature and the names in scope. */
import type { Range } from "vscode-languageserver-protocol";
import type { CallSite } from "../analysis/expression.js";
import type { Parameter, Signature, TypeNode } from "../knowledge/model.js";
import { byPosition } from "../knowledge/overloads.js";
import type { AnalyzedSource } from "../source-document.js";

export interface LackingArguments {
  positional: string[];
  keywords: string[];
}

/** Arguments for what is required and not given, in order. */
export function lackingArguments(
  document: AnalyzedSource,
  call: CallSite,
  signature: Signature,
  offset: number,
): LackingArguments {
  const names = document.analysis.namesInScope(offset);
  const given = call.arguments.filter((argument) => argument.kind === "positional").length;
  const keywords = new Set(
    call.arguments.flatMap((argument) => (argument.keywords ?? []).map((keyword) => keyword.name)),
  );
  const slots = signature.params.filter(byPosition);
  const lacking: LackingArguments = { positional: [], keywords: [] };
  const used = new Set<string>(call.arguments.map((argument) => argument.text));
  const lastRequired = slots.findLastIndex(
    (parameter) => parameter.optional !== true && !keywords.has(parameter.name),
  );
  for (const [index, parameter] of slots.entries()) {
    if (index >= given && index <= lastRequired && !keywords.has(parameter.name)) {
      lacking.positional.push(valueFor(parameter, names, used));
    }
  }
  for (const parameter of signature.params) {
    if (parameter.kind === "keyword-only" && parameter.optional !== true && !keywords.has(parameter.name)) {
      const value = valueFor(parameter, names, used);
      lacking.keywords.push(
        value === parameter.name && names.includes(value) ? value : `${parameter.name}: ${value}`,
      );
    }
  }
  return lacking;
}

/** A variable of the same name if there is one, else a value of the right type, else a placeholder to replace. */
function valueFor(parameter: Parameter, names: readonly string[], used: Set<string>): string {
  const wanted = parameter.name.toLowerCase().replaceAll("_", "");
  const same = names.find((name) => !used.has(name) && name.toLowerCase().replaceAll("_", "") === wanted);
  if (same !== undefined) {
    used.add(same);
    return same;
  }
  return emptyValue(parameter.type) ?? parameter.name;
}

function emptyValue(type: TypeNode | undefined): string | undefined {
  switch (type?.kind) {
    case "literal":
      return JSON.stringify(type.values[0]);
    case "none":
      return "null";
    case "union":
      return type.items.map(emptyValue).find((value) => value !== undefined);
    case "ref":
      switch (type.name) {
        case "int":
        case "float":
          return "0";
        case "str":
          return '""';
        case "bool":
          return "false";
        case "list":
        case "typing.Sequence":
        case "typing.Iterable":
          return "[]";
        case "dict":
        case "typing.Mapping":
          return "{}";
        default:
          return undefined;
      }
    default:
      return undefined;
  }
}

/** The edit that completes a closed call. */
export function argumentsFor(
  document: AnalyzedSource,
  call: CallSite,
  signature: Signature,
): { range: Range; newText: string } {
  const lacking = lackingArguments(document, call, signature, call.span.start);
  const positional = call.arguments
    .filter((argument) => argument.kind !== "keywords")
    .map((argument) => textOf(document, argument.span));
  const keywords = call.arguments.find((argument) => argument.kind === "keywords");
  const before =
    keywords?.keywords?.map((keyword) =>
      textOf(document, { start: keyword.span.start, end: keyword.value.end }),
    ) ?? [];
  const parts = [...positional, ...lacking.positional];
  if (keywords?.complete === false) {
    parts.push(textOf(document, keywords.span));
  } else if (before.length + lacking.keywords.length > 0) {
    parts.push(
      `${document.analysis.imports().kw ?? "kw"}({ ${[...before, ...lacking.keywords].join(", ")} })`,
    );
  }
  return {
    range: document.rangeOf({ start: call.open, end: call.close ?? call.open }),
    newText: parts.join(", "),
  };
}

function textOf(document: AnalyzedSource, span: { start: number; end: number }): string {
  return document.text.slice(span.start, span.end);
}
