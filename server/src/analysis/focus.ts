/**
 * A second, small tree of a large document, for questions about one place. Bodies of functions that the place does not lie in are blanks
 * there: what a body declares holds nowhere else, so the answer is the same, and the offsets are those of the document. TypeScript's
 * incremental parse visits every node behind a change; here a tenth of them is left.
 */
import ts from "typescript";
import type { Span } from "./expression.js";
import { combined, parse, reparse, type LanguageId, type TextChange } from "./syntax.js";

/** Characters from which on a document gets one; the whole tree of a smaller one is reparsed in a few milliseconds. */
export const focusFrom = 40_000;

/** A longer body, such as that of a test suite, stays, and the bodies in it are hidden. */
const longestBody = 20_000;
const shortestBody = 80;

/** So many bodies may have come back before they are hidden again. */
const revealedLimit = 100;

export class FocusedTree {
  private tree: ts.SourceFile;
  /** In order, apart from each other. */
  private hidden: readonly Span[];
  private revealed = 0;
  private readonly languageId: LanguageId;

  /** Undefined where most of the text stands outside of functions. */
  static of(whole: ts.SourceFile, languageId: LanguageId): FocusedTree | undefined {
    const hidden = bodiesIn(whole);
    const characters = hidden.reduce((sum, { start, end }) => sum + end - start, 0);
    return characters * 2 < whole.text.length ? undefined : new FocusedTree(whole.text, hidden, languageId);
  }

  private constructor(text: string, hidden: readonly Span[], languageId: LanguageId) {
    this.languageId = languageId;
    this.hidden = hidden;
    this.tree = parse(blanked(text, hidden), languageId);
  }

  /** Takes over changes; `text` is the document behind them. */
  update(text: string, changes: readonly TextChange[]): void {
    const change = combined(changes);
    if (!change) {
      return;
    }
    const grown = change.newLength - (change.end - change.start);
    const { start, end } = this.reveal(change);
    this.hidden = this.hidden.map((span) =>
      span.start > end ? { start: span.start + grown, end: span.end + grown } : span,
    );
    this.replace(start, end, text.slice(start, end + grown));
  }

  /** The tree with everything around the offset in it; `text` is the document's. */
  around(offset: number, text: string): ts.SourceFile {
    const before = this.hidden.length;
    const { start, end } = this.reveal({ start: offset, end: offset });
    if (this.hidden.length < before) {
      this.replace(start, end, text.slice(start, end));
      if (this.revealed > revealedLimit) {
        this.hideAgain(offset);
      }
    }
    return this.tree;
  }

  /** Hides the bodies no longer that the span touches; returns it with them. */
  private reveal(span: Span): Span {
    const touched = this.hidden.filter(({ start, end }) => start <= span.end && end >= span.start);
    if (touched.length > 0) {
      this.hidden = this.hidden.filter((body) => !touched.includes(body));
      this.revealed += touched.length;
    }
    return {
      start: Math.min(span.start, touched[0]?.start ?? span.start),
      end: Math.max(span.end, touched.at(-1)?.end ?? span.end),
    };
  }

  private hideAgain(offset: number): void {
    const bodies = bodiesIn(this.tree).filter(
      ({ start, end }) =>
        (end < offset || start > offset) &&
        !this.hidden.some((hidden) => hidden.start <= end && hidden.end >= start),
    );
    this.hidden = [...this.hidden, ...bodies].sort((one, other) => one.start - other.start);
    this.tree = parse(blanked(this.tree.text, bodies), this.languageId);
    this.revealed = 0;
  }

  private replace(start: number, end: number, by: string): void {
    const { text } = this.tree;
    this.tree = reparse(this.tree, text.slice(0, start) + by + text.slice(end), [
      { start, end, newLength: by.length },
    ]);
  }
}

function blanked(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of spans) {
    parts.push(text.slice(done, start), " ".repeat(end - start));
    done = end;
  }
  return parts.join("") + text.slice(done);
}

/** Inside the braces of the outermost functions that may be hidden, in order. */
function bodiesIn(file: ts.SourceFile): Span[] {
  const found: Span[] = [];
  const visit = (node: ts.Node): void => {
    const body = ts.isFunctionLike(node) && "body" in node ? node.body : undefined;
    if (body && ts.isBlock(body)) {
      const span = { start: body.getStart(file) + 1, end: body.end - 1 };
      const length = span.end - span.start;
      if (length < shortestBody) {
        return;
      }
      if (length <= longestBody && mayHide(body, span, file)) {
        found.push(span);
        return;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Closed and without faults, or it may hold text that is not its own; and without Python whose imports hold elsewhere, too. */
function mayHide(body: ts.Block, { start, end }: Span, file: ts.SourceFile): boolean {
  return file.text[end] === "}" && !/\bexec\s*`/.test(file.text.slice(start, end)) && !hasFault(body);
}

function hasFault(node: ts.Node): boolean {
  return (
    (node.flags & ts.NodeFlags.ThisNodeHasError) !== 0 ||
    ts.forEachChild(node, (child) => hasFault(child) || undefined) === true
  );
}
