/** The cheap text check that decides whether anything of SnakeBridge runs. */

const importOfLibrary =
  /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*["'`]snakebridge(?:\/[\w./-]*)?["'`]/;

/** True where the text imports our library, in any of the ways that JavaScript has. */
export function importsLibrary(text: string): boolean {
  return text.includes("snakebridge") && importOfLibrary.test(text);
}

export interface ChangedText {
  /** First line that an edit touched, and how many lines it holds now. */
  readonly firstLine: number;
  readonly lineCount: number;
}

/** The lines that an edit left behind, so that a keystroke in a long file costs one line and not the file. */
export function changedLines(change: { range: { start: { line: number } }; text: string }): ChangedText {
  let lineCount = 1;
  for (const character of change.text) if (character === "\n") lineCount += 1;
  return { firstLine: change.range.start.line, lineCount };
}
