/** An open document: its text, positions, and the analysis, parsed when a feature first needs it and once a version. */
import type { Position, Range, TextDocumentContentChangeEvent } from "vscode-languageserver-protocol";
import type { AnalyzedDocument, Analyzer, LanguageId, TextChange } from "./analysis/analyzer.js";
import type { Analysis, Span } from "./analysis/expression.js";
import { TextBuffer } from "./text-buffer.js";

const scriptLanguages = new Set<string>(["typescript", "typescriptreact", "javascript", "javascriptreact"]);

/** Beyond this many changes a fresh parse is not slower. */
const changeLimit = 1_000;

export class SourceDocument {
  readonly uri: string;
  readonly languageId: string;
  private buffer: TextBuffer;
  private currentVersion: number;
  private pending: TextChange[] = [];
  private parsed: AnalyzedDocument | undefined;
  /** Words that were looked for in this version: wrappers come and go while a document stays as it is. */
  private readonly words = new Map<string, boolean>();

  constructor(uri: string, languageId: string, version: number, text: string) {
    this.uri = uri;
    this.languageId = languageId;
    this.currentVersion = version;
    this.buffer = new TextBuffer(text);
  }

  get version(): number {
    return this.currentVersion;
  }
  get lineCount(): number {
    return this.buffer.lineCount;
  }
  get text(): string {
    return this.buffer.text;
  }
  get isScript(): boolean {
    return scriptLanguages.has(this.languageId);
  }

  /** Takes over the client's changes without parsing anything. */
  change(changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    for (const change of changes) {
      if ("range" in change) {
        const { start, end } = this.buffer.edit(change.range, change.text);
        if (this.parsed) {
          this.pending.push({ start, end, newLength: change.text.length });
        }
      } else {
        this.forgetTree();
        this.buffer = new TextBuffer(change.text);
      }
    }
    this.currentVersion = version;
    if (this.pending.length > changeLimit) {
      this.forgetTree();
    }
    this.words.clear();
  }

  private forgetTree(): void {
    this.parsed = undefined;
    this.pending = [];
  }

  /** The cheap check that comes before everything else: does the text name our package or a folder of wrappers? */
  mentions(words: readonly string[]): boolean {
    return this.isScript && words.some((word) => this.includes(word));
  }

  private includes(word: string): boolean {
    let found = this.words.get(word);
    if (found === undefined) {
      found = this.text.includes(word);
      this.words.set(word, found);
    }
    return found;
  }

  analysis(analyzer: Analyzer): Analysis {
    if (!this.parsed) {
      this.parsed = analyzer.open(this.text, this.languageId as LanguageId);
    } else if (this.pending.length > 0) {
      this.parsed.update(this.text, this.pending);
    }
    this.pending = [];
    return this.parsed.analysis;
  }

  offsetAt(position: Position): number {
    return this.buffer.offsetAt(position);
  }

  positionAt(offset: number): Position {
    return this.buffer.positionAt(offset);
  }

  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }
}

/** What a feature sees of a document. */
export interface AnalyzedSource {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
  readonly analysis: Analysis;
  offsetAt(position: Position): number;
  positionAt(offset: number): Position;
  rangeOf(span: Span): Range;
}

export function analyzed(document: SourceDocument, analyzer: Analyzer): AnalyzedSource {
  return {
    uri: document.uri,
    languageId: document.languageId,
    text: document.text,
    analysis: document.analysis(analyzer),
    offsetAt: (position) => document.offsetAt(position),
    positionAt: (offset) => document.positionAt(offset),
    rangeOf: (span) => document.rangeOf(span),
  };
}
