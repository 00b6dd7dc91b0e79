/** Keyword names inside `kw({ })` and the literal values that a parameter takes. */
import {
  CompletionItemKind,
  InsertTextFormat,
  type CompletionItem,
  type CompletionList,
} from "vscode-languageserver-protocol";
import type { ArgumentPosition, CallSite, CompletionContext } from "../analysis/expression.js";
import { calledSignatures } from "../knowledge/callee.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { Parameter, TypeNode } from "../knowledge/model.js";
import { byPosition } from "../knowledge/overloads.js";
import { pythonType } from "snakebridge/tooling";
import type { AnalyzedSource } from "../source-document.js";
import { addDetail, type CompletionOptions } from "./completion-options.js";

export function keywordItems(
  document: AnalyzedSource,
  context: CompletionContext & { kind: "keyword" },
  knowledge: Knowledge,
  options: CompletionOptions,
): CompletionList | null {
  const called = calledSignatures(context.call, knowledge, document.uri);
  if (called.state !== "known" || called.typed) {
    return called.state === "waiting" ? { isIncomplete: true, items: [] } : null;
  }
  const given = context.call.arguments.filter((argument) => argument.kind === "positional").length;
  const present = new Set(context.present);
  const items = new Map<string, CompletionItem>();
  for (const signature of called.signatures) {
    const slots = signature.params.filter(byPosition);
    for (const [index, parameter] of signature.params.entries()) {
      const taken = slots.indexOf(parameter) >= 0 && slots.indexOf(parameter) < given;
      const byName = parameter.kind === "keyword-only" || parameter.kind === "positional-or-keyword";
      if (byName && !taken && !present.has(parameter.name) && !items.has(parameter.name)) {
        items.set(parameter.name, keywordItem(document, context, parameter, index, options));
      }
    }
  }
  return items.size > 0 ? { isIncomplete: false, items: [...items.values()] } : null;
}

function keywordItem(
  document: AnalyzedSource,
  context: CompletionContext & { kind: "keyword" },
  parameter: Parameter,
  index: number,
  options: CompletionOptions,
): CompletionItem {
  const order = String(index).padStart(3, "0");
  const item: CompletionItem = {
    label: parameter.name,
    kind: CompletionItemKind.Field,
    sortText: `${parameter.optional ? "1" : "0"}${order}`,
    textEdit: {
      range: document.rangeOf(context.typed),
      newText: context.separator ? `${parameter.name}: ` : parameter.name,
    },
  };
  const type = parameter.type ? `: ${pythonType(parameter.type)}` : "";
  addDetail(
    item,
    `${type}${parameter.default === undefined ? "" : ` = ${parameter.default}`}` || undefined,
    options,
  );
  if (parameter.doc !== undefined) {
    item.documentation = { kind: "markdown", value: parameter.doc };
  }
  return item;
}

/** The literal values that the parameter at this place accepts. */
export function literalItems(
  document: AnalyzedSource,
  context: CompletionContext & { kind: "literal" },
  knowledge: Knowledge,
): CompletionList | null {
  const called = calledSignatures(context.call, knowledge, document.uri);
  if (called.state !== "known" || called.typed) {
    return null;
  }
  const values = new Set<string>();
  for (const signature of called.signatures) {
    const parameter = parameterAt(signature.params, context.call, context.argument);
    if (parameter?.type) {
      collectStrings(parameter.type, values);
    }
  }
  const range = document.rangeOf(context.typed);
  const items: CompletionItem[] = [...values].map((value, index) => ({
    label: value,
    kind: CompletionItemKind.EnumMember,
    sortText: String(index).padStart(3, "0"),
    insertTextFormat: InsertTextFormat.PlainText,
    textEdit: { range, newText: value },
  }));
  return items.length > 0 ? { isIncomplete: false, items } : null;
}

export function parameterAt(
  parameters: readonly Parameter[],
  call: CallSite,
  position: ArgumentPosition,
): Parameter | undefined {
  if ("keyword" in position) {
    return parameters.find(
      (parameter) => parameter.name === position.keyword && parameter.kind !== "positional-only",
    );
  }
  if (call.arguments.slice(0, position.positional).some((argument) => argument.kind === "spread")) {
    return undefined;
  }
  return (
    parameters.filter(byPosition)[position.positional] ??
    parameters.find((parameter) => parameter.kind === "var-positional")
  );
}

function collectStrings(type: TypeNode, into: Set<string>): void {
  if (type.kind === "literal") {
    for (const value of type.values) {
      if (typeof value === "string") {
        into.add(value);
      }
    }
  } else if (type.kind === "union") {
    for (const item of type.items) {
      collectStrings(item, into);
    }
  }
}
