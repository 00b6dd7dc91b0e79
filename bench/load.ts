/**
 * `npm run bench:load`: how cost grows. Workers from 1 to 64, callers from 1 to 1,000 at the same time, then a million calls on one
 * session with the memory of both sides before and after. Prints tables and Mermaid charts for docs/benchmarks.md.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openPool, openPython, type PythonPool } from "snakebridge";
import { folder } from "./party.ts";

const python = spawnSync(process.execPath, [join(folder, "..", "scripts", "test-environment.mjs")], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
}).stdout.trim();

const workerCounts = [1, 2, 4, 16, 64];
const callerCounts = [1, 10, 100, 1_000];
const callsPerPoint = 10_000;

interface Point {
  workers: number;
  callers: number;
  callsPerSecond: number;
  /** Milliseconds. */
  median: number;
  p99: number;
}

const points: Point[] = [];
const startTimes: { workers: number; milliseconds: number; threads: number }[] = [];

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
  startTimes.push({ workers, milliseconds: performance.now() - started, threads: sum(pids.map(threadsOf)) });
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

console.log(
  "| workers | callers | calls per second | median, ms | 99th percentile, ms |\n| --- | --- | --- | --- | --- |",
);
for (const point of points) {
  console.log(
    `| ${point.workers} | ${point.callers} | ${point.callsPerSecond.toFixed(0)} | ${point.median.toFixed(2)} | ${point.p99.toFixed(2)} |`,
  );
}
console.log("\n| workers | all started, ms | threads of all worker processes |\n| --- | --- | --- |");
for (const start of startTimes)
  console.log(`| ${start.workers} | ${start.milliseconds.toFixed(0)} | ${start.threads} |`);

for (const callers of [1, 100, 1_000]) {
  const values = workerCounts.map((workers) =>
    Math.round(
      points.find((point) => point.workers === workers && point.callers === callers)!.callsPerSecond,
    ),
  );
  console.log(`
\`\`\`mermaid
xychart-beta
  title "calls per second, ${callers} callers at the same time"
  x-axis "workers" [${workerCounts.join(", ")}]
  y-axis "calls per second" 0 --> ${Math.ceil(Math.max(...values) / 1000) * 1000}
  bar [${values.join(", ")}]
\`\`\``);
}

/** A million calls in batches of ten thousand: the time of each hundred thousand, and what memory does. */
{
  await using session = openPython({ environment: python, config: false, sysPath: [folder] });
  const pid = (await session.call("os.getpid")) as number;
  const functions = session.module("functions");
  const times: number[] = [];
  const memory: [number, number][] = [];
  for (let hundredThousand = 0; hundredThousand < 10; hundredThousand++) {
    const started = performance.now();
    for (let batch = 0; batch < 10; batch++) {
      await Promise.all(Array.from({ length: 10_000 }, (_, i) => functions.add(i, 1)));
    }
    times.push(performance.now() - started);
    memory.push([process.memoryUsage().rss / 1e6, residentOf(pid)]);
  }
  console.log("\n| calls | ms for the last 100,000 | host, MB | worker, MB |\n| --- | --- | --- | --- |");
  for (const [index, milliseconds] of times.entries()) {
    const [host, worker] = memory[index]!;
    console.log(
      `| ${(index + 1) * 100_000} | ${milliseconds.toFixed(0)} | ${host.toFixed(0)} | ${worker.toFixed(1)} |`,
    );
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function threadsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length;
}

function residentOf(pid: number): number {
  return (Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) * 1024) / 1e6;
}
