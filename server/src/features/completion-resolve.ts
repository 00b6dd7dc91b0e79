/** The documentation of a completion item, read when the user looks at it. */
import type { CompletionItem } from "vscode-languageserver-protocol";
import type { Knowledge } from "../knowledge/knowledge.js";
import { findOrigin } from "../knowledge/members.js";
import { symbolText } from "../presentation/explain.js";
import { ownData } from "./completion-defaults.js";

export function resolveCompletion(item: CompletionItem, knowledge: Knowledge): CompletionItem {
  const { origin } = ownData(item);
  const found = origin ? findOrigin(origin, knowledge) : undefined;
  if (!found) {
    return item;
  }
  const state = knowledge.module(found.owner ? (found.container.split(".")[0] ?? "") : found.container);
  const module = state.state === "described" ? state.description : undefined;
  return {
    ...item,
    documentation: { kind: "markdown", value: symbolText(found.symbol, module, found.owner) },
  };
}
