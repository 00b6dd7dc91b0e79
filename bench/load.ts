/**
 * `npm run bench:load`: how cost grows. Workers from 1 to 64, callers from 1 to 1,000 at the same time, then a million calls on one
 * session with the memory of both sides. Prints tables and Mermaid charts, and writes `results/load.json` for `npm run bench:docs`.
 *
 *   npm run bench:load -- --workers 1,2 --callers 1,10 --calls 1000 --step 10000 --output /tmp/load.json     a short run
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { openPool, openPython, type PythonPool } from "snakebridge";
import { loadReport, type Hundred, type Point, type Start } from "./load-report.ts";
import { folder } from "./party.ts";

const python = spawnSync(process.execPath, [join(folder, "..", "scripts", "test-environment.mjs")], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
}).stdout.trim();

const { values: options } = parseArgs({
  options: {
    workers: { type: "string", default: "1,2,4,16,64" },
    callers: { type: "string", default: "1,10,100,1000" },
    /** For each point. */
    calls: { type: "string", default: "10000" },
    /** For each of the ten steps on one session. */
    step: { type: "string", default: "100000" },
    output: { type: "string", default: join(folder, "results", "load.json") },
  },
});
const workerCounts = options.workers.split(",").map(Number);
const callerCounts = options.callers.split(",").map(Number);
const callsPerPoint = Number(options.calls);
const step = Number(options.step);
const batch = 10_000;

const load = loadavg()[0]!;
const points: Point[] = [];
const starts: Start[] = [];
const million: Hundred[] = [];

for (const workers of workerCounts) {
  await using pool = openPool({
    environment: python,
    config: false,
    size: workers,
    queueLimit: 100_000,
    sysPath: [folder],
  });
  const started = performance.now();
  const sessions = await Promise.all(Array.from({ length: workers }, () => pool.session()));
  const pids = await Promise.all(sessions.map((session) => session.call("os.getpid") as Promise<number>));
  starts.push({ workers, milliseconds: performance.now() - started, threads: sum(pids.map(threadsOf)) });
  await Promise.all(sessions.map((session) => session.close()));
  for (const callers of callerCounts) points.push(await measure(pool, workers, callers));
}

async function measure(pool: PythonPool, workers: number, callers: number): Promise<Point> {
  const latencies: number[] = [];
  let left = callsPerPoint;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (left-- > 0) {
        const begun = performance.now();
        await pool.run("functions.add", [1, 2]);
        latencies.push(performance.now() - begun);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    workers,
    callers,
    callsPerSecond: latencies.length / seconds,
    median: latencies[latencies.length >> 1]!,
    p99: latencies[Math.floor(latencies.length * 0.99)]!,
  };
}

/** A million calls in batches of ten thousand: the time of each hundred thousand, and what memory does. */
{
  await using session = openPython({ environment: python, config: false, sysPath: [folder] });
  const pid = (await session.call("os.getpid")) as number;
  const functions = session.module("functions");
  for (let done = step; done <= 10 * step; done += step) {
    const started = performance.now();
    for (let left = step; left > 0; left -= batch) {
      await Promise.all(Array.from({ length: Math.min(left, batch) }, (_, i) => functions.add(i, 1)));
    }
    million.push({
      calls: done,
      milliseconds: performance.now() - started,
      host: process.memoryUsage().rss / 1e6,
      worker: residentOf(pid),
    });
  }
}

const result = { date: new Date().toISOString(), load, points, starts, million };
console.log(loadReport(result));
mkdirSync(dirname(options.output), { recursive: true });
writeFileSync(options.output, JSON.stringify(result, null, 2) + "\n");

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function threadsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length;
}

function residentOf(pid: number): number {
  return (Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) * 1024) / 1e6;
}
