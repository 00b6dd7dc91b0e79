/** reStructuredText's tables as Markdown's. */

const border = /^\s*=+(?:\s+=+)+\s*$/;

/** The lines of a simple table (`===  ===`) that begins at an index; undefined where none does. */
export function simpleTable(lines: readonly string[], start: number): string[] | undefined {
  if (!border.test(lines[start] ?? "")) return undefined;
  // Two borders without a heading, three with one; a blank line or the end of the text closes the last.
  for (let index = start + 1; index < lines.length; index += 1) {
    const next = lines[index + 1];
    if (border.test(lines[index] ?? "") && (next === undefined || next.trim() === "")) {
      return lines.slice(start, index + 1);
    }
  }
  return undefined;
}

/** A grid table (`+---+---+`), which has no form in Markdown: shown as it is. */
export function gridTable(lines: readonly string[], start: number): string[] | undefined {
  if (!/^\s*\+(?:-+\+)+\s*$/.test(lines[start] ?? "")) return undefined;
  let end = start;
  while (end < lines.length && /^\s*[+|]/.test(lines[end] ?? "")) end += 1;
  return lines.slice(start, end);
}

export function tableMarkdown(table: readonly string[], inline: (text: string) => string): string[] {
  const columns = columnsOf(table[0] ?? "");
  const rows: string[][] = [];
  let heading: string[][] | undefined;
  for (const line of table.slice(1)) {
    if (border.test(line)) {
      heading ??= rows.splice(0);
      continue;
    }
    const cells = columns.map(([from, to]) => line.slice(from, to).trim());
    const last = rows.at(-1);
    // Without a first cell a line goes on with the row above.
    if (last !== undefined && cells[0] === "") {
      rows[rows.length - 1] = last.map((cell, column) => `${cell} ${cells[column] ?? ""}`.trim());
    } else if (cells.some((cell) => cell !== "")) rows.push(cells);
  }
  if (rows.length === 0 && heading !== undefined) rows.push(...heading.splice(0));
  const written = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => inline(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  const titles = heading?.[0] ?? columns.map(() => "");
  return [written(titles), `| ${columns.map(() => "---").join(" | ")} |`, ...rows.map(written)];
}

/** Where the columns lie; the last goes on to the end of the line. */
function columnsOf(line: string): [from: number, to: number | undefined][] {
  const starts = [...line.matchAll(/=+/g)].map(({ index }) => index);
  return starts.map((start, column) => [start, starts[column + 1]]);
}
