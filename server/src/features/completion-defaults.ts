/**
 * Says once what all items of a list share, where the client understands `itemDefaults`: a list of numpy's names is then half as long,
 * and it is sent with each key.
 */
import type { CompletionItem, CompletionList, Range } from "vscode-languageserver-protocol";
import type { CompletionData } from "./completion.js";

/** What `completionItem/resolve` gets back where the list's data held for the item: the name is the item's label. */
export interface SharedCompletionData {
  container: { module: string } | { class: string };
  folder?: string;
}

export function withDefaults(list: CompletionList, supported: readonly string[]): CompletionList {
  const range = supported.includes("editRange") ? commonRange(list.items) : undefined;
  const data = supported.includes("data") ? commonData(list.items) : undefined;
  if (!range && !data) {
    return list;
  }
  return {
    ...list,
    itemDefaults: { ...(range ? { editRange: range } : {}), ...(data ? { data } : {}) },
    items: list.items.map((item) => {
      const { textEdit, ...rest } = item;
      const short: CompletionItem = rest;
      if (range && textEdit) {
        short.textEditText = textEdit.newText;
      } else if (textEdit) {
        short.textEdit = textEdit;
      }
      if (data && same(data, sharedData(item))) {
        delete short.data;
      }
      return short;
    }),
  };
}

/** The range of all items, if it is one. */
function commonRange(items: readonly CompletionItem[]): Range | undefined {
  let range: Range | undefined;
  for (const { textEdit } of items) {
    if (!textEdit || !("range" in textEdit)) {
      return undefined;
    }
    // Items of one list are made with the same range object.
    range ??= textEdit.range;
    if (range !== textEdit.range) {
      return undefined;
    }
  }
  return range;
}

function commonData(items: readonly CompletionItem[]): SharedCompletionData | undefined {
  const first = items[0];
  return first && sharedData(first);
}

function same(one: SharedCompletionData, other: SharedCompletionData | undefined): boolean {
  return (
    other !== undefined &&
    one.folder === other.folder &&
    containerName(one.container) === containerName(other.container) &&
    "module" in one.container === "module" in other.container
  );
}

function containerName(container: SharedCompletionData["container"]): string {
  return "module" in container ? container.module : container.class;
}

/** The item's data again, as if it had been sent with it. */
export function ownData(item: CompletionItem): Partial<CompletionData> {
  const data = (item.data ?? {}) as Partial<CompletionData & SharedCompletionData>;
  return data.container ? { ...data, origin: { ...data.container, name: item.label } } : data;
}

function sharedData(item: CompletionItem): SharedCompletionData | undefined {
  const data = item.data as Partial<CompletionData> | undefined;
  const origin = data?.origin;
  if (!origin || origin.name !== item.label) {
    return undefined;
  }
  return {
    container: "module" in origin ? { module: origin.module } : { class: origin.class },
    ...(data.folder === undefined ? {} : { folder: data.folder }),
  };
}
