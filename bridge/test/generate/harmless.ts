/** Looks at a wrapper's syntax tree: whether it parses, and runs nothing but what a wrapper runs. */
import ts from "typescript";
import type { GeneratedFile } from "../../src/generate/index.js";

/** What a wrapper's code may consist of: imports, exports and calls of `wrapModule` with data. */
export function forbiddenIn(file: GeneratedFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true);
  const found: string[] = [];
  const complain = (node: ts.Node): void => {
    found.push(`${ts.SyntaxKind[node.kind]}: ${node.getText(source).slice(0, 80)}`);
  };
  const isData = (node: ts.Node): boolean => {
    if (ts.isObjectLiteralExpression(node)) {
      return node.properties.every(
        (one) =>
          ts.isPropertyAssignment(one) && !ts.isComputedPropertyName(one.name) && isData(one.initializer),
      );
    }
    if (ts.isArrayLiteralExpression(node)) return node.elements.every(isData);
    if (ts.isPrefixUnaryExpression(node)) return isData(node.operand);
    return (
      ts.isStringLiteral(node) ||
      ts.isNumericLiteral(node) ||
      ts.isBigIntLiteral(node) ||
      [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind)
    );
  };
  const isConnection = (node: ts.Expression): boolean =>
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    ["wrapModule", "$module"].includes(node.expression.text) &&
    node.arguments.every(isData);
  const checkValue = (node: ts.Expression): void => {
    if (!isConnection(node) && !isData(node)) complain(node);
  };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
      const specifier = statement.moduleSpecifier;
      if (
        specifier !== undefined &&
        ts.isStringLiteral(specifier) &&
        !/^(snakebridge\/(wrapper|typed)|\.\.?\/.*)$/s.test(specifier.text)
      )
        complain(statement);
    } else if (ts.isVariableStatement(statement)) {
      for (const { initializer } of statement.declarationList.declarations)
        if (initializer !== undefined) checkValue(initializer);
    } else if (ts.isExpressionStatement(statement)) checkValue(statement.expression);
    else if (ts.isFunctionDeclaration(statement)) {
      if (statement.body !== undefined) complain(statement);
    } else if (
      !ts.isInterfaceDeclaration(statement) &&
      !ts.isTypeAliasDeclaration(statement) &&
      !ts.isModuleDeclaration(statement)
    )
      complain(statement);
  }
  const references = [
    ...source.referencedFiles,
    ...source.libReferenceDirectives,
    ...source.typeReferenceDirectives,
  ];
  if (references.length > 0 || /^\s*\/\/\s*@ts-/m.test(source.text)) found.push("a directive");
  return found;
}

/** What TypeScript says of the syntax alone. */
export function syntaxErrors(file: GeneratedFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === file.path ? source : undefined),
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => undefined,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => name === file.path,
    readFile: () => undefined,
  };
  const options = { noLib: true, noResolve: true, allowJs: true, target: ts.ScriptTarget.ESNext };
  const program = ts.createProgram([file.path], options, host);
  return program
    .getSyntacticDiagnostics(source)
    .map((one) => ts.flattenDiagnosticMessageText(one.messageText, " "));
}
