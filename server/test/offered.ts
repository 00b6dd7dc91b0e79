/** What completion offers in a fixture, and the text after one of the items is inserted. */
import type { CompletionItem, CompletionList, TextEdit } from "vscode-languageserver-protocol";
import { complete } from "../src/features/completion.js";
import type { CompletionOptions } from "../src/features/completion-options.js";
import { applied, fixture } from "./cursor.js";
import { knowledge } from "./descriptions.js";

export const options: CompletionOptions = {
  snippets: false,
  labelDetails: true,
  deprecatedTag: true,
  insertCalls: false,
};

export function ask(
  marked: string,
  more: Partial<CompletionOptions> = {},
  languageId = "typescript",
): CompletionList | null {
  const { document, position } = fixture(marked, languageId);
  return complete(document, position, knowledge(), { ...options, ...more });
}

/** The labels of what is offered, without the members that every reference has. */
export function labels(marked: string): string[] {
  return (
    ask(marked)
      ?.items.map((item) => item.label)
      .filter((label) => !label.startsWith("$")) ?? []
  );
}

export function pick(
  marked: string,
  label: string,
  more: Partial<CompletionOptions> = {},
): { text: string; item: CompletionItem } {
  const { text } = fixture(marked);
  const item = ask(marked, more)?.items.find((candidate) => candidate.label === label);
  if (!item) throw new Error(`${label} is not offered for ${marked}`);
  return { text: applied(text, [item.textEdit as TextEdit]), item };
}
