/** How a document imports things, so that edits look like the rest of it. */
import ts from "typescript";
import type { ImportStyle } from "./expression.js";
import { fromPackage } from "./imported-value.js";
import { spanOf } from "./syntax.js";

export function importStyle(file: ts.SourceFile): ImportStyle {
  const style: ImportStyle = { insertAt: firstStatement(file), quote: '"', semicolon: true, commonjs: false };
  let lastImport: ts.Statement | undefined;
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteralLike(statement.moduleSpecifier)) {
      lastImport = statement;
      style.quote = file.text[statement.moduleSpecifier.getStart(file)] === "'" ? "'" : '"';
      style.semicolon = file.text[statement.end - 1] === ";";
      if (fromPackage(statement.moduleSpecifier.text)) {
        readPackageImport(statement, style, file);
      }
    } else if (ts.isVariableStatement(statement) && /\brequire\s*\(/.test(statement.getText(file))) {
      style.commonjs ||= lastImport === undefined;
      const pattern = /\{([^}]*)\}\s*=\s*require\(\s*["']snakebridge["']/.exec(statement.getText(file));
      if (pattern) {
        lastImport = statement;
        style.python ??=
          /\bpython(?:\s*:\s*(\w+))?/.exec(pattern[1] ?? "")?.[1] ??
          (/\bpython\b/.test(pattern[1] ?? "") ? "python" : undefined) ??
          "";
        if (style.python === "") {
          delete style.python;
        }
      }
    }
  }
  if (lastImport) {
    style.insertAt = lineEnd(file.text, lastImport.end);
  }
  return style;
}

function readPackageImport(statement: ts.ImportDeclaration, style: ImportStyle, file: ts.SourceFile): void {
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  if (!bindings || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) {
    return;
  }
  if (ts.isNamespaceImport(bindings)) {
    style.python ??= `${bindings.name.text}.python`;
    style.kw ??= `${bindings.name.text}.kw`;
    return;
  }
  style.packageImport = {
    span: spanOf(statement, file),
    names: bindings.elements.map((element) => ({
      imported: (element.propertyName ?? element.name).text,
      local: element.name.text,
      span: spanOf(element, file),
    })),
  };
  for (const element of bindings.elements) {
    const imported = (element.propertyName ?? element.name).text;
    if (imported === "python") {
      style.python ??= element.name.text;
    } else if (imported === "kw") {
      style.kw ??= element.name.text;
    }
  }
}

/** Behind a `#!` line and the comments at the top. */
function firstStatement(file: ts.SourceFile): number {
  return file.statements[0]?.getStart(file) ?? file.endOfFileToken.getStart(file);
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}
