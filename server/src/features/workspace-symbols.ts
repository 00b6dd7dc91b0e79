/** Workspace symbols over modules that are in the cache: `linalg.norm` finds `numpy.linalg.norm`. */
import { SymbolKind, type SymbolInformation } from "vscode-languageserver-protocol";
import type { DescribedModule } from "../knowledge/knowledge.js";
import type { AnySymbol } from "../presentation/symbols.js";
import { matchesQuery } from "../workspace/filter.js";
import { placeAt } from "./definition.js";

const limit = 200;

export interface RankedSymbol {
  rank: number;
  symbol: SymbolInformation;
}

/** The names of one module that fit. */
export function symbolsOf(query: string, module: DescribedModule): RankedSymbol[] {
  if (query.trim().length < 2) {
    return [];
  }
  const found: RankedSymbol[] = [];
  const wanted = query.toLowerCase();
  for (const { name } of module.entries) {
    const full = `${module.module}.${name}`;
    if (!matchesQuery(full, query)) {
      continue;
    }
    const symbol = module.member(name);
    const location = symbol?.location ?? symbol?.stub;
    if (symbol && location && symbol.kind !== "module") {
      const lower = name.toLowerCase();
      const rank =
        lower === wanted ? 0 : lower.startsWith(wanted) ? 1 : full.toLowerCase().includes(wanted) ? 2 : 3;
      found.push({
        rank,
        symbol: { name, kind: kindOf(symbol), containerName: module.module, location: placeAt(location) },
      });
    }
  }
  return found;
}

/** The best of what was found in all modules. */
export function bestSymbols(found: readonly RankedSymbol[]): SymbolInformation[] {
  return [...found]
    .sort((first, second) => first.rank - second.rank || first.symbol.name.length - second.symbol.name.length)
    .slice(0, limit)
    .map(({ symbol }) => symbol);
}

function kindOf(symbol: AnySymbol): SymbolKind {
  switch (symbol.kind) {
    case "callable":
      return SymbolKind.Function;
    case "class":
      return symbol.flavour === "enum" ? SymbolKind.Enum : SymbolKind.Class;
    case "module":
      return SymbolKind.Module;
    case "property":
      return SymbolKind.Property;
    case "alias":
      return SymbolKind.TypeParameter;
    case "value":
      return SymbolKind.Constant;
  }
}
