/** Finds the declaration of a name by walking outwards, scanning only the statements of the enclosing blocks. */
import ts from "typescript";
import { parentOf } from "./syntax.js";

/** Where a name is declared: the identifier in a variable, parameter, binding element, import or function. */
export type Declaration =
  | ts.VariableDeclaration
  | ts.BindingElement
  | ts.ParameterDeclaration
  | ts.ImportSpecifier
  | ts.ImportClause
  | ts.NamespaceImport
  | ts.ImportEqualsDeclaration
  | ts.FunctionDeclaration
  | ts.ClassDeclaration;

/** Trees share unchanged nodes between versions, so a list that is kept by its statement stays right. */
const declaredBy = new WeakMap<ts.Node, readonly Declaration[]>();

function patternDeclarations(name: ts.BindingName, own: Declaration, into: Declaration[]): void {
  if (ts.isIdentifier(name)) {
    into.push(own);
    return;
  }
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) {
      patternDeclarations(element.name, element, into);
    }
  }
}

function listDeclarations(list: ts.VariableDeclarationList, into: Declaration[]): void {
  for (const declaration of list.declarations) {
    patternDeclarations(declaration.name, declaration, into);
  }
}

/** The declarations that one statement makes in its block. */
export function declarationsOf(statement: ts.Node): readonly Declaration[] {
  const known = declaredBy.get(statement);
  if (known) {
    return known;
  }
  const found: Declaration[] = [];
  if (ts.isVariableStatement(statement)) {
    listDeclarations(statement.declarationList, found);
  } else if (ts.isVariableDeclarationList(statement)) {
    listDeclarations(statement, found);
  } else if (ts.isImportDeclaration(statement) && statement.importClause) {
    const clause = statement.importClause;
    if (clause.name) {
      found.push(clause);
    }
    if (clause.namedBindings) {
      if (ts.isNamespaceImport(clause.namedBindings)) {
        found.push(clause.namedBindings);
      } else {
        found.push(...clause.namedBindings.elements);
      }
    }
  } else if (ts.isImportEqualsDeclaration(statement)) {
    found.push(statement);
  } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
    found.push(statement);
  }
  declaredBy.set(statement, found);
  return found;
}

export function declaredName(declaration: Declaration): ts.Identifier | undefined {
  const name = declaration.name;
  return name && ts.isIdentifier(name) ? name : undefined;
}

function parametersOf(node: ts.Node): Declaration[] {
  const found: Declaration[] = [];
  if (ts.isFunctionLike(node)) {
    for (const parameter of node.parameters) {
      if (ts.isParameter(parameter)) {
        patternDeclarations(parameter.name, parameter, found);
      }
    }
  }
  return found;
}

/** True where names declared by the node hold at `from`, a child of it. */
function declaresNames(scope: ts.Node, from: ts.Node): boolean {
  if (ts.isForStatement(scope) || ts.isForInStatement(scope)) {
    return true;
  }
  if (ts.isForOfStatement(scope)) {
    return from !== scope.expression;
  }
  return (
    ts.isSourceFile(scope) ||
    ts.isBlock(scope) ||
    ts.isModuleBlock(scope) ||
    ts.isCaseOrDefaultClause(scope) ||
    ts.isFunctionLike(scope) ||
    ts.isCatchClause(scope)
  );
}

function declarationsIn(scope: ts.Node): readonly (readonly Declaration[])[] {
  if (
    ts.isSourceFile(scope) ||
    ts.isBlock(scope) ||
    ts.isModuleBlock(scope) ||
    ts.isCaseOrDefaultClause(scope)
  ) {
    return scope.statements.map(declarationsOf);
  }
  if (ts.isFunctionLike(scope)) {
    return [parametersOf(scope)];
  }
  if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    const { initializer } = scope;
    return initializer && ts.isVariableDeclarationList(initializer) ? [declarationsOf(initializer)] : [];
  }
  if (ts.isCatchClause(scope) && scope.variableDeclaration) {
    const found: Declaration[] = [];
    patternDeclarations(scope.variableDeclaration.name, scope.variableDeclaration, found);
    return [found];
  }
  return [];
}

/** The declarations that each scope around a node adds, innermost first. */
export function* scopesAround(node: ts.Node): Generator<readonly (readonly Declaration[])[]> {
  let previous = node;
  for (let scope: ts.Node | undefined = node; scope; previous = scope, scope = parentOf(scope)) {
    if (declaresNames(scope, previous)) {
      yield declarationsIn(scope);
    }
  }
}

/** Finds declarations within one version of a tree; what a scope declares is gathered when it is first asked. */
export class Scopes {
  private readonly names = new Map<ts.Node, Map<string, Declaration>>();

  find(name: string, from: ts.Node): Declaration | undefined {
    let previous = from;
    for (let scope: ts.Node | undefined = from; scope; previous = scope, scope = parentOf(scope)) {
      if (declaresNames(scope, previous)) {
        const found = this.namesIn(scope).get(name);
        if (found) {
          return found;
        }
      }
    }
    return undefined;
  }

  private namesIn(scope: ts.Node): Map<string, Declaration> {
    let names = this.names.get(scope);
    if (!names) {
      names = new Map();
      for (const group of declarationsIn(scope)) {
        for (const declaration of group) {
          const name = declaredName(declaration)?.text;
          if (name !== undefined && !names.has(name)) {
            names.set(name, declaration);
          }
        }
      }
      this.names.set(scope, names);
    }
    return names;
  }
}

/** True where the variable keeps what its declaration gave it. */
export function neverReassigned(
  declaration: ts.VariableDeclaration | ts.BindingElement,
  text: string,
): boolean {
  let list: ts.Node = declaration;
  while (!ts.isVariableDeclarationList(list)) {
    if (ts.isParameter(list) || ts.isSourceFile(list)) {
      return true;
    }
    list = list.parent;
  }
  if ((list.flags & ts.NodeFlags.BlockScoped) !== 0 && (list.flags & ts.NodeFlags.Let) === 0) {
    return true;
  }
  const name = declaredName(declaration)?.text;
  if (name === undefined) {
    return false;
  }
  // `name =`, `name +=`, `name++`, `[name]`, but not `name ==` or `name =>`, and not the declaration itself.
  const assignment = new RegExp(
    `(?<![\\w$.])${name.replaceAll("$", "\\$")}\\s*(?:(?:[-+*/%&|^]|\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?)?=(?![=>])|\\+\\+|--)`,
    "g",
  );
  for (const match of text.matchAll(assignment)) {
    if (match.index < declaration.pos || match.index > declaration.end) {
      return false;
    }
  }
  return true;
}
