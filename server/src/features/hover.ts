/** Hover: Python's signature, the TypeScript type, the docstring, where it is defined and in which version. */
import { MarkupKind, type Hover, type Position } from "vscode-languageserver-protocol";
import type { CallSite, Target } from "../analysis/expression.js";
import { calledSignatures } from "../knowledge/callee.js";
import type { DescribedModule, Knowledge } from "../knowledge/knowledge.js";
import { locate, resolve } from "../knowledge/resolve.js";
import { memberOf } from "../knowledge/lookup.js";
import type { Resolution } from "../knowledge/resolution.js";
import { moduleText, parameterHover, symbolText, valueText } from "../presentation/explain.js";
import type { AnalyzedSource } from "../source-document.js";
import { pathContainer } from "./completion-modules.js";
import { ownMemberDoc } from "./own-members.js";

export interface HoverOptions {
  markdown: boolean;
}

export function hover(
  document: AnalyzedSource,
  position: Position,
  knowledge: Knowledge,
  options: HoverOptions,
): Hover | null {
  const target = document.analysis.targetAt(document.offsetAt(position));
  const text = target ? textOf(target, document, knowledge) : null;
  if (!target || text === null) {
    return null;
  }
  return {
    contents: options.markdown
      ? { kind: MarkupKind.Markdown, value: text }
      : { kind: MarkupKind.PlainText, value: plain(text) },
    range: document.rangeOf(target.span),
  };
}

function textOf(target: Target, document: AnalyzedSource, knowledge: Knowledge): string | null {
  switch (target.kind) {
    case "member": {
      if (target.access.name.startsWith("$")) {
        const object = resolve(locate(target.access.object, knowledge, document.uri), knowledge);
        return isTyped(object) ? null : (ownMemberDoc(target.access.name) ?? null);
      }
      const object = resolve(locate(target.access.object, knowledge, document.uri), knowledge);
      return isTyped(object) ? null : describe(memberOf(object, target.access.name, knowledge), knowledge);
    }
    case "binding": {
      const resolution = resolve(locate(target.expression, knowledge, document.uri), knowledge);
      return isTyped(resolution) ? null : describe(resolution, knowledge, target.name);
    }
    // Inside a string TypeScript has nothing to say, wrapper or not.
    case "module-name":
      return describe(pathContainer(target.module.split("."), knowledge), knowledge);
    case "path-step":
      return describe(pathContainer(target.path, knowledge), knowledge);
    case "wrapper": {
      const wrapper = knowledge.wrapperOfImport(target.specifier, document.uri);
      return wrapper ? describe(pathContainer(wrapper.module.split("."), knowledge), knowledge) : null;
    }
    case "keyword":
      return keywordText(target.call, target.name, document, knowledge);
  }
}

/** TypeScript itself knows the API and says so. */
export function isTyped(resolution: Resolution): boolean {
  return "typed" in resolution && resolution.typed;
}

function describe(resolution: Resolution, knowledge: Knowledge, variable?: string): string | null {
  switch (resolution.kind) {
    case "module":
      return moduleText(resolution.description);
    case "module-problem":
      return problemText(resolution.module, knowledge);
    case "symbol":
      return symbolText(resolution.symbol, moduleOf(resolution, knowledge), resolution.owner);
    case "value":
      return valueText(variable ?? "", resolution.type);
    case "either": {
      const values = resolution.options.flatMap((option) => (option.kind === "value" ? [option.type] : []));
      if (values.length === resolution.options.length) {
        return valueText(variable ?? "", { kind: "union", items: values });
      }
      const texts = resolution.options.map((option) => describe(option, knowledge, variable));
      const known = [...new Set(texts.filter((text) => text !== null))];
      return known.length > 0 ? known.join("\n\n---\n\n") : null;
    }
    default:
      return null;
  }
}

function moduleOf(
  resolution: Resolution & { kind: "symbol" },
  knowledge: Knowledge,
): DescribedModule | undefined {
  if (resolution.module) {
    return resolution.module;
  }
  const name = resolution.self?.kind === "ref" ? resolution.self.name.split(".")[0] : undefined;
  const state = name === undefined ? undefined : knowledge.module(name);
  return state?.state === "described" ? state.description : undefined;
}

function problemText(module: string, knowledge: Knowledge): string | null {
  const state = knowledge.module(module);
  switch (state.state) {
    case "waiting":
      return `Python module \`${module}\`: discovering…`;
    case "absent":
      return `Python module \`${module}\` is not installed in this environment.${state.install === undefined ? "" : ` It comes with \`${state.install}\`.`}`;
    case "failed":
      return `Python module \`${module}\` could not be imported: ${state.message}${state.remedy === undefined ? "" : `\n\n${state.remedy}`}`;
    case "unknown":
      return `Python module \`${module}\`: ${state.reason}`;
    case "described":
      return null;
  }
}

function keywordText(
  call: CallSite,
  name: string,
  document: AnalyzedSource,
  knowledge: Knowledge,
): string | null {
  const called = calledSignatures(call, knowledge, document.uri);
  if (called.state !== "known" || called.typed) {
    return null;
  }
  for (const signature of called.signatures) {
    const parameter = signature.params.find((candidate) => candidate.name === name);
    if (parameter) {
      return parameterHover(parameter, called.symbol.doc, called.module?.module);
    }
  }
  return null;
}

/** For clients that render no Markdown. */
function plain(markdown: string): string {
  return markdown
    .replace(/^```\w*\n?/gm, "")
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/^---$/gm, "");
}
