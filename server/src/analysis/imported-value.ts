/** What an import gives: the package of this bridge, or a file that may be a wrapper. */
import ts from "typescript";
import type { PythonExpression } from "./expression.js";
import { contentSpan, spanOf } from "./syntax.js";

const packageName = "snakebridge";

export function fromPackage(specifier: string): boolean {
  return specifier === packageName || specifier.startsWith(`${packageName}/`);
}

/** `import("./numpy.js")`, `require("snakebridge")`: the whole module. */
export function importedModule(argument: ts.Node | undefined, file: ts.SourceFile): PythonExpression | null {
  if (!argument || !ts.isStringLiteralLike(argument)) {
    return null;
  }
  return fromPackage(argument.text)
    ? { kind: "host" }
    : { kind: "import", specifier: argument.text, span: contentSpan(argument, file) };
}

/** One name of an import declaration; undefined for all of it. */
export function importedName(
  statement: ts.Node,
  imported: string | undefined,
  node: ts.Node,
  file: ts.SourceFile,
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
    span: contentSpan(specifier, file),
  };
  return imported === undefined
    ? module
    : { kind: "member", object: module, name: imported, span: spanOf(node, file) };
}
