/** Code actions on bindings of modules: generate a wrapper, add the module to the configuration. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionContext,
  type Range,
} from "vscode-languageserver-protocol";
import { serverCommands, type GenerateWrapperParams } from "../../protocol/index.js";
import type { ModuleUse } from "../analysis/expression.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { AnalyzedSource } from "../source-document.js";
import { command, type CodeActionOptions } from "./code-action-options.js";
import { repairs } from "./repairs.js";

export function codeActions(
  document: AnalyzedSource,
  range: Range,
  context: CodeActionContext,
  knowledge: Knowledge,
  options: CodeActionOptions,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    context.only === undefined ||
    context.only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.RefactorRewrite) && options.mayWrite) {
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    for (const use of document.analysis.occurrences().modules) {
      const around = use.declaration?.statement ?? use.span;
      if (around.start <= end && around.end >= start && isKnown(use, knowledge)) {
        actions.push(...moduleActions(document, use, knowledge, options));
      }
    }
  }
  actions.push(...repairs(document, range, context, knowledge, options, wants));
  return actions;
}

function isKnown(use: ModuleUse, knowledge: Knowledge): boolean {
  const { state } = knowledge.module(use.module);
  return state === "described" || state === "waiting";
}

function moduleActions(
  document: AnalyzedSource,
  use: ModuleUse,
  knowledge: Knowledge,
  options: CodeActionOptions,
): CodeAction[] {
  const params: GenerateWrapperParams = {
    modules: [use.module],
    document: document.uri,
    ...(options.folder === undefined ? {} : { folder: options.folder }),
  };
  const action = (title: string, more: Partial<GenerateWrapperParams>): CodeAction => ({
    title,
    kind: CodeActionKind.RefactorRewrite,
    command: command(title, serverCommands.generateWrapper, { ...params, ...more }),
  });
  const written = knowledge.wrapper(use.module) !== undefined;
  const actions = [
    action(`${written ? "Use the typed wrapper of" : "Generate typed wrapper for"} '${use.module}'`, {
      addToConfiguration: true,
    }),
  ];
  if (!written) {
    actions.push(
      action(`Generate typed wrapper for '${use.module}', only the names that this file uses`, {
        used: true,
      }),
    );
  }
  if (!options.configured.has(use.module)) {
    const title = `Add '${use.module}' to snakebridge.json`;
    actions.push({
      title,
      kind: CodeActionKind.RefactorRewrite,
      command: command(title, serverCommands.addToConfiguration, {
        folder: options.folder,
        module: use.module,
        uri: document.uri,
      }),
    });
  }
  return actions;
}
