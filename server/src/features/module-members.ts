/** One level of the *Python Modules* tree. */
import { URI } from "vscode-uri";
import type { ModuleMembersResult, ModuleNode } from "../../protocol/index.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { shortDetail } from "snakebridge/tooling";
import { membersOf } from "../knowledge/members.js";
import { nodeKind, summaryOf, type AnySymbol } from "../presentation/symbols.js";
import { symbolText } from "../presentation/explain.js";
import { pathContainer } from "./completion-modules.js";

export function moduleMembers(
  module: string,
  path: readonly string[],
  knowledge: Knowledge,
): ModuleMembersResult {
  const target = pathContainer([...module.split("."), ...path], knowledge);
  if (target.kind === "module-problem" || target.kind === "unknown" || target.kind === "missing") {
    return { described: target.kind === "missing", nodes: [] };
  }
  const offer = membersOf(target, knowledge);
  const nodes = offer.members
    .filter((member) => !member.brief.name.startsWith("_"))
    .flatMap((member) => member.symbol() ?? [])
    .map((symbol) => node(symbol, module, knowledge));
  return { described: true, nodes };
}

function node(symbol: AnySymbol, module: string, knowledge: Knowledge): ModuleNode {
  const state = knowledge.module(module);
  const detail = shortDetail(symbol)?.replace(/^: /, "");
  const summary = summaryOf(symbol.doc);
  const location = symbol.location ?? symbol.stub;
  return {
    name: symbol.name,
    kind: nodeKind(symbol),
    ...(detail === undefined ? {} : { detail }),
    ...(summary === undefined ? {} : { summary }),
    ...(symbol.kind === "module"
      ? { module: symbol.module }
      : { documentation: symbolText(symbol, state.state === "described" ? state.description : undefined) }),
    ...(symbol.deprecated ? { deprecated: true } : {}),
    hasChildren: symbol.kind === "module" || (symbol.kind === "class" && symbol.members.length > 0),
    ...(location
      ? { location: { uri: URI.file(location.file).toString(), line: Math.max(0, location.line - 1) } }
      : {}),
  };
}
