/** The names of a module that a document uses, for a wrapper of only these. */
import type { PythonExpression } from "../analysis/expression.js";
import type { AnalyzedSource } from "../source-document.js";

export function usedNames(document: AnalyzedSource, module: string): string[] {
  const names = new Set<string>();
  for (const access of document.analysis.occurrences().members) {
    if (stands(access.object, module) && !access.name.startsWith("$")) {
      names.add(access.name);
    }
  }
  return [...names].sort();
}

function stands(expression: PythonExpression, module: string): boolean {
  if (expression.kind === "module") {
    return expression.module === module;
  }
  const dot = module.lastIndexOf(".");
  return (
    dot > 0 &&
    expression.kind === "member" &&
    expression.name === module.slice(dot + 1) &&
    stands(expression.object, module.slice(0, dot))
  );
}
