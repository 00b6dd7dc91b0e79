/** Module names in strings, and what a dotted path of names leads to. */
import { CompletionItemKind, type CompletionItem, type CompletionList } from "vscode-languageserver-protocol";
import type { CompletionContext, PythonExpression } from "../analysis/expression.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { lastStep } from "../knowledge/lookup.js";
import { resolve } from "../knowledge/resolve.js";
import type { Resolution } from "../knowledge/resolution.js";
import type { AnalyzedSource } from "../source-document.js";
import { addDetail, type CompletionOptions } from "./completion-options.js";

export function moduleNameItems(
  document: AnalyzedSource,
  context: CompletionContext & { kind: "module-name" },
  knowledge: Knowledge,
  options: CompletionOptions,
): CompletionList {
  const quote = context.quoted ? "" : document.analysis.imports().quote;
  const range = document.rangeOf(context.typed);
  const item = (name: string, rank: string, detail: string | undefined): CompletionItem => {
    const made: CompletionItem = {
      label: name,
      kind: CompletionItemKind.Module,
      sortText: rank + name,
      filterText: quote + name,
      textEdit: { range, newText: quote + name + quote },
    };
    if (options.labelDetails && detail !== undefined) {
      made.labelDetails = { description: detail };
    } else {
      addDetail(made, detail, options);
    }
    return made;
  };
  const lastDot = context.text.lastIndexOf(".");
  if (lastDot > 0) {
    const parent = context.text.slice(0, lastDot);
    const found = submodulesOf(parent, knowledge);
    return {
      isIncomplete: found.waiting,
      items: found.names.map((name) =>
        item(`${parent}.${name}`, name.startsWith("_") ? "8" : "1", undefined),
      ),
    };
  }
  const installed = knowledge.installed();
  return {
    // Another list is needed behind the next dot.
    isIncomplete: true,
    items: (installed ?? []).map((module) => {
      const detail = module.standardLibrary
        ? "standard library"
        : [module.distribution, module.version].filter(Boolean).join(" ") || undefined;
      const rank = module.name.startsWith("_") ? "8" : module.standardLibrary ? "2" : "1";
      return item(module.name, rank, detail);
    }),
  };
}

function submodulesOf(parent: string, knowledge: Knowledge): { names: string[]; waiting: boolean } {
  const state = knowledge.module(parent);
  if (state.state !== "described") {
    return { names: [], waiting: state.state === "waiting" };
  }
  const names = new Set(state.description.submodules.map((submodule) => lastStep(submodule.name)));
  for (const { name, kind } of state.description.entries) {
    const member = kind === "module" ? state.description.member(name) : undefined;
    if (member?.kind === "module" && member.module === `${parent}.${name}`) {
      names.add(name);
    }
  }
  return { names: [...names], waiting: false };
}

/** What `numpy.linalg.norm` leads to, read as a module and its members. */
export function pathContainer(path: readonly string[], knowledge: Knowledge): Resolution {
  const nowhere = { start: 0, end: 0 };
  const [first, ...rest] = path;
  let expression: PythonExpression = { kind: "module", module: first ?? "", span: nowhere };
  for (const name of rest) {
    expression = { kind: "member", object: expression, name, span: nowhere };
  }
  return resolve(expression, knowledge);
}
