/** Quick fixes of our diagnostics, and the one that fixes all that are certain. */
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
  type Range,
} from "vscode-languageserver-protocol";
import { serverCommands } from "../../protocol/index.js";
import type { CallSite } from "../analysis/expression.js";
import { calledSignatures } from "../knowledge/callee.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { chooseSignature, matchArguments } from "../knowledge/overloads.js";
import type { AnalyzedSource } from "../source-document.js";
import { argumentsFor } from "./argument-text.js";
import { bindName } from "./bind-name.js";
import { command, type CodeActionOptions } from "./code-action-options.js";
import { diagnostics, diagnosticSource, type DiagnosticCode, type DiagnosticData } from "./diagnostics.js";

/** Every replacement that a did-you-mean suggests. */
export const fixAllKind = "source.fixAll.snakebridge";

/** The edit of such an action is worked out when it is chosen. */
export interface CodeActionData {
  uri: string;
  /** Offset in the call whose arguments are to be filled in. */
  fill?: number;
  fixAll?: true;
}

export function repairs(
  document: AnalyzedSource,
  range: Range,
  context: CodeActionContext,
  knowledge: Knowledge,
  options: CodeActionOptions,
  wants: (kind: string) => boolean,
): CodeAction[] {
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    for (const diagnostic of context.diagnostics) {
      if (diagnostic.source === diagnosticSource) {
        actions.push(...fixesOf(document, diagnostic, options));
      }
    }
    actions.push(...bindName(document, context.diagnostics, knowledge));
    if (!actions.some((action) => (action.data as CodeActionData | undefined)?.fill !== undefined)) {
      actions.push(...fillAction(document, document.offsetAt(range.start), knowledge));
    }
  }
  if (context.only?.some((kind) => fixAllKind === kind || fixAllKind.startsWith(`${kind}.`)) === true) {
    const certain = diagnostics(document, knowledge).filter((found) => replacementOf(found) !== undefined);
    if (certain.length > 0) {
      actions.push({
        title: "Correct all misspelt Python names",
        kind: fixAllKind,
        data: { uri: document.uri, fixAll: true } satisfies CodeActionData,
      });
    }
  }
  return actions;
}

function replacementOf(diagnostic: Diagnostic): string | undefined {
  return (diagnostic.data as DiagnosticData | undefined)?.replacement;
}

function fixesOf(document: AnalyzedSource, diagnostic: Diagnostic, options: CodeActionOptions): CodeAction[] {
  const actions: CodeAction[] = [];
  const data = (diagnostic.data ?? {}) as DiagnosticData;
  const fix = (title: string, more: Partial<CodeAction>): void => {
    actions.push({ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], ...more });
  };
  const { replacement } = data;
  if (replacement !== undefined) {
    const edits = [{ range: diagnostic.range, newText: replacement }];
    fix(`Change to '${replacement}'`, { isPreferred: true, edit: { changes: { [document.uri]: edits } } });
  }
  switch (diagnostic.code as DiagnosticCode) {
    case "unknown-module":
      if (options.mayWrite && data.install !== undefined && /^[\w.-]+$/.test(data.install)) {
        const title = `Install '${data.install}' into the environment`;
        const argument = { folder: options.folder, requirement: data.install };
        fix(title, { command: command(title, serverCommands.installPackage, argument) });
      }
      break;
    case "module-failed":
      if (options.mayWrite) {
        const title = `Try to import '${data.module ?? ""}' again`;
        const argument = { folder: options.folder, module: data.module };
        fix(title, { command: command(title, serverCommands.discoverModule, argument) });
      }
      break;
    case "stale-wrapper":
      if (options.mayWrite) {
        const title = `Regenerate the wrapper of '${data.module ?? ""}'`;
        const argument = { folder: options.folder, modules: [data.module] };
        fix(title, { command: command(title, serverCommands.generateWrapper, argument) });
      }
      break;
    case "missing-argument":
      fix("Fill in the required arguments", {
        data: { uri: document.uri, fill: document.offsetAt(diagnostic.range.start) } satisfies CodeActionData,
      });
      break;
    default:
  }
  return actions;
}

/** Also without a diagnostic, with the cursor in a call that lacks arguments. */
function fillAction(document: AnalyzedSource, offset: number, knowledge: Knowledge): CodeAction[] {
  const call = callNear(document, offset);
  return call && fillEdit(document, call, knowledge)
    ? [
        {
          title: "Fill in the required arguments",
          kind: CodeActionKind.QuickFix,
          data: { uri: document.uri, fill: call.calleeSpan.start } satisfies CodeActionData,
        },
      ]
    : [];
}

function callNear(document: AnalyzedSource, offset: number): CallSite | undefined {
  const around = document.analysis
    .occurrences()
    .calls.filter((call) => call.span.start <= offset && offset <= call.span.end);
  return around.sort(
    (first, second) => second.span.start - first.span.start || first.span.end - second.span.end,
  )[0];
}

function fillEdit(
  document: AnalyzedSource,
  call: CallSite,
  knowledge: Knowledge,
): { range: Range; newText: string } | undefined {
  const called = calledSignatures(call, knowledge, document.uri);
  if (called.state !== "known" || called.typed || call.close === undefined || call.byPath === true) {
    return undefined;
  }
  const signature = chooseSignature(called.signatures, call.arguments);
  if (!signature || matchArguments(signature, call.arguments).missing.length === 0) {
    return undefined;
  }
  return argumentsFor(document, call, signature);
}

/** Works out the edit of an action that was sent without one. */
export function resolveCodeAction(
  action: CodeAction,
  document: AnalyzedSource,
  knowledge: Knowledge,
): CodeAction {
  const data = action.data as CodeActionData | undefined;
  if (data?.fixAll) {
    const edits = diagnostics(document, knowledge).flatMap((found) => {
      const replacement = replacementOf(found);
      return replacement === undefined ? [] : [{ range: found.range, newText: replacement }];
    });
    return { ...action, edit: { changes: { [document.uri]: edits } } };
  }
  if (data?.fill !== undefined) {
    const start = data.fill;
    const call = document.analysis
      .occurrences()
      .calls.find(
        (candidate) => candidate.calleeSpan.start === start && fillEdit(document, candidate, knowledge),
      );
    const edit = call ? fillEdit(document, call, knowledge) : undefined;
    return edit ? { ...action, edit: { changes: { [document.uri]: [edit] } } } : action;
  }
  return action;
}
