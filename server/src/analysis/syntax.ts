/** The only contact with TypeScript's parser: a tree for each version of a document, reparsed incrementally. */
import ts from "typescript";
import type { Span } from "./expression.js";

export type LanguageId = "typescript" | "typescriptreact" | "javascript" | "javascriptreact";

/** One replacement of text, in offsets of the text before it. */
export interface TextChange {
  start: number;
  end: number;
  newLength: number;
}

const extensions: Record<LanguageId, string> = {
  typescript: "ts",
  typescriptreact: "tsx",
  javascript: "js",
  javascriptreact: "jsx",
};

export function parse(text: string, languageId: LanguageId): ts.SourceFile {
  return ts.createSourceFile(
    `document.${extensions[languageId]}`,
    text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    true,
  );
}

/** Reuses the parts of the old tree that did not change; the old tree must not be used afterwards. */
export function reparse(old: ts.SourceFile, text: string, changes: readonly TextChange[]): ts.SourceFile {
  const change = combined(changes);
  if (!change) {
    return old;
  }
  return ts.updateSourceFile(
    old,
    text,
    ts.createTextChangeRange(ts.createTextSpanFromBounds(change.start, change.end), change.newLength),
  );
}

/** One range of the oldest text that covers all changes, which were made one after the other. */
export function combined(changes: readonly TextChange[]): TextChange | undefined {
  let result: TextChange | undefined;
  for (const change of changes) {
    if (!result) {
      result = { ...change };
      continue;
    }
    const grown: number = result.newLength - (result.end - result.start);
    const newEnd = result.start + result.newLength;
    const start = Math.min(result.start, change.start);
    const endInNew = Math.max(newEnd, change.end);
    result = {
      start,
      end: endInNew - grown,
      newLength: endInNew - start + change.newLength - (change.end - change.start),
    };
  }
  return result;
}

/** The types say that every node has a parent, but the file has none. */
export function parentOf(node: ts.Node): ts.Node | undefined {
  return node.parent;
}

export function spanOf(node: ts.Node, file: ts.SourceFile): Span {
  return { start: node.getStart(file), end: node.end };
}

/** Inside the quotes; the end is the cursor's limit where the closing quote is missing. */
export function contentSpan(literal: ts.StringLiteralLike, file: ts.SourceFile): Span {
  const start = literal.getStart(file) + 1;
  const quote = file.text[start - 1];
  const closed = literal.end - 1 >= start && file.text[literal.end - 1] === quote;
  return { start, end: closed ? literal.end - 1 : literal.end };
}

/**
 * The innermost node whose text, leading blanks included, holds the offset; at a border the node that ends there wins
 * over the one that starts, since people complete behind what they typed.
 */
export function nodeAt(file: ts.SourceFile, offset: number): ts.Node {
  let current: ts.Node = file;
  for (;;) {
    let next: ts.Node | undefined;
    ts.forEachChild(current, (child) => {
      if (child.pos > offset) {
        return true;
      }
      if (child.end >= offset && (child.getStart(file) <= offset || !next)) {
        if (!next || next.end < offset || child.getStart(file) < offset) {
          next = child;
        } else if (next.getStart(file) >= offset && child.getStart(file) <= offset) {
          next = child;
        }
      }
      return undefined;
    });
    if (!next) {
      return current;
    }
    current = next;
  }
}

/** The identifier or literal under the offset; at its end too, as editors ask there. */
export function tokenAt(file: ts.SourceFile, offset: number): ts.Node {
  const node = nodeAt(file, offset);
  if (node.getStart(file) <= offset && (ts.isIdentifier(node) || ts.isStringLiteralLike(node))) {
    return node;
  }
  const next = nodeAt(file, offset + 1);
  return next.getStart(file) <= offset && offset < next.end ? next : node;
}

/** Names that are not references to a variable: members, keys, labels, parts of types. */
export function isPropertyName(node: ts.Identifier): boolean {
  const parent = node.parent;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isPropertyDeclaration(parent) && parent.name === node) ||
    (ts.isMethodDeclaration(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    (ts.isImportSpecifier(parent) && parent.propertyName === node) ||
    ts.isJsxAttribute(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isLabeledStatement(parent)
  );
}
