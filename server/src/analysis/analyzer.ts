/** The entry of the bundle that holds TypeScript. The rest of the server loads it only when a document needs it. */
import type ts from "typescript";
import { callAt } from "./call-around.js";
import { completionAt } from "./completion-context.js";
import { Evaluator } from "./evaluate.js";
import type { Analysis, CompletionContext, Occurrences, PythonExpression } from "./expression.js";
import { importStyle } from "./imports.js";
import { FocusedTree, focusFrom } from "./focus.js";
import { occurrences } from "./occurrences.js";
import { referencesAt, usesOfName } from "./references.js";
import { declaredName, scopesAround } from "./scope.js";
import { combined, nodeAt, parse, reparse, type LanguageId, type TextChange } from "./syntax.js";
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

/** The trees of one version of a document. */
interface Trees {
  readonly text: string;
  /** All of the document. */
  whole(): ts.SourceFile;
  /** At least what matters at the offset; until the next call, which may make another of it. */
  around(offset: number): ts.SourceFile;
}

class TreeAnalysis implements Analysis {
  private readonly trees: Trees;
  private wholly: Evaluator | undefined;
  private nearby: Evaluator | undefined;
  private everything: Occurrences | undefined;

  constructor(trees: Trees) {
    this.trees = trees;
  }

  private get whole(): Evaluator {
    this.wholly ??= new Evaluator(this.trees.whole());
    return this.wholly;
  }

  private around(offset: number): Evaluator {
    const file = this.trees.around(offset);
    if (this.nearby?.file !== file) {
      this.nearby = new Evaluator(file, this.trees.text);
    }
    return this.nearby;
  }

  completionAt(offset: number): CompletionContext | null {
    return completionAt(offset, this.around(offset));
  }

  targetAt(offset: number): ReturnType<Analysis["targetAt"]> {
    return targetAt(offset, this.around(offset));
  }

  callAt(offset: number): ReturnType<Analysis["callAt"]> {
    return callAt(offset, this.around(offset));
  }

  expressionOfName(name: string, offset: number): PythonExpression | null {
    const evaluator = this.around(offset);
    const declaration = evaluator.scopes.find(name, nodeAt(evaluator.file, offset));
    return declaration ? evaluator.declaration(declaration) : null;
  }

  namesInScope(offset: number): string[] {
    const names = new Set<string>();
    for (const declarations of scopesAround(nodeAt(this.around(offset).file, offset))) {
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
    return referencesAt(offset, this.whole);
  }

  usesOfName(offset: number): ReturnType<Analysis["usesOfName"]> {
    return usesOfName(offset, this.whole);
  }

  occurrences(): Occurrences {
    this.everything ??= occurrences(this.whole);
    return this.everything;
  }

  imports(): ReturnType<Analysis["imports"]> {
    return importStyle(this.around(0).file);
  }
}

class TreeDocument implements AnalyzedDocument, Trees {
  text: string;
  analysis: Analysis;
  private readonly languageId: LanguageId;
  /** Behind the text by `pending`; undefined while only single places are asked about. */
  private tree: ts.SourceFile | undefined;
  private pending: TextChange | undefined;
  private wholeAsked = false;
  /** Null where the document is too small for it, or would not gain. */
  private focused: FocusedTree | null | undefined;

  constructor(text: string, languageId: LanguageId) {
    this.text = text;
    this.languageId = languageId;
    this.tree = parse(text, languageId);
    this.analysis = new TreeAnalysis(this);
  }

  update(text: string, changes: readonly TextChange[]): void {
    if (changes.length === 0) {
      return;
    }
    this.focused ??= this.focus();
    this.focused?.update(text, changes);
    this.text = text;
    this.pending = combined(this.pending ? [this.pending, ...changes] : changes);
    if (this.focused && !this.wholeAsked) {
      this.tree = undefined;
    }
    this.analysis = new TreeAnalysis(this);
  }

  whole(): ts.SourceFile {
    this.wholeAsked = true;
    return this.current();
  }

  around(offset: number): ts.SourceFile {
    return this.focused?.around(offset, this.text) ?? this.current();
  }

  private focus(): FocusedTree | null {
    if (this.focused === null || this.text.length < focusFrom) {
      return null;
    }
    return FocusedTree.of(this.current(), this.languageId) ?? null;
  }

  private current(): ts.SourceFile {
    if (this.tree && this.pending) {
      this.tree = reparse(this.tree, this.text, [this.pending]);
    }
    this.pending = undefined;
    this.tree ??= parse(this.text, this.languageId);
    return this.tree;
  }
}

export const analyzer: Analyzer = {
  open: (text, languageId) => new TreeDocument(text, languageId),
};
