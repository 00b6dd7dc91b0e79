/** What is certainly wrong with the Python in a document. On code that is right it says nothing. */
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type Range,
} from "vscode-languageserver-protocol";
import { similarNames } from "snakebridge/tooling";
import { intercepted } from "../analysis/intercepted.js";
import type { CallSite, MemberAccess, ModuleUse, Span } from "../analysis/expression.js";
import { calledSignatures } from "../knowledge/callee.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { membersOf } from "../knowledge/members.js";
import type { Signature } from "../knowledge/model.js";
import { isAcceptable, matchArguments, type Match } from "../knowledge/overloads.js";
import { locate, resolve } from "../knowledge/resolve.js";
import { memberOf } from "../knowledge/lookup.js";
import type { AnalyzedSource } from "../source-document.js";

export const diagnosticSource = "snakebridge";

export type DiagnosticCode =
  | "unknown-module"
  | "module-failed"
  | "unknown-member"
  | "missing-argument"
  | "unknown-argument"
  | "too-many-arguments"
  | "doubled-argument"
  | "deprecated"
  | "stale-wrapper";

/** What a quick fix needs; travels with the diagnostic. */
export interface DiagnosticData {
  /** The name that was probably meant. */
  replacement?: string;
  /** The distribution to install. */
  install?: string;
  module?: string;
  missing?: string[];
}

export function diagnostics(document: AnalyzedSource, knowledge: Knowledge): Diagnostic[] {
  const found: Diagnostic[] = [];
  const { modules, members, calls, paths, wrappers } = document.analysis.occurrences();
  const add = (
    span: Span,
    code: DiagnosticCode,
    severity: DiagnosticSeverity,
    message: string,
    data?: DiagnosticData,
    more: Partial<Diagnostic> = {},
  ): void => {
    const range: Range = document.rangeOf(span);
    found.push({
      range,
      severity,
      code,
      source: diagnosticSource,
      message,
      ...(data ? { data } : {}),
      ...more,
    });
  };
  for (const use of modules) {
    checkModule(use.module, use, knowledge, add);
  }
  for (const path of paths) {
    const module = path.text.split(".")[0] ?? "";
    checkModule(
      module,
      { module, nameSpan: { start: path.span.start, end: path.span.start + module.length } },
      knowledge,
      add,
    );
  }
  for (const access of members) {
    checkMember(access, document, knowledge, add);
  }
  for (const call of calls) {
    checkCall(call, document, knowledge, add);
  }
  for (const wrapper of wrappers) {
    const known = knowledge.wrapperOfImport(wrapper.specifier, document.uri);
    if (known?.stale !== undefined) {
      add(
        wrapper.specifierSpan,
        "stale-wrapper",
        DiagnosticSeverity.Information,
        `The wrapper of '${known.module}' is out of date: ${known.stale}`,
        {
          module: known.module,
        },
      );
    }
  }
  return found.sort(
    (first, second) =>
      first.range.start.line - second.range.start.line ||
      first.range.start.character - second.range.start.character,
  );
}

type Add = (
  span: Span,
  code: DiagnosticCode,
  severity: DiagnosticSeverity,
  message: string,
  data?: DiagnosticData,
  more?: Partial<Diagnostic>,
) => void;

function checkModule(
  name: string,
  use: Pick<ModuleUse, "module" | "nameSpan">,
  knowledge: Knowledge,
  add: Add,
): void {
  const state = knowledge.module(name);
  if (state.state === "absent") {
    const [replacement] = similarNames(
      name,
      (knowledge.installed() ?? []).map((module) => module.name),
    );
    const hint =
      replacement === undefined
        ? state.install === undefined
          ? ""
          : ` It comes with the package '${state.install}'.`
        : ` Did you mean '${replacement}'?`;
    add(
      use.nameSpan,
      "unknown-module",
      DiagnosticSeverity.Error,
      `There is no Python module '${name}' in this environment.${hint}`,
      {
        module: name,
        ...(replacement === undefined ? {} : { replacement }),
        install: state.install ?? name.split(".")[0] ?? name,
      },
    );
  } else if (state.state === "failed") {
    const remedy = state.remedy === undefined ? "" : ` ${state.remedy}`;
    add(
      use.nameSpan,
      "module-failed",
      DiagnosticSeverity.Warning,
      `Python could not import '${name}': ${state.message}${remedy}`,
      {
        module: name,
      },
    );
  }
}

