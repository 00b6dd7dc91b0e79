/** What `npm run bench:load` measured, as tables and charts in Markdown. */

export interface Point {
  workers: number;
  callers: number;
  callsPerSecond: number;
  /** Milliseconds. */
  median: number;
  p99: number;
}

/** Until all workers of a pool have answered their first call. */
export interface Start {
  workers: number;
  milliseconds: number;
  /** Of all worker processes together. */
  threads: number;
}

/** A tenth of the calls, in batches of 10,000, and the memory of both sides behind them, in MB. */
export interface Hundred {
  calls: number;
  milliseconds: number;
  host: number;
  worker: number;
}

export interface LoadResult {
  date: string;
  load: number;
  points: Point[];
  starts: Start[];
  million: Hundred[];
}

export function loadReport({ date, load, points, starts, million }: LoadResult): string {
  const workers = [...new Set(points.map((point) => point.workers))];
  const callers = [...new Set(points.map((point) => point.callers))];
  const at = (worker: number, caller: number): Point | undefined =>
    points.find((point) => point.workers === worker && point.callers === caller);
  const grid = table(
    ["calls per second", ...callers.map((count) => (count === 1 ? "1 caller" : `${count} callers`))],
    workers.map((count) => [
      count === 1 ? "1 worker" : `${count} workers`,
      ...callers.map((caller) => {
        const point = at(count, caller);
        return point === undefined
          ? "-"
          : `${point.callsPerSecond.toFixed(0)} (${point.median.toFixed(2)}, ${point.p99.toFixed(2)})`;
      }),
    ]),
  );
  const charts = callers
    .filter((count) => count !== 10)
    .map((count) =>
      chart(
        `calls per second, ${count === 1 ? "one caller" : `${count} callers at the same time`}`,
        ["workers", workers],
        "calls per second",
        workers.map((worker) => at(worker, count)?.callsPerSecond ?? 0),
      ),
    );
  return [
    `On ${date.slice(0, 10)}, load average ${load.toFixed(1)} when it began. Trivial calls by \`pool.run\`; in brackets the median and the 99th percentile in milliseconds.`,
    grid,
    ...charts,
    table(
      ["workers", "all have answered, ms", "threads of all worker processes"],
      starts.map((start) => [start.workers, start.milliseconds.toFixed(0), start.threads].map(String)),
    ),
    `${(million.at(-1)?.calls ?? 0).toLocaleString("en")} calls on one session, in batches of 10,000:`,
    table(
      ["calls", "ms for the last tenth", "host, MB", "worker, MB"],
      million.map(({ calls, milliseconds, host, worker }) => [
        calls.toLocaleString("en"),
        milliseconds.toFixed(0),
        host.toFixed(0),
        worker.toFixed(1),
      ]),
    ),
    chart(
      "memory over these calls, MB (line: worker)",
      ["tenth", million.map((_, index) => index + 1)],
      "MB",
      million.map(({ host }) => host),
      million.map(({ worker }) => worker),
    ),
  ].join("\n\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function chart(
  title: string,
  [axis, steps]: [string, readonly number[]],
  unit: string,
  bars: readonly number[],
  curve?: readonly number[],
): string {
  const top = Math.max(...bars, ...(curve ?? []), 1);
  const scale = 10 ** Math.floor(Math.log10(top));
  const list = (values: readonly number[]): string => values.map((value) => Math.round(value)).join(", ");
  return [
    "```mermaid",
    "xychart-beta",
    `  title "${title}"`,
    `  x-axis "${axis}" [${steps.join(", ")}]`,
    `  y-axis "${unit}" 0 --> ${Math.ceil(top / scale) * scale}`,
    `  bar [${list(bars)}]`,
    ...(curve === undefined ? [] : [`  line [${list(curve)}]`]),
    "```",
  ].join("\n");
}
