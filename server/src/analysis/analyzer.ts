/** The entry of the bundle that holds TypeScript. The rest of the server loads it only when a document needs it. */
import type ts from "typescript";
import { callAt } from "./callAround.js";
import { completionAt } from "./completionContext.js";
import { Evaluator } from "./evaluate.js";
import type { Analysis, CompletionContext, Occurrences, PythonExpression } from "./expression.js";
import { importStyle } from "./imports.js";
import { occurrences } from "./occurrences.js";
import { referencesAt, usesOfName } from "./references.js";
import { declaredName, scopesAround } from "./scope.js";
import { nodeAt, parse, reparse, type LanguageId, type TextChange } from "./syntax.js";
import { targetAt } from "./target.js";

export type { LanguageId, TextChange } from "./syntax.js";

/** The interface of the bundle. */
export interface Analyzer {
  /** Analyses a document from nothing. */
  open(text: string, languageId: LanguageId): AnalyzedDocument;
}

/** One document through its versions. */
export interface AnalyzedDocument {
  readonly analysis: Analysis;
  /** Takes over the changes since the last call, given in the order in which they were made. */
  update(text: string, changes: readonly TextChange[]): void;
}

class TreeAnalysis implements Analysis {
  private readonly evaluator: Evaluator;
  private everything: Occurrences | undefined;

  constructor(file: ts.SourceFile) {
    this.evaluator = new Evaluator(file);
  }

  completionAt(offset: number): CompletionContext | null {
    return completionAt(offset, this.evaluator);
  }

  targetAt(offset: number): ReturnType<Analysis["targetAt"]> {
    return targetAt(offset, this.evaluator);
  }

  callAt(offset: number): ReturnType<Analysis["callAt"]> {
    return callAt(offset, this.evaluator);
  }

  expressionOfName(name: string, offset: number): PythonExpression | null {
    const declaration = this.evaluator.scopes.find(name, nodeAt(this.evaluator.file, offset));
    return declaration ? this.evaluator.declaration(declaration) : null;
  }

  namesInScope(offset: number): string[] {
    const names = new Set<string>();
    for (const declarations of scopesAround(nodeAt(this.evaluator.file, offset))) {
      // The nearest declaration above the cursor is the likeliest argument.
      for (const group of [...declarations].reverse()) {
        for (const declaration of [...group].reverse()) {
          const name = declaredName(declaration);
          if (name && name.end < offset) {
            names.add(name.text);
          }
        }
      }
    }
    return [...names];
  }

  referencesAt(offset: number): ReturnType<Analysis["referencesAt"]> {
    return referencesAt(offset, this.evaluator);
  }

  usesOfName(offset: number): ReturnType<Analysis["usesOfName"]> {
    return usesOfName(offset, this.evaluator);
  }

  occurrences(): Occurrences {
    this.everything ??= occurrences(this.evaluator);
    return this.everything;
  }

  imports(): ReturnType<Analysis["imports"]> {
    return importStyle(this.evaluator.file);
  }
}

class TreeDocument implements AnalyzedDocument {
  private file: ts.SourceFile;
  analysis: Analysis;

  constructor(text: string, languageId: LanguageId) {
    this.file = parse(text, languageId);
    this.analysis = new TreeAnalysis(this.file);
  }

  update(text: string, changes: readonly TextChange[]): void {
    if (changes.length > 0) {
      this.file = reparse(this.file, text, changes);
      this.analysis = new TreeAnalysis(this.file);
    }
  }
}

export const analyzer: Analyzer = {
  open: (text, languageId) => new TreeDocument(text, languageId),
};
