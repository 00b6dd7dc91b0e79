import type { Workload } from "./workloads.ts";

export interface Row {
  workload: Workload;
  /** For the floor milliseconds of each round, for the others the ratio to the floor of the same round. */
  figures: Record<string, number[]>;
  /** Why a party has no figure: it does not have the workload, it failed, or it took too long. */
  missing: Record<string, string>;
}

/** A goal that is not a ratio to the floor. */
export interface Check {
  title: string;
  goal: number;
  /** What was measured, with the unit in `title`. */
  value: number;
  /** How it came about. */
  note: string;
}

export interface BenchResult {
  date: string;
  machine: { cpu: string; cores: number; memory: number; node: string; python: string; load: number };
  rounds: number;
  parties: string[];
  rows: Row[];
  checks: Check[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const number = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** The head of the table. */
export function head(parties: readonly string[]): string {
  const names = ["workload", "floor, ms", "goal", "met", ...others(parties)];
  return `| ${names.join(" | ")} |\n| ${names.map(() => "---").join(" | ")} |`;
}

function others(parties: readonly string[]): string[] {
  return parties.filter((party) => party !== "floor");
}

/** A row of a Markdown table: `median (minimum)`; the floor in milliseconds, everybody else as a ratio to it. */
export function line({ workload, figures, missing }: Row, parties: readonly string[]): string {
  const cell = (party: string): string => {
    const values = figures[party] ?? [];
    return values.length === 0
      ? (missing[party] ?? "-")
      : `${number(median(values))} (${number(Math.min(...values))})`;
  };
  const title = workload.floor ? `${workload.title} (floor: ${workload.floor})` : workload.title;
  const cells = [title, cell("floor"), String(workload.goal), met(figures["snakebridge"], workload.goal)];
  return `| ${[...cells, ...others(parties).map(cell)].join(" | ")} |`;
}

/** By the median; `at best` where only the quickest round meets the goal. */
function met(values: readonly number[] | undefined, goal: number): string {
  if (values === undefined || values.length === 0) return "-";
  if (median(values) <= goal) return "yes";
  return Math.min(...values) <= goal ? "at best" : "no";
}

export function checkTable(checks: readonly Check[]): string {
  if (checks.length === 0) return "";
  return [
    "| other goals | goal | measured | met | |",
    "| --- | --- | --- | --- | --- |",
    ...checks.map(
      ({ title, goal, value, note }) =>
        `| ${title} | ${goal} | ${number(value)} | ${value <= goal ? "yes" : "no"} | ${note} |`,
    ),
  ].join("\n");
}

export function table(result: BenchResult): string {
  return [head(result.parties), ...result.rows.map((row) => line(row, result.parties))].join("\n");
}

/** What the figures were measured on. */
export function circumstances({ machine, rounds, date }: BenchResult): string {
  return (
    `${rounds} rounds on ${date.slice(0, 10)}: ${machine.cpu}, ${machine.cores} cores, ` +
    `${(machine.memory / 2 ** 30).toFixed(0)} GiB, Node ${machine.node.slice(1)}, ${machine.python}; ` +
    `load average ${machine.load.toFixed(1)} when it began. Medians, with the minimum in brackets.`
  );
}