function checkMember(access: MemberAccess, document: AnalyzedSource, knowledge: Knowledge, add: Add): void {
  if (
    access.name === "" ||
    access.name.startsWith("$") ||
    access.written === true ||
    intercepted.has(access.name)
  ) {
    return;
  }
  // `np.` and the next statement's first word: still being typed.
  if (access.dot && document.text.slice(access.dot.end, access.nameSpan.start).includes("\n")) {
    return;
  }
  const object = resolve(locate(access.object, knowledge, document.uri), knowledge);
  const found = memberOf(object, access.name, knowledge);
  const typed = "typed" in object && object.typed;
  if (found.kind === "missing" && !typed) {
    const offered = membersOf(object, knowledge).members.map((member) => member.brief.name);
    const [replacement] = similarNames(access.name, offered);
    const where =
      found.on.kind === "module"
        ? `Python module '${found.on.description.module}'`
        : `Python class '${found.on.symbol.name}'`;
    add(
      access.nameSpan,
      "unknown-member",
      DiagnosticSeverity.Error,
      `'${access.name}' does not exist in ${where}.${replacement === undefined ? "" : ` Did you mean '${replacement}'?`}`,
      replacement === undefined ? undefined : { replacement },
    );
  } else if (found.kind === "symbol" && found.symbol.deprecated && !typed) {
    const { message, since } = found.symbol.deprecated;
    add(
      access.nameSpan,
      "deprecated",
      DiagnosticSeverity.Hint,
      `'${access.name}' is deprecated${since === undefined ? "" : ` since ${since}`}${message ? `: ${message}` : "."}`,
      undefined,
      { tags: [DiagnosticTag.Deprecated] },
    );
  }
}

function checkCall(call: CallSite, document: AnalyzedSource, knowledge: Knowledge, add: Add): void {
  if (call.close === undefined) {
    return;
  }
  const called = calledSignatures(call, knowledge, document.uri);
  if (called.state !== "known" || called.typed || isUncheckable(called.symbol, called.signatures)) {
    return;
  }
  const matches = called.signatures.map((signature) => matchArguments(signature, call.arguments));
  if (matches.some(isAcceptable)) {
    return;
  }
  const [best] = [...matches].sort((first, second) => objections(first) - objections(second));
  if (best) {
    report(best, call, matches.length, add);
  }
}

/** Signatures that are known not to tell the whole truth. */
function isUncheckable(
  symbol: { kind: string; deprecated?: unknown },
  signatures: readonly Signature[],
): boolean {
  const drifting = signatures.some((signature) =>
    signature.params.some((parameter) => parameter.drift === true),
  );
  // A constructor may get its arguments from a metaclass or from `__new__` beside `__init__`.
  const opaque = symbol.kind === "class" && signatures.every((signature) => signature.params.length === 0);
  return drifting || opaque;
}

function objections(match: Match): number {
  return match.missing.length + match.unknown.length + match.excess + match.doubled.length;
}

function report(match: Match, call: CallSite, overloads: number, add: Add): void {
  const name = call.name;
  const suffix = overloads > 1 ? " (the closest of its overloads)" : "";
  const keywords = call.arguments.find((argument) => argument.kind === "keywords");
  for (const unknown of match.unknown) {
    const keyword = keywords?.keywords?.find((candidate) => candidate.name === unknown);
    const known = match.signature.params
      .filter((parameter) => parameter.kind === "positional-or-keyword" || parameter.kind === "keyword-only")
      .map((parameter) => parameter.name);
    const [replacement] = similarNames(unknown, known);
    add(
      keyword?.span ?? call.calleeSpan,
      "unknown-argument",
      DiagnosticSeverity.Error,
      `'${name}' has no parameter '${unknown}'${suffix}.${replacement === undefined ? "" : ` Did you mean '${replacement}'?`}`,
      replacement === undefined ? undefined : { replacement },
    );
  }
  for (const doubled of match.doubled) {
    const keyword = keywords?.keywords?.find((candidate) => candidate.name === doubled);
    add(
      keyword?.span ?? call.calleeSpan,
      "doubled-argument",
      DiagnosticSeverity.Error,
      `'${name}' gets '${doubled}' by position and by keyword.`,
    );
  }
  if (match.excess > 0) {
    const positional = call.arguments.filter((argument) => argument.kind === "positional");
    const first = positional[positional.length - match.excess];
    const last = positional[positional.length - 1];
    const takes = positional.length - match.excess;
    add(
      { start: first?.span.start ?? call.open, end: last?.span.end ?? call.open },
      "too-many-arguments",
      DiagnosticSeverity.Error,
      `'${name}' takes ${takes === 0 ? "no" : `at most ${takes}`} positional argument${takes === 1 ? "" : "s"}${suffix}.${keywordHint(match)}`,
    );
  }
  if (match.missing.length > 0 && match.unknown.length === 0) {
    const missing = match.missing.map((parameter) => parameter.name);
    const many = missing.length > 1;
    add(
      call.calleeSpan,
      "missing-argument",
      DiagnosticSeverity.Error,
      `'${name}' needs ${many ? "arguments" : "an argument"} for ${missing.map((entry) => `'${entry}'`).join(", ")}${suffix}.`,
      { missing },
    );
  }
}

function keywordHint(match: Match): string {
  const named = match.signature.params.find((parameter) => parameter.kind === "keyword-only");
  return named ? ` Keyword arguments go into kw({ ${named.name}: ... }).` : "";
}
