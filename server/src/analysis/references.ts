/** Where else in the document the same variable, or the same member of the same thing, is named. */
import ts from "typescript";
import type { Evaluator } from "./evaluate.js";
import type { PythonExpression, Target } from "./expression.js";
import { declaredName, type Declaration } from "./scope.js";
import { isPropertyName, spanOf, tokenAt } from "./syntax.js";
import { stringTarget, targetAt } from "./target.js";

/** The uses of the variable under the offset, or of the same member of the same thing. */
export function referencesAt(offset: number, evaluator: Evaluator): { start: number; end: number }[] {
  const file = evaluator.file;
  const node = tokenAt(file, offset);
  if (!ts.isIdentifier(node) && !ts.isStringLiteralLike(node)) {
    return [];
  }
  const found: { start: number; end: number }[] = [];
  const target = targetAt(offset, evaluator);
  if (!target) {
    return [];
  }
  const identity = identityOf(target, evaluator);
  const declaration =
    ts.isIdentifier(node) && !isPropertyName(node) ? evaluator.scopes.find(node.text, node) : undefined;
  const visit = (current: ts.Node): void => {
    if (ts.isIdentifier(current) && current.text !== "") {
      if (declaration && current.text === node.text && !isPropertyName(current)) {
        if (evaluator.scopes.find(current.text, current) === declaration) {
          found.push(spanOf(current, file));
          return;
        }
      }
      const name = target.kind === "member" ? target.access.name : undefined;
      if (identity !== undefined && (name === undefined || current.text === name)) {
        const other = targetAt(current.getStart(file), evaluator);
        if (other && identityOf(other, evaluator) === identity) {
          found.push(other.span);
        }
      }
      return;
    }
    if (ts.isStringLiteralLike(current) && identity !== undefined) {
      const other = stringTarget(current, current.end - 1, evaluator);
      if (other && identityOf(other, evaluator) === identity) {
        found.push(other.span);
      }
    }
    ts.forEachChild(current, visit);
  };
  visit(file);
  const seen = new Set<number>();
  return found
    .filter(({ start }) => !seen.has(start) && seen.add(start))
    .sort((first, second) => first.start - second.start);
}

/** The uses of the variable whose name is at the offset. */
export function usesOfName(offset: number, evaluator: Evaluator): { start: number; end: number }[] {
  const file = evaluator.file;
  const node = tokenAt(file, offset);
  const declaration = ts.isIdentifier(node) ? evaluator.scopes.find(node.text, node) : undefined;
  if (!ts.isIdentifier(node) || !declaration) {
    return [];
  }
  const found: { start: number; end: number }[] = [];
  const visit = (current: ts.Node): void => {
    if (ts.isIdentifier(current) && current.text === node.text && !isPropertyName(current)) {
      if (evaluator.scopes.find(current.text, current) === declaration) {
        found.push(spanOf(current, file));
      }
    }
    ts.forEachChild(current, visit);
  };
  visit(file);
  return found;
}

/** A text that two expressions share if they surely name the same thing. */
function identityText(expression: PythonExpression): string | undefined {
  switch (expression.kind) {
    case "module":
      return expression.module;
    case "import":
      return `import ${expression.specifier}`;
    case "member": {
      const object = identityText(expression.object);
      return object === undefined ? undefined : `${object}.${expression.name}`;
    }
    case "call": {
      const callee = identityText(expression.callee);
      return callee === undefined ? undefined : `${callee}()`;
    }
    case "awaited":
      return identityText(expression.value);
    default:
      return undefined;
  }
}

function identityOf(target: Target, evaluator: Evaluator): string | undefined {
  switch (target.kind) {
    case "member": {
      const object = identityText(target.access.object);
      return object === undefined ? undefined : `${object}.${target.access.name}`;
    }
    case "module-name":
      return target.module;
    case "path-step":
      return target.path.join(".");
    case "binding": {
      const declaration = findDeclarationOf(target, evaluator);
      return declaration && declaredName(declaration) ? undefined : identityText(target.expression);
    }
    default:
      return undefined;
  }
}

function findDeclarationOf(target: Target, evaluator: Evaluator): Declaration | undefined {
  const node = tokenAt(evaluator.file, target.span.start);
  return ts.isIdentifier(node) ? evaluator.scopes.find(node.text, node) : undefined;
}
