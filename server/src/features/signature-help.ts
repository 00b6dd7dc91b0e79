/** Signature help inside a Python call; null in any other, where TypeScript's own shows. */
import type {
  MarkupContent,
  ParameterInformation,
  Position,
  SignatureHelp,
  SignatureHelpContext,
  SignatureInformation,
} from "vscode-languageserver-protocol";
import type { CallSite } from "../analysis/expression.js";
import { calledSignatures, type Called } from "../knowledge/callee.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { Parameter, Signature } from "../knowledge/model.js";
import { byPosition, matchArguments } from "../knowledge/overloads.js";
import { docstringMarkdown, parameterDocs } from "../presentation/docstring.js";
import { parameterPieces, returnText } from "snakebridge/tooling";
import { bodyOfDoc, summaryOf } from "../presentation/symbols.js";
import type { AnalyzedSource } from "../source-document.js";

export interface SignatureHelpOptions {
  /** The client takes offsets into the label instead of texts. */
  labelOffsets: boolean;
  /** The client takes an active parameter for each signature. */
  activeParameterPerSignature: boolean;
}

export function signatureHelp(
  document: AnalyzedSource,
  position: Position,
  knowledge: Knowledge,
  options: SignatureHelpOptions,
  context?: SignatureHelpContext,
): SignatureHelp | null {
  const around = document.analysis.callAt(document.offsetAt(position));
  if (!around) {
    return null;
  }
  const called = calledSignatures(around.call, knowledge, document.uri);
  if (called.state !== "known" || called.typed) {
    return null;
  }
  const docs = called.symbol.doc === undefined ? new Map<string, string>() : parameterDocs(called.symbol.doc);
  const signatures = called.signatures.map((signature) => {
    const active = activePiece(signature, around);
    return { information: information(signature, called, docs, options), active };
  });
  const chosen = activeSignature(called.signatures, around.call, around.argument, context);
  const activeParameter = signatures[chosen]?.active;
  return {
    signatures: signatures.map(({ information: shown, active }) =>
      options.activeParameterPerSignature && active !== undefined
        ? { ...shown, activeParameter: active }
        : shown,
    ),
    activeSignature: chosen,
    ...(activeParameter === undefined ? {} : { activeParameter }),
  };
}

function information(
  signature: Signature,
  called: Called & { state: "known" },
  docs: ReadonlyMap<string, string>,
  options: SignatureHelpOptions,
): SignatureInformation {
  const module = called.module?.module;
  const pieces = parameterPieces(signature, module);
  let label = `${called.name}(`;
  const parameters: ParameterInformation[] = [];
  for (const [index, piece] of pieces.entries()) {
    const start = label.length;
    label += piece.text;
    if (piece.parameter) {
      const documentation = parameterDocumentation(piece.parameter, docs);
      parameters.push({
        label: options.labelOffsets ? [start, label.length] : piece.text,
        ...(documentation ? { documentation } : {}),
      });
    }
    label += index < pieces.length - 1 ? ", " : "";
  }
  label += `)${returnText(signature, module)}`;
  const doc = bodyOfDoc(called.symbol);
  const summary = doc === undefined ? undefined : summaryOf(doc);
  return {
    label,
    parameters,
    ...(summary === undefined ? {} : { documentation: markdown(docstringMarkdown(summary)) }),
  };
}

function parameterDocumentation(
  parameter: Parameter,
  docs: ReadonlyMap<string, string>,
): MarkupContent | undefined {
  const text = parameter.doc ?? docs.get(parameter.name);
  return text === undefined || text === "" ? undefined : markdown(text);
}

function markdown(value: string): MarkupContent {
  return { kind: "markdown", value };
}

type Around = NonNullable<ReturnType<AnalyzedSource["analysis"]["callAt"]>>;

/** Index among the parameters (without `/` and `*`) of the one that the cursor is in. */
function activePiece(signature: Signature, around: Around): number | undefined {
  const { call, argument, keyword } = around;
  const current = call.arguments[argument];
  if (keyword !== undefined) {
    const index = signature.params.findIndex((parameter) => parameter.name === keyword);
    const rest = signature.params.findIndex((parameter) => parameter.kind === "var-keyword");
    return index >= 0 ? index : rest >= 0 ? rest : undefined;
  }
  if (current?.kind === "keywords") {
    const given = new Set(current.keywords?.map((candidate) => candidate.name));
    const positional = argument;
    const next = signature.params.findIndex(
      (parameter, index) =>
        !given.has(parameter.name) &&
        (parameter.kind === "keyword-only" ||
          (parameter.kind === "positional-or-keyword" && index >= positional)),
    );
    return next >= 0 ? next : undefined;
  }
  const slot = signature.params.filter(byPosition)[argument];
  if (slot) {
    return signature.params.indexOf(slot);
  }
  const rest = signature.params.findIndex((parameter) => parameter.kind === "var-positional");
  if (rest >= 0) {
    return rest;
  }
  const keywordOnly = signature.params.findIndex((parameter) => parameter.kind === "keyword-only");
  return keywordOnly >= 0 ? keywordOnly : undefined;
}

/** The overload that the user chose, as long as it fits; else the first that fits what is typed so far. */
function activeSignature(
  signatures: readonly Signature[],
  call: CallSite,
  argument: number,
  context: SignatureHelpContext | undefined,
): number {
  const fits = (signature: Signature): boolean => {
    const match = matchArguments(signature, call.arguments);
    const room =
      signature.params.some((parameter) => parameter.kind === "var-positional") ||
      call.arguments[argument]?.kind === "keywords" ||
      argument < Math.max(1, signature.params.filter(byPosition).length);
    return match.excess === 0 && match.unknown.length === 0 && match.misfits === 0 && room;
  };
  const before = context?.activeSignatureHelp;
  const kept = before?.activeSignature;
  const keptSignature = kept === undefined ? undefined : signatures[kept];
  if (
    kept !== undefined &&
    keptSignature &&
    before?.signatures.length === signatures.length &&
    fits(keptSignature)
  ) {
    return kept;
  }
  return Math.max(0, signatures.findIndex(fits));
}
