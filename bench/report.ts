import type { Workload } from "./workloads.ts";

export interface Row {
  workload: Workload;
  /** For the floor milliseconds of each round, for the others the ratio to the floor of the same round. */
  figures: Record<string, number[]>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const number = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** Rows of a Markdown table: `median (minimum)`; the floor in milliseconds, everybody else as a ratio to it. */
export function table(rows: readonly Row[], parties: readonly string[], withHead: boolean): string {
  const lines: string[] = [];
  if (withHead) {
    lines.push(
      `| workload | floor, ms | goal | ${parties.filter((party) => party !== "floor").join(" | ")} |`,
    );
    lines.push(
      `| --- | --- | --- | ${parties
        .filter((party) => party !== "floor")
        .map(() => "---")
        .join(" | ")} |`,
    );
  }
  for (const { workload, figures } of rows) {
    const cell = (party: string): string => {
      const values = figures[party] ?? [];
      return values.length === 0 ? "-" : `${number(median(values))} (${number(Math.min(...values))})`;
    };
    const title = workload.floor ? `${workload.title} (floor: ${workload.floor})` : workload.title;
    lines.push(
      `| ${title} | ${cell("floor")} | ${workload.goal} | ${parties
        .filter((party) => party !== "floor")
        .map(cell)
        .join(" | ")} |`,
    );
  }
  return lines.join("\n");
}
