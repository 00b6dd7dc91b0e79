/** Completion: what could stand at the cursor. Docs come with `completionItem/resolve`. */
import {
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  type CompletionItem,
  type CompletionList,
  type Position,
  type Range,
} from "vscode-languageserver-protocol";
import { intercepted } from "../analysis/intercepted.js";
import type { CompletionContext } from "../analysis/expression.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { membersOf, type OfferedMember, type Origin } from "../knowledge/members.js";
import { locate, resolve } from "../knowledge/resolve.js";
import type { Resolution } from "../knowledge/resolution.js";
import { completionKind } from "../presentation/symbols.js";
import type { AnalyzedSource } from "../source-document.js";
import { keywordItems, literalItems } from "./completion-arguments.js";
import { moduleNameItems, pathContainer } from "./completion-modules.js";
import { addDetail, type CompletionOptions } from "./completion-options.js";
import { ownMembers } from "./own-members.js";

/** What `completionItem/resolve` gets back. */
export interface CompletionData {
  origin: Origin;
  folder?: string;
}

/** @param trigger the character whose typing asked, where one did */
export function complete(
  document: AnalyzedSource,
  position: Position,
  knowledge: Knowledge,
  options: CompletionOptions,
  trigger?: string,
): CompletionList | null {
  const offset = document.offsetAt(position);
  const context = document.analysis.completionAt(offset);
  if (!context || (trigger === " " && !isListedBetweenBraces(context))) {
    return null;
  }
  switch (context.kind) {
    case "member":
      return memberItems(document, context, knowledge, options);
    case "destructured": {
      const target = resolve(locate(context.object, knowledge, document.uri), knowledge);
      return offered(target, knowledge, options, {
        range: document.rangeOf(context.typed),
        before: "",
        calls: false,
        except: new Set(context.present),
      });
    }
    case "module-name":
      return moduleNameItems(document, context, knowledge, options);
    case "dotted-path": {
      const lastDot = context.text.lastIndexOf(".");
      if (lastDot < 0) {
        return moduleNameItems(
          document,
          { ...context, kind: "module-name", quoted: true },
          knowledge,
          options,
        );
      }
      const container = pathContainer(context.text.slice(0, lastDot).split("."), knowledge);
      const start = context.typed.start + lastDot + 1;
      const range = document.rangeOf({ start, end: Math.max(start, offset) });
      return offered(container, knowledge, options, { range, before: "", calls: false, text: true });
    }
    case "keyword":
      return keywordItems(document, context, knowledge, options);
    case "literal":
      return literalItems(document, context, knowledge);
    case "python-source":
      return sourceItems(document, context, knowledge, options);
  }
}

/**
 * A blank asks for names between braces alone. There it has to: VS Code gives up the list that `{` or `,` asked for when the blank behind
 * it asks TypeScript, and opens none for the letters that are typed before TypeScript has answered.
 */
function isListedBetweenBraces(context: CompletionContext): boolean {
  return context.kind === "keyword" || context.kind === "destructured";
}

interface Insertion {
  range: Range;
  /** `.` or `?.`, inside the range. */
  before: string;
  calls: boolean;
  except?: ReadonlySet<string>;
  /** Python's names in a text, of which TypeScript knows nothing. */
  text?: boolean;
}

function memberItems(
  document: AnalyzedSource,
  context: CompletionContext & { kind: "member" },
  knowledge: Knowledge,
  options: CompletionOptions,
): CompletionList | null {
  const target = resolve(locate(context.access.object, knowledge, document.uri), knowledge);
  const dot = context.access.dot;
  const withDot = document.rangeOf({ start: dot?.start ?? context.typed.start, end: context.typed.end });
  const oneLine = withDot.start.line === withDot.end.line;
  const blanks = dot ? document.text.slice(dot.end, context.typed.start) : "";
  return offered(target, knowledge, options, {
    range: oneLine ? withDot : document.rangeOf(context.typed),
    before: oneLine && dot ? document.text.slice(dot.start, dot.end) + blanks : "",
    calls: !/^\w*\s*[(<`]/.test(document.text.slice(context.typed.end, context.typed.end + 80)),
  });
}

function offered(
  target: Resolution,
  knowledge: Knowledge,
  options: CompletionOptions,
  insertion: Insertion,
): CompletionList | null {
  const offer = membersOf(target, knowledge);
  if (offer.typed && insertion.text !== true) {
    return null;
  }
  const items = offer.members
    .filter((member) => !insertion.except?.has(member.brief.name))
    .map((member) => memberItem(member, options, insertion));
  if (offer.reference && insertion.before !== "") {
    items.push(...ownMembers(target, options, insertion));
  }
  return items.length > 0 || offer.waiting ? { isIncomplete: offer.waiting, items } : null;
}

function memberItem(member: OfferedMember, options: CompletionOptions, insertion: Insertion): CompletionItem {
  const { brief } = member;
  const { before } = insertion;
  const hidden = before !== "" && intercepted.has(brief.name);
  const name = hidden ? `$get("${brief.name}")` : brief.name;
  const item: CompletionItem = {
    label: brief.name,
    kind: completionKind(brief),
    sortText: rank(member) + brief.name,
    filterText: before + brief.name,
    textEdit: { range: insertion.range, newText: before + name },
    data: { origin: member.origin } satisfies CompletionData,
  };
  addDetail(item, brief.detail, options);
  if (brief.deprecated && options.deprecatedTag) {
    item.tags = [CompletionItemTag.Deprecated];
  }
  if (brief.kind === "callable" && insertion.calls && options.insertCalls && options.snippets && !hidden) {
    const bare = brief.bare === true;
    item.insertTextFormat = InsertTextFormat.Snippet;
    item.textEdit = {
      range: insertion.range,
      newText: `${before}${name.replaceAll("$", "\\$")}(${bare ? ")$0" : "$1)$0"}`,
    };
    if (!bare && options.afterCall) {
      item.command = options.afterCall;
    }
  }
  return item;
}

/**
 * What the module says it exports first: functions, then classes, then values; then what one rarely wants. Where it does not say, all
 * names count as exported.
 */
function rank(member: OfferedMember): string {
  const { brief } = member;
  if (brief.name.startsWith("__")) {
    return "9";
  }
  if (brief.name.startsWith("_")) {
    return "8";
  }
  if (brief.deprecated) {
    return "7";
  }
  if (member.unlisted || member.lazy) {
    return "6";
  }
  switch (brief.kind) {
    case "class":
      return brief.flavour === "exception" ? "5" : "2";
    case "module":
      return "4";
    case "value":
    case "alias":
      return "3";
    default:
      return brief.inherited ? "3" : "1";
  }
}

/** Members of modules inside ``python.eval`...` ``. */
function sourceItems(
  document: AnalyzedSource,
  context: CompletionContext & { kind: "python-source" },
  knowledge: Knowledge,
  options: CompletionOptions,
): CompletionList | null {
  const range = document.rangeOf(context.typed);
  const [first, ...rest] = context.path;
  if (first === undefined) {
    const items: CompletionItem[] = [...context.imports].map(([name, path]) => ({
      label: name,
      kind: CompletionItemKind.Module,
      detail: path,
      textEdit: { range, newText: name },
    }));
    return items.length > 0 ? { isIncomplete: false, items } : null;
  }
  const start = context.imports.get(first);
  if (start === undefined) {
    return null;
  }
  const container = pathContainer([...start.split("."), ...rest], knowledge);
  return offered(container, knowledge, options, { range, before: "", calls: false, text: true });
}
