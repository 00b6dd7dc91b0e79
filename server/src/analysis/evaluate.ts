/** Turns TypeScript expressions into `PythonExpression`s by following names to their declarations. */
import ts from "typescript";
import { callSite } from "./call.js";
import { callValue } from "./call-value.js";
import { chosenValue } from "./choice.js";
import { declaredValue } from "./declared-value.js";
import type { PythonExpression } from "./expression.js";
import { Scopes, type Declaration } from "./scope.js";
import { awaited, depthLimit, itemOfArray, memberOf, type Evaluation } from "./steps.js";

/** Evaluates within one version of one document; results are remembered. */
export class Evaluator implements Evaluation {
  private readonly known = new Map<ts.Node, PythonExpression | null>();
  readonly file: ts.SourceFile;
  readonly text: string;
  readonly scopes = new Scopes();

  constructor(file: ts.SourceFile, text = file.text) {
    this.file = file;
    this.text = text;
  }

  evaluate(node: ts.Node | undefined, depth = 0): PythonExpression | null {
    if (!node || depth > depthLimit) {
      return null;
    }
    const known = this.known.get(node);
    if (known !== undefined) {
      return known;
    }
    this.known.set(node, null);
    const result = this.expression(node, depth + 1);
    this.known.set(node, result);
    return result;
  }

  private expression(node: ts.Node, depth: number): PythonExpression | null {
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isTypeAssertionExpression(node)
    ) {
      return this.evaluate(node.expression, depth);
    }
    if (ts.isIdentifier(node)) {
      const declaration = this.scopes.find(node.text, node);
      return declaration ? this.declaration(declaration, depth) : null;
    }
    if (ts.isAwaitExpression(node)) {
      return awaited(this.evaluate(node.expression, depth));
    }
    if (ts.isPropertyAccessExpression(node)) {
      const anew = this.startsAnew(node);
      if (anew) {
        return this.declaration(anew, depth);
      }
      return node.expression.kind === ts.SyntaxKind.ThisKeyword
        ? this.ownField(node, depth)
        : memberOf(this.evaluate(node.expression, depth), node.name.text, node, this.file);
    }
    if (ts.isElementAccessExpression(node)) {
      const object = this.evaluate(node.expression, depth);
      return ts.isStringLiteralLike(node.argumentExpression)
        ? memberOf(object, node.argumentExpression.text, node, this.file)
        : itemOfArray(object, node.argumentExpression);
    }
    if (ts.isConditionalExpression(node) || ts.isBinaryExpression(node)) {
      return chosenValue(node, this, depth);
    }
    if (ts.isCallExpression(node)) {
      return callValue(node, this, depth);
    }
    if (ts.isNewExpression(node)) {
      const callee = this.evaluate(node.expression, depth);
      return callee && callee.kind !== "host"
        ? { kind: "call", callee, call: callSite(node, callee, this.file) }
        : null;
    }
    return null;
  }

  /**
   * The variable that a statement begins with, where the line above ends with a dot and nothing behind it: the parser takes that name for the
   * missing member's. A chain that goes on in the next line is indented.
   */
  startsAnew(access: ts.PropertyAccessExpression): Declaration | undefined {
    const { text } = this.file;
    const start = access.name.getStart(this.file);
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    if (lineStart <= access.expression.end || text.slice(lineStart, start).trim() !== "") {
      return undefined;
    }
    const before = text.slice(access.expression.end, lineStart).trimEnd();
    const objectLine = text.lastIndexOf("\n", access.getStart(this.file) - 1) + 1;
    const indentation = /^[ \t]*/.exec(text.slice(objectLine))?.[0].length ?? 0;
    return before.endsWith(".") && start - lineStart <= indentation
      ? this.scopes.find(access.name.text, access)
      : undefined;
  }

  /** `this.np`, from the property declaration of the class around. */
  private ownField(node: ts.PropertyAccessExpression, depth: number): PythonExpression | null {
    let holder: ts.Node = node;
    while (!ts.isClassLike(holder)) {
      if (ts.isSourceFile(holder) || ts.isObjectLiteralExpression(holder)) {
        return null;
      }
      holder = holder.parent;
    }
    for (const member of holder.members) {
      if (
        ts.isPropertyDeclaration(member) &&
        (ts.isIdentifier(member.name) || ts.isPrivateIdentifier(member.name)) &&
        member.name.text === node.name.text
      ) {
        const constant = member.modifiers?.some(
          (modifier) => modifier.kind === ts.SyntaxKind.ReadonlyKeyword,
        );
        const assigned = new RegExp(`this\\.${node.name.text.replaceAll("$", "\\$")}\\s*=(?!=)`);
        return constant || !assigned.test(this.text) ? this.evaluate(member.initializer, depth) : null;
      }
    }
    return null;
  }

  declaration(declaration: Declaration, depth = 0): PythonExpression | null {
    return declaredValue(declaration, this, depth);
  }
}
