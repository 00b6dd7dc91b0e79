/** The `$` members that the runtime puts on every reference; TypeScript can't show them on an untyped binding. */
import {
  CompletionItemKind,
  InsertTextFormat,
  type CompletionItem,
  type Range,
} from "vscode-languageserver-protocol";
import type { Resolution } from "../knowledge/resolution.js";
import type { CompletionOptions } from "./completion-options.js";

interface OwnMember {
  name: string;
  /** Snippet behind the name. */
  call: string;
  doc: string;
  /** Only on something that can be called. */
  callable?: boolean;
}

const members: readonly OwnMember[] = [
  {
    name: "$value",
    call: "()",
    doc: "Converts the object deeply into TypeScript values, whatever its type.",
  },
  { name: "$ref", call: "()", doc: "A reference to the object, also where awaiting would convert it." },
  { name: "$get", call: '("$1")', doc: "Reads an attribute by name." },
  { name: "$set", call: '("$1", $2)', doc: "Sets an attribute." },
  { name: "$delete", call: '("$1")', doc: "Deletes an attribute." },
  { name: "$item", call: "($1)", doc: "`object[key]`" },
  { name: "$setItem", call: "($1, $2)", doc: "`object[key] = value`" },
  { name: "$op", call: '("$1", $2)', doc: 'A binary operator: `a.$op("+", b)`.' },
  { name: "$len", call: "()", doc: "`len(object)`" },
  { name: "$with", call: "({ $1 })", doc: "Sets a signal or a time limit for the pending call." },
  { name: "$stream", call: "({ $1 })", doc: "Iterates with read-ahead." },
  { name: "$as", call: "($1)", doc: "Says which class the object is of." },
  { name: "$repr", call: "()", doc: "`repr(object)`" },
  { name: "$type", call: "", doc: "The name of the object's class." },
  { name: "$dispose", call: "()", doc: "Frees the reference now." },
  {
    name: "$call",
    call: "([$1], { $2 })",
    doc: "Calls with a list of arguments and an object of keywords.",
    callable: true,
  },
  { name: "$coro", call: "($1)", doc: "Calls and gives the bare coroutine.", callable: true },
];

export function ownMembers(
  target: Resolution,
  options: CompletionOptions,
  insertion: { range: Range; before: string },
): CompletionItem[] {
  const callable =
    target.kind === "symbol" && (target.symbol.kind === "callable" || target.symbol.kind === "class");
  return members
    .filter((member) => callable || member.callable !== true)
    .map((member) => ({
      label: member.name,
      kind: member.call ? CompletionItemKind.Method : CompletionItemKind.Property,
      sortText: `6${member.name}`,
      filterText: insertion.before + member.name,
      documentation: { kind: "markdown", value: member.doc },
      ...(options.snippets && member.call
        ? {
            insertTextFormat: InsertTextFormat.Snippet,
            textEdit: {
              range: insertion.range,
              newText: `${insertion.before}\\${member.name}${member.call}$0`,
            },
          }
        : { textEdit: { range: insertion.range, newText: insertion.before + member.name } }),
    }));
}

/** What hovering one of them says. */
export function ownMemberDoc(name: string): string | undefined {
  return members.find((member) => member.name === name)?.doc;
}
