/** What an expression gives that chooses between others: `a ? b : c`, `a ?? b`, `a || b`, `a && b`, `(a, b)` and `(a = b)`. */
import ts from "typescript";
import type { PythonExpression } from "./expression.js";
import type { Evaluation } from "./steps.js";

export function chosenValue(
  node: ts.ConditionalExpression | ts.BinaryExpression,
  evaluation: Evaluation,
  depth: number,
): PythonExpression | null {
  if (ts.isConditionalExpression(node)) {
    return either([node.whenTrue, node.whenFalse], evaluation, depth);
  }
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return either([node.left, node.right], evaluation, depth);
    // The left of `&&` comes out only where it is false, and then nobody asks for its members.
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
      return evaluation.evaluate(node.right, depth);
    default:
      return null;
  }
}

/** Null where none of the branches is Python's. */
function either(
  branches: readonly ts.Expression[],
  evaluation: Evaluation,
  depth: number,
): PythonExpression | null {
  const options: PythonExpression[] = [];
  let open = false;
  for (const branch of branches.filter((candidate) => !isNothing(candidate))) {
    const option = evaluation.evaluate(branch, depth);
    if (option?.kind === "either") {
      options.push(...option.options);
      open ||= option.open === true;
    } else if (option) {
      options.push(option);
    } else {
      open = true;
    }
  }
  const [first, second] = options;
  if (!first || (!second && !open)) {
    return first ?? null;
  }
  if (options.some(({ kind }) => kind === "host")) {
    // Two sessions are alike; which of the package's functions it is, nobody can tell.
    return !open && options.every(({ kind }) => kind === "host") ? { kind: "host" } : null;
  }
  return { kind: "either", options, ...(open ? { open } : {}) };
}

/** `null`, `undefined`, `false`: members are asked for only where it is something else. */
function isNothing(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isIdentifier(node) && node.text === "undefined")
  );
}
