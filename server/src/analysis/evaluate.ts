/** Turns TypeScript expressions into `PythonExpression`s by following names to their declarations. */
import ts from "typescript";
import { callSite } from "./call.js";
import { intercepted } from "./intercepted.js";
import type { PythonExpression } from "./expression.js";
import { neverReassigned, Scopes, type Declaration } from "./scope.js";
import { contentSpan, spanOf } from "./syntax.js";

const packageName = "snakebridge";
const depthLimit = 60;

/** Evaluates within one version of one document; results are remembered. */
export class Evaluator {
  private readonly known = new Map<ts.Node, PythonExpression | null>();
  readonly file: ts.SourceFile;
  readonly scopes = new Scopes();

  constructor(file: ts.SourceFile) {
    this.file = file;
  }

  /** What the expression stands for in Python; null where it is not Python's or nobody can tell. */
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
        : this.member(this.evaluate(node.expression, depth), node.name.text, node);
    }
    if (ts.isElementAccessExpression(node)) {
      return ts.isStringLiteralLike(node.argumentExpression)
        ? this.member(this.evaluate(node.expression, depth), node.argumentExpression.text, node)
        : null;
    }
    if (ts.isCallExpression(node)) {
      return this.call(node, depth);
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

  private member(object: PythonExpression | null, name: string, node: ts.Node): PythonExpression | null {
    if (!object || object.kind === "converted") {
      return null;
    }
    if (object.kind === "host") {
      return { kind: "host", name };
    }
    if (intercepted.has(name)) {
      return null;
    }
    return { kind: "member", object, name, span: spanOf(node, this.file) };
  }

  private call(node: ts.CallExpression, depth: number): PythonExpression | null {
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      return this.imported(node.arguments[0]);
    }
    if (ts.isIdentifier(node.expression) && node.expression.text === "require") {
      return this.imported(node.arguments[0]);
    }
    const callee = this.evaluate(node.expression, depth);
    if (!callee) {
      return null;
    }
    if (callee.kind === "host") {
      return this.hostCall(callee, node);
    }
    if (callee.kind === "member" && callee.name.startsWith("$")) {
      return this.ownCall(callee, node, depth);
    }
    return { kind: "call", callee, call: callSite(node, callee, this.file) };
  }

  private imported(argument: ts.Node | undefined): PythonExpression | null {
    if (!argument || !ts.isStringLiteralLike(argument)) {
      return null;
    }
    return fromPackage(argument.text)
      ? { kind: "host" }
      : { kind: "import", specifier: argument.text, span: contentSpan(argument, this.file) };
  }

  private hostCall(
    callee: PythonExpression & { kind: "host" },
    node: ts.CallExpression,
  ): PythonExpression | null {
    const first = node.arguments[0];
    if (callee.name === "module") {
      return first && ts.isStringLiteralLike(first) && first.text !== ""
        ? { kind: "module", module: first.text, span: contentSpan(first, this.file) }
        : null;
    }
    if (callee.name === "call") {
      const path = first && ts.isStringLiteralLike(first) ? pathExpression(first, this.file) : null;
      return path ? { kind: "call", callee: path, call: callSite(node, path, this.file) } : null;
    }
    // `openPython()`, `python.session("a")`, `pool.session()` give something that has `module` again.
    return callee.name === undefined || markers.has(callee.name) ? null : { kind: "host" };
  }

  /** Calls of the methods that the runtime puts on every reference. */
  private ownCall(
    callee: PythonExpression & { kind: "member" },
    node: ts.CallExpression,
    depth: number,
  ): PythonExpression | null {
    const first = node.arguments[0];
    const object = callee.object;
    switch (callee.name) {
      case "$ref":
      case "$with":
      case "$stream":
        return object;
      case "$value":
        return { kind: "converted", value: object };
      case "$get":
        return first && ts.isStringLiteralLike(first) ? this.member(object, first.text, node) : null;
      case "$call":
      case "$coro":
        return { kind: "call", callee: object, call: callSite(node, object, this.file) };
      case "$item":
        return {
          kind: "element",
          object,
          ...(first && ts.isNumericLiteral(first) ? { index: Number(first.text) } : {}),
        };
      case "$as": {
        const asClass = this.evaluate(first, depth);
        return asClass ? { kind: "instance", class: asClass } : null;
      }
      default:
        return null;
    }
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
        return constant || !assigned.test(this.file.text) ? this.evaluate(member.initializer, depth) : null;
      }
    }
    return null;
  }

  /** What a declared name holds. */
  declaration(declaration: Declaration, depth = 0): PythonExpression | null {
    if (depth > depthLimit) {
      return null;
    }
    if (ts.isImportSpecifier(declaration)) {
      const imported = (declaration.propertyName ?? declaration.name).text;
      return this.fromImport(declaration.parent.parent.parent, imported, declaration);
    }
    if (ts.isNamespaceImport(declaration)) {
      return this.fromImport(declaration.parent.parent, undefined, declaration);
    }
    if (ts.isImportClause(declaration)) {
      return this.fromImport(declaration.parent, undefined, declaration);
    }
    if (ts.isImportEqualsDeclaration(declaration)) {
      const reference = declaration.moduleReference;
      return ts.isExternalModuleReference(reference) ? this.imported(reference.expression) : null;
    }
    if (ts.isVariableDeclaration(declaration)) {
      if (!neverReassigned(declaration, this.file)) {
        return null;
      }
      const loop = declaration.parent.parent;
      if (ts.isForOfStatement(loop)) {
        const object = this.evaluate(loop.expression, depth + 1);
        return object && object.kind !== "host" ? { kind: "iterated", object } : null;
      }
      return this.evaluate(declaration.initializer, depth + 1);
    }
    if (ts.isBindingElement(declaration)) {
      return neverReassigned(declaration, this.file) ? this.bindingElement(declaration, depth + 1) : null;
    }
    return ts.isParameter(declaration) ? this.parameter(declaration, depth + 1) : null;
  }

  private fromImport(
    statement: ts.Node,
    imported: string | undefined,
    node: ts.Node,
  ): PythonExpression | null {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteralLike(statement.moduleSpecifier)) {
      return null;
    }
    const specifier = statement.moduleSpecifier;
    if (fromPackage(specifier.text)) {
      return { kind: "host", ...(imported === undefined ? {} : { name: imported }) };
    }
    const module: PythonExpression = {
      kind: "import",
      specifier: specifier.text,
      span: contentSpan(specifier, this.file),
    };
    return imported === undefined
      ? module
      : { kind: "member", object: module, name: imported, span: spanOf(node, this.file) };
  }

  private bindingElement(element: ts.BindingElement, depth: number): PythonExpression | null {
    if (element.dotDotDotToken || depth > depthLimit) {
      return null;
    }
    const source = this.patternSource(element.parent, depth);
    if (ts.isArrayBindingPattern(element.parent)) {
      const index = element.parent.elements.indexOf(element);
      const settled = this.settledTogether(element.parent, index, depth);
      if (settled) {
        return settled;
      }
      return source && source.kind !== "host" ? { kind: "element", object: source, index } : null;
    }
    const key = element.propertyName ?? element.name;
    return ts.isIdentifier(key) || ts.isStringLiteralLike(key)
      ? this.member(source, key.text, element)
      : null;
  }

  /** `const [a, b] = await Promise.all([x(), y()])` */
  private settledTogether(
    pattern: ts.ArrayBindingPattern,
    index: number,
    depth: number,
  ): PythonExpression | null {
    const initializer = ts.isVariableDeclaration(pattern.parent) ? pattern.parent.initializer : undefined;
    const call = initializer && ts.isAwaitExpression(initializer) ? initializer.expression : undefined;
    if (!call || !ts.isCallExpression(call) || call.expression.getText(this.file) !== "Promise.all") {
      return null;
    }
    const list = call.arguments[0];
    return list && ts.isArrayLiteralExpression(list)
      ? awaited(this.evaluate(list.elements[index], depth))
      : null;
  }

  private patternSource(pattern: ts.BindingPattern, depth: number): PythonExpression | null {
    const holder = pattern.parent;
    if (ts.isVariableDeclaration(holder)) {
      const loop = holder.parent.parent;
      if (ts.isForOfStatement(loop)) {
        const object = this.evaluate(loop.expression, depth);
        return object && object.kind !== "host" ? { kind: "iterated", object } : null;
      }
      return this.evaluate(holder.initializer, depth);
    }
    return ts.isBindingElement(holder) ? this.bindingElement(holder, depth) : null;
  }

  /** Parameters whose value is known: typed as a session of ours, or of a function handed to `enter` or `then`. */
  private parameter(parameter: ts.ParameterDeclaration, depth: number): PythonExpression | null {
    if (
      parameter.type &&
      ts.isTypeReferenceNode(parameter.type) &&
      ts.isIdentifier(parameter.type.typeName)
    ) {
      const typeDeclaration = this.scopes.find(parameter.type.typeName.text, parameter);
      const type = typeDeclaration ? this.declaration(typeDeclaration, depth) : null;
      if (type?.kind === "host") {
        return { kind: "host" };
      }
    }
    const fn = parameter.parent;
    const call = fn.parent;
    if (!ts.isCallExpression(call) || !ts.isFunctionLike(fn) || fn.parameters.indexOf(parameter) !== 0) {
      return null;
    }
    if (!ts.isPropertyAccessExpression(call.expression)) {
      return null;
    }
    const receiver = this.evaluate(call.expression.expression, depth);
    if (receiver?.kind === "host" && call.expression.name.text === "enter") {
      const manager = this.evaluate(call.arguments[0], depth);
      return manager && manager.kind !== "host" ? { kind: "entered", object: manager } : null;
    }
    if (receiver && receiver.kind !== "host" && call.expression.name.text === "then") {
      return awaited(receiver);
    }
    return null;
  }
}

/** Exports of the package that are not sessions and make none. */
const markers = new Set([
  "kw",
  "tuple",
  "float",
  "int",
  "slice",
  "bytes",
  "copy",
  "callback",
  "references",
  "scope",
]);

export function fromPackage(specifier: string): boolean {
  return specifier === packageName || specifier.startsWith(`${packageName}/`);
}

function awaited(value: PythonExpression | null): PythonExpression | null {
  if (!value || value.kind === "host" || value.kind === "converted" || value.kind === "awaited") {
    return value;
  }
  return { kind: "awaited", value };
}

/** The dotted path of `python.call("numpy.linalg.norm")` as members of its first step's module. */
export function pathExpression(literal: ts.StringLiteralLike, file: ts.SourceFile): PythonExpression | null {
  const span = contentSpan(literal, file);
  const [first, ...rest] = literal.text.split(".");
  if (!first) {
    return null;
  }
  let end = span.start + first.length;
  let result: PythonExpression = { kind: "module", module: first, span: { start: span.start, end } };
  for (const name of rest) {
    end += 1 + name.length;
    result = { kind: "member", object: result, name, span: { start: span.start, end } };
  }
  return result;
}
