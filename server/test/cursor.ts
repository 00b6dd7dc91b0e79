/** Fixtures with a cursor: `¦` marks it, and a fixture without one, or with two, fails. */
import { TextDocument, type TextEdit } from "vscode-languageserver-textdocument";
import type { Position } from "vscode-languageserver-protocol";
import { analyzer } from "../src/analysis/analyzer.js";
import { analyzed, SourceDocument, type AnalyzedSource } from "../src/source-document.js";
import type { AnalyzerLoader } from "../src/analyzer-loader.js";

const mark = "¦";

export interface Fixture {
  document: AnalyzedSource;
  text: string;
  offset: number;
  position: Position;
}

export function fixture(
  marked: string,
  languageId = "typescript",
  uri = "file:///project/src/main.ts",
): Fixture {
  const parts = marked.split(mark);
  if (parts.length !== 2) {
    throw new Error(`A fixture needs exactly one ${mark}, this one has ${parts.length - 1}: ${marked}`);
  }
  const text = parts.join("");
  const offset = parts[0]?.length ?? 0;
  const document = plain(text, languageId, uri);
  return { document, text, offset, position: document.positionAt(offset) };
}

export function plain(
  text: string,
  languageId = "typescript",
  uri = "file:///project/src/main.ts",
): AnalyzedSource {
  return analyzed(new SourceDocument(uri, languageId, 1, text), analyzer);
}

/** The text after the edits, as a client applies them. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  const document = TextDocument.create("file:///x", "plaintext", 1, text);
  return TextDocument.applyEdits(document, [...edits]);
}

/** The preamble of most fixtures. */
export const preamble = `import { python, kw } from "snakebridge";\nconst json = python.module("json");\nconst np = python.module("numpy");\n`;

export type { AnalyzerLoader };
