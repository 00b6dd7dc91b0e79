/** Inlay hints: Python's parameter names before arguments and Python's types behind variables. */
import { InlayHintKind, type InlayHint, type Range } from "vscode-languageserver-protocol";
import type { CallSite, NamedBinding } from "../analysis/expression.js";
import { calledSignatures } from "../knowledge/callee.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { chooseSignature, matchArguments } from "../knowledge/overloads.js";
import { locate, resolve } from "../knowledge/resolve.js";
import { pythonType } from "snakebridge/tooling";
import type { AnalyzedSource } from "../source-document.js";

export interface InlayHintOptions {
  parameterNames: boolean;
  types: boolean;
}

export function inlayHints(
  document: AnalyzedSource,
  range: Range,
  knowledge: Knowledge,
  options: InlayHintOptions,
): InlayHint[] {
  const start = document.offsetAt(range.start);
  const end = document.offsetAt(range.end);
  const { calls, bindings } = document.analysis.occurrences();
  const hints: InlayHint[] = [];
  if (options.parameterNames) {
    for (const call of calls) {
      if (call.span.start <= end && call.span.end >= start) {
        hints.push(...parameterHints(document, call, knowledge));
      }
    }
  }
  if (options.types) {
    for (const binding of bindings) {
      const hint =
        binding.span.start <= end && binding.span.end >= start
          ? typeHint(document, binding, knowledge)
          : undefined;
      if (hint) {
        hints.push(hint);
      }
    }
  }
  return hints.filter((hint) => {
    const offset = document.offsetAt(hint.position);
    return offset >= start && offset <= end;
  });
}

function parameterHints(document: AnalyzedSource, call: CallSite, knowledge: Knowledge): InlayHint[] {
  const called = calledSignatures(call, knowledge, document.uri);
  if (called.state !== "known" || called.typed) {
    return [];
  }
  const signature = chooseSignature(called.signatures, call.arguments);
  if (!signature) {
    return [];
  }
  const match = matchArguments(signature, call.arguments);
  const positional = call.arguments.filter((argument) => argument.kind !== "keywords");
  return positional.flatMap((argument, index) => {
    const parameter = match.positional[index];
    const says =
      argument.text.toLowerCase().replaceAll("_", "") === parameter?.name.toLowerCase().replaceAll("_", "");
    if (!parameter || argument.kind === "spread" || says || parameter.kind === "var-positional") {
      return [];
    }
    return [
      {
        position: document.positionAt(argument.span.start),
        label: `${parameter.name}:`,
        kind: InlayHintKind.Parameter,
        paddingRight: true,
      },
    ];
  });
}

function typeHint(
  document: AnalyzedSource,
  binding: NamedBinding,
  knowledge: Knowledge,
): InlayHint | undefined {
  const resolution = resolve(locate(binding.expression, knowledge, document.uri), knowledge);
  if (resolution.kind !== "value" || resolution.typed || resolution.type.kind === "any") {
    return undefined;
  }
  return {
    position: document.positionAt(binding.span.end),
    label: `: ${pythonType(resolution.type)}`,
    kind: InlayHintKind.Type,
    paddingLeft: false,
  };
}
