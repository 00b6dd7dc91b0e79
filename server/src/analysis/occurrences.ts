/** Everything Python in a document, by one walk over the tree; made once a version, and only for whole-document features. */
import ts from "typescript";
import type { Evaluator } from "./evaluate.js";
import type { ModuleUse, Occurrences, WrapperImport } from "./expression.js";
import { fromPackage } from "./imported-value.js";
import { memberAccess } from "./member-access.js";
import { pythonCall } from "./python-call.js";
import { contentSpan, spanOf } from "./syntax.js";

export function occurrences(evaluator: Evaluator): Occurrences {
  const file = evaluator.file;
  const found: Occurrences = { members: [], calls: [], modules: [], wrappers: [], bindings: [], paths: [] };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const wrapper = wrapperImport(node, file);
      if (wrapper) {
        found.wrappers.push(wrapper);
      }
      return;
    }
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      return;
    }
    if (ts.isPropertyAccessExpression(node) && node.name.text !== "" && !evaluator.startsAnew(node)) {
      const object = evaluator.evaluate(node.expression);
      if (object && object.kind !== "host") {
        found.members.push(memberAccess(node, object, file));
      }
    } else if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
      const object = evaluator.evaluate(node.expression);
      if (object && object.kind !== "host") {
        const nameSpan = contentSpan(node.argumentExpression, file);
        found.members.push({
          object,
          name: node.argumentExpression.text,
          nameSpan,
          span: spanOf(node, file),
        });
      }
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      visitCall(node, evaluator, found);
    } else if (ts.isBindingElement(node) || ts.isVariableDeclaration(node)) {
      visitDeclaration(node, evaluator, found);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function visitCall(
  node: ts.CallExpression | ts.NewExpression,
  evaluator: Evaluator,
  found: Occurrences,
): void {
  const value = evaluator.evaluate(node);
  const file = evaluator.file;
  if (value?.kind === "module" && ts.isCallExpression(node)) {
    found.modules.push(moduleUse(node, value.module, value.span, evaluator));
    return;
  }
  const call = pythonCall(node, evaluator);
  if (!call) {
    return;
  }
  found.calls.push(call);
  const path = node.arguments?.[0];
  if (call.byPath && path && ts.isStringLiteralLike(path)) {
    found.paths.push({ text: path.text, span: contentSpan(path, file) });
    let access = call.callee;
    while (access.kind === "member") {
      found.members.push({
        object: access.object,
        name: access.name,
        nameSpan: { start: access.span.end - access.name.length, end: access.span.end },
        span: access.span,
      });
      access = access.object;
    }
  }
}

function visitDeclaration(
  node: ts.BindingElement | ts.VariableDeclaration,
  evaluator: Evaluator,
  found: Occurrences,
): void {
  if (!ts.isIdentifier(node.name)) {
    return;
  }
  const file = evaluator.file;
  const expression = evaluator.declaration(node);
  if (!expression || expression.kind === "host") {
    return;
  }
  let holder: ts.Node = node;
  while (!ts.isVariableDeclaration(holder) && !ts.isParameter(holder)) {
    holder = holder.parent;
  }
  found.bindings.push({
    name: node.name.text,
    span: spanOf(node.name, file),
    expression,
    declaration: spanOf(holder, file),
  });
  if (ts.isBindingElement(node) && expression.kind === "member") {
    const key = node.propertyName ?? node.name;
    const nameSpan = spanOf(key, file);
    found.members.push({ object: expression.object, name: expression.name, nameSpan, span: nameSpan });
  }
}

function moduleUse(
  node: ts.CallExpression,
  module: string,
  nameSpan: { start: number; end: number },
  evaluator: Evaluator,
): ModuleUse {
  const file = evaluator.file;
  const callee = node.expression;
  const session = ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  const host = evaluator.evaluate(session);
  const use: ModuleUse = {
    module,
    nameSpan,
    span: spanOf(node, file),
    receiver: session?.getText(file) ?? "",
    isDefaultSession: host?.kind === "host" && host.name === "python",
  };
  const declaration = node.parent;
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer !== node) {
    return use;
  }
  const list = declaration.parent;
  const statement = list.parent;
  if (!ts.isVariableDeclarationList(list) || !ts.isVariableStatement(statement)) {
    return use;
  }
  const destructured = ts.isObjectBindingPattern(declaration.name)
    ? declaration.name.elements.map((element) => ({
        property: (element.propertyName ?? element.name).getText(file),
        variable: element.name.getText(file),
      }))
    : undefined;
  const plain =
    ts.isIdentifier(declaration.name) ||
    (ts.isObjectBindingPattern(declaration.name) &&
      declaration.name.elements.every(
        (element) => ts.isIdentifier(element.name) && !element.initializer && !element.dotDotDotToken,
      ));
  return {
    ...use,
    declaration: {
      statement: spanOf(statement, file),
      sole: list.declarations.length === 1 && plain,
      ...(ts.isIdentifier(declaration.name) ? { variable: declaration.name.text } : {}),
      ...(destructured ? { destructured } : {}),
      topLevel: ts.isSourceFile(statement.parent),
      exported:
        statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false,
    },
  };
}

function wrapperImport(node: ts.ImportDeclaration, file: ts.SourceFile): WrapperImport | undefined {
  const specifier = node.moduleSpecifier;
  if (!ts.isStringLiteralLike(specifier) || fromPackage(specifier.text)) {
    return undefined;
  }
  const bindings = node.importClause?.namedBindings;
  return {
    specifier: specifier.text,
    specifierSpan: contentSpan(specifier, file),
    statement: spanOf(node, file),
    ...(bindings && ts.isNamespaceImport(bindings) ? { namespace: bindings.name.text } : {}),
    names:
      bindings && ts.isNamedImports(bindings)
        ? bindings.elements.map((element) => ({
            imported: (element.propertyName ?? element.name).text,
            local: element.name.text,
            span: spanOf(element, file),
          }))
        : [],
  };
}
