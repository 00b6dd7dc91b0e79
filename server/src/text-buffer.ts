/**
 * The text of an open document under the client's edits. An edit costs neither a copy nor a scan of the text: it splits the list of
 * pieces and moves the starts of the lines behind it. The text is put together when somebody asks for it.
 */
import type { Position, Range } from "vscode-languageserver-protocol";

/** So many pieces are put together before they slow edits down. */
const pieceLimit = 256;

export interface Replacement {
  start: number;
  end: number;
}

export class TextBuffer {
  private pieces: string[];
  private length: number;
  /** The offset at which each line starts. */
  private starts: number[];
  /** The length of each line's end: 0, 1 or 2. */
  private ends: number[];
  /** Whether a `\r` ends a line by itself. It may become half of a `\r\n`, so such texts are scanned anew at each edit. */
  private loneReturns: boolean;

  constructor(text: string) {
    this.pieces = [text];
    this.length = text.length;
    ({ starts: this.starts, ends: this.ends, loneReturns: this.loneReturns } = scan(text));
  }

  get text(): string {
    if (this.pieces.length !== 1) {
      this.pieces = [this.pieces.join("")];
    }
    return this.pieces[0] ?? "";
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** Positions behind the end of a line mean its end, positions behind the last line the end of the text. */
  offsetAt({ line, character }: Position): number {
    const start = line < 0 ? 0 : this.starts[line];
    if (start === undefined) {
      return this.length;
    }
    const next = this.starts[line + 1] ?? this.length;
    return line < 0 ? 0 : Math.min(start + Math.max(character, 0), next - (this.ends[line] ?? 0));
  }

  positionAt(offset: number): Position {
    const wanted = Math.max(0, Math.min(offset, this.length));
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.starts[middle] ?? 0) <= wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    const start = this.starts[low] ?? 0;
    const next = this.starts[low + 1] ?? this.length;
    return { line: low, character: Math.min(wanted, next - (this.ends[low] ?? 0)) - start };
  }

  /** Replaces a range; returns the offsets that were replaced. */
  edit(range: Range, text: string): Replacement {
    const from = this.offsetAt(range.start);
    const to = this.offsetAt(range.end);
    const start = Math.min(from, to);
    const end = Math.max(from, to);
    const first = this.positionAt(start).line;
    const last = this.positionAt(end).line;
    this.replacePieces(start, end, text);
    this.length += text.length - (end - start);
    const added = scan(text);
    if (this.loneReturns || added.loneReturns) {
      ({ starts: this.starts, ends: this.ends, loneReturns: this.loneReturns } = scan(this.text));
    } else {
      this.moveLines(first, last, start, text.length - (end - start), added);
    }
    return { start, end };
  }

  private replacePieces(start: number, end: number, text: string): void {
    if (this.pieces.length > pieceLimit) {
      this.pieces = [this.text];
    }
    const before: string[] = [];
    const behind: string[] = [];
    let offset = 0;
    for (const piece of this.pieces) {
      const next = offset + piece.length;
      if (offset < start) {
        before.push(next <= start ? piece : piece.slice(0, start - offset));
      }
      if (next > end) {
        behind.push(offset >= end ? piece : piece.slice(end - offset));
      }
      offset = next;
    }
    this.pieces = text === "" ? [...before, ...behind] : [...before, text, ...behind];
  }

  private moveLines(first: number, last: number, start: number, grown: number, added: Lines): void {
    const { starts, ends } = this;
    if (first === last && added.starts.length === 1) {
      for (let line = last + 1; line < starts.length; line += 1) {
        starts[line] = (starts[line] ?? 0) + grown;
      }
      return;
    }
    const behindStarts = starts.slice(last + 1).map((value) => value + grown);
    const behindEnds = ends.slice(last);
    starts.length = first + 1;
    ends.length = first;
    for (const [index, value] of added.starts.entries()) {
      if (index > 0) {
        starts.push(start + value);
        ends.push(added.ends[index - 1] ?? 0);
      }
    }
    this.starts = starts.concat(behindStarts);
    this.ends = ends.concat(behindEnds);
  }
}

interface Lines {
  starts: number[];
  ends: number[];
  loneReturns: boolean;
}

function scan(text: string): Lines {
  const starts = [0];
  const ends: number[] = [];
  let loneReturns = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 10) {
      starts.push(index + 1);
      ends.push(1);
    } else if (code === 13) {
      const pair = text.charCodeAt(index + 1) === 10;
      loneReturns ||= !pair;
      index += pair ? 1 : 0;
      starts.push(index + 1);
      ends.push(pair ? 2 : 1);
    }
  }
  ends.push(0);
  return { starts, ends, loneReturns };
}
