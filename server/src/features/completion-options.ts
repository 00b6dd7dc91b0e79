/** What the client and its user want of completion items. */
import type { Command, CompletionItem } from "vscode-languageserver-protocol";

export interface CompletionOptions {
  snippets: boolean;
  labelDetails: boolean;
  deprecatedTag: boolean;
  /** Accepting a callable inserts its parentheses. */
  insertCalls: boolean;
  /** Runs after a callable with parameters was inserted. */
  afterCall?: Command;
}

export function addDetail(
  item: CompletionItem,
  detail: string | undefined,
  options: CompletionOptions,
): void {
  if (detail === undefined) {
    return;
  }
  if (options.labelDetails) {
    item.labelDetails = { detail };
  } else {
    item.detail = detail.replace(/^: /, "");
  }
}
