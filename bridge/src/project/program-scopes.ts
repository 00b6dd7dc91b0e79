/** Which name of a source file is declared where: JavaScript's scopes, as far as names of variables go. */
import type { Node } from "@babel/types";

/** A name that is declared once, however often it is used. What it stands for is filled in by whoever reads the file. */
class Binding<T> {
  readonly values = new Map<string, T>();

  /** @returns whether it is new */
  add(key: string, value: T): boolean {
    if (this.values.has(key)) return false;
    this.values.set(key, value);
    return true;
  }
}

/** The names of one function, block or file. */
export class NameScope<T> {
  readonly #above: NameScope<T> | undefined;
  readonly #names = new Map<string, Binding<T>>();

  constructor(above?: NameScope<T>) {
    this.#above = above;
  }

  declare(name: string): Binding<T> {
    const known = this.#names.get(name) ?? new Binding<T>();
    this.#names.set(name, known);
    return known;
  }

  /** What a name means here; undefined where nothing declares it. */
  find(name: string): Binding<T> | undefined {
    return this.#names.get(name) ?? this.#above?.find(name);
  }
}

/** The scopes of a file by the nodes that open them. */
export type Scopes<T> = ReadonlyMap<Node, NameScope<T>>;

const functions = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "ObjectMethod",
  "ClassMethod",
  "ClassPrivateMethod",
  "StaticBlock",
  "TSModuleBlock",
]);
const blocks = new Set([
  "BlockStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "SwitchStatement",
  "CatchClause",
  "ClassExpression",
]);

/** Finds all declarations of a file. */
export function scopesOf<T>(program: Node): Scopes<T> {
  const scopes = new Map<Node, NameScope<T>>();
  const visit = (node: Node, above: NameScope<T>, functionAbove: NameScope<T>): void => {
    declareOutside(node, above);
    let scope = above;
    let functionScope = functionAbove;
    if (functions.has(node.type) || blocks.has(node.type)) {
      scope = new NameScope(above);
      scopes.set(node, scope);
      if (functions.has(node.type)) functionScope = scope;
    }
    for (const name of declaredBy(node)) {
      const isVar = node.type === "VariableDeclaration" && node.kind === "var";
      (isVar ? functionScope : scope).declare(name);
    }
    for (const child of childrenOf(node)) visit(child, scope, functionScope);
  };
  const top = new NameScope<T>();
  scopes.set(program, top);
  for (const child of childrenOf(program)) visit(child, top, top);
  return scopes;
}

/** A function or class is known by its name around itself. */
function declareOutside(node: Node, scope: NameScope<unknown>): void {
  if ((node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id)
    scope.declare(node.id.name);
}

/** The names that a node declares in its own scope. */
function declaredBy(node: Node): string[] {
  switch (node.type) {
    case "VariableDeclaration":
      return node.declarations.flatMap(({ id }) => namesIn(id));
    case "ImportDeclaration":
      return node.specifiers.map(({ local }) => local.name);
    case "CatchClause":
      return node.param ? namesIn(node.param) : [];
    case "FunctionExpression":
    case "ClassExpression":
      return [...(node.id ? [node.id.name] : []), ...("params" in node ? node.params.flatMap(namesIn) : [])];
    case "FunctionDeclaration":
    case "ArrowFunctionExpression":
    case "ObjectMethod":
    case "ClassMethod":
    case "ClassPrivateMethod":
      return node.params.flatMap(namesIn);
    default:
      return [];
  }
}

/** The names of a pattern: `{ a, b: [c, ...d] = e }`. */
function namesIn(pattern: Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === "RestElement" ? property : property.value),
      );
    case "TSParameterProperty":
      return namesIn(pattern.parameter);
    default:
      return [];
  }
}

/** The nodes directly below one, in order. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (key === "loc" || key.endsWith("Comments")) continue;
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof child === "object" && child !== null && "type" in child && typeof child.type === "string")
        children.push(child as Node);
    }
  }
  return children;
}
