/** What a party's process does: run one workload, print the milliseconds of its rounds as one line of JSON, end. */

import { join } from "node:path";

export interface Measured {
  /** Milliseconds of each measured repetition inside the process. */
  milliseconds: number[];
  /** Other figures that the workload reports (longest block of the event loop, memory in bytes). */
  more?: Record<string, number>;
}

export type Workloads = Record<string, () => Promise<Measured>>;

/** The sizes that all parties share. */
export const sizes = {
  sequential: 2_000,
  together: 10_000,
  doubles: 1_000_000,
  records: 100_000,
  items: 10_000,
  chains: 2_000,
};

/** Repeats an action, the first few times unmeasured. */
export async function repeat(times: number, action: () => Promise<unknown>, warmUp = 1): Promise<Measured> {
  for (let i = 0; i < warmUp; i++) await action();
  const milliseconds: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await action();
    milliseconds.push(performance.now() - started);
  }
  return { milliseconds };
}

export function check(actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`wrong answer: ${String(actual)} instead of ${String(expected)}`);
}

export function makeDoubles(): Float64Array {
  const values = new Float64Array(sizes.doubles);
  for (let i = 0; i < values.length; i++) values[i] = i;
  return values;
}

export interface BenchRecord {
  id: number;
  name: string;
  score: number;
  ok: boolean;
  tags: string[];
}

export function makeRecords(): BenchRecord[] {
  return Array.from({ length: sizes.records }, (_, i) => ({
    id: i,
    name: `name ${i}`,
    score: i * 0.5,
    ok: i % 2 === 0,
    tags: ["a", "b"],
  }));
}

/** The interpreter with numpy that the driver chose. */
export function interpreter(): string {
  const path = process.env["BENCH_PYTHON"];
  if (!path) throw new Error("Run a party through bench/main.ts, which sets BENCH_PYTHON.");
  return path;
}

export const folder: string = import.meta.dirname;

/** A peer from bench/peers, which is installed only for benchmarks; some have no types, so all come without. */
export async function peer(path: string): Promise<Record<string, any>> {
  return (await import(join(folder, "peers", "node_modules", path))) as Record<string, any>;
}

/** Runs the workload named on the command line. A workload that the party does not have is answered with `null`. */
export async function runParty(workloads: Workloads, close: () => unknown): Promise<void> {
  const workload = workloads[process.argv[2] ?? ""];
  const measured = workload ? await workload() : null;
  process.stdout.write(`\nRESULT ${JSON.stringify(measured)}\n`);
  await close();
}
