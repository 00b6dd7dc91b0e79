import { stripVTControlCharacters } from "node:util";

/** Rows with their columns aligned; the last column is left as it is. Texts may hold colours. */
export function table(rows: readonly (readonly string[])[], indent = ""): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.slice(0, -1).forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, widthOf(cell))));
  }
  return rows
    .map((row) => {
      const cells = row.map((cell, index) =>
        index === row.length - 1 ? cell : cell + " ".repeat((widths[index] ?? 0) - widthOf(cell)),
      );
      return `${indent}${cells.join("  ")}`.trimEnd();
    })
    .join("\n");
}

function widthOf(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length;
}

/** Text cut to a width, with a sign that it was cut. */
export function cut(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}
