/** Many workers: who gets which call, and what they cost. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { PythonPool } from "../../src/runtime/sessions/python-pool.js";
import { adapterPath } from "../test-python.js";

const pools: PythonPool[] = [];

function open(size: number, minimum = size): PythonPool {
  const pool = new PythonPool({ python: "python3", adapterPath, size, minimum, onOutput: () => undefined });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close(0)));
});

test("no call waits for a busy worker while another is idle", async () => {
  const pool = open(2);
  // It ends only when it is cancelled: what would be queued behind it would never be answered.
  const giveUp = new AbortController();
  const long = pool.run("signal.pause", [], undefined, { signal: giveUp.signal, kill: true, grace: 0 });
  const short = Array.from({ length: 40 }, (_, index) => pool.run("operator.add", [index, 1]));
  expect(await Promise.all(short)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  giveUp.abort();
  await expect(long).rejects.toThrow();
});

test.runIf(process.platform === "linux")("sixteen workers have two threads each", async () => {
  const pool = open(16);
  const pids = new Set<number>();
  pool.on("ready", ({ pid = 0 }) => pids.add(pid));
  await pool.run("operator.add", [1, 2]);
  await expect.poll(() => pids.size).toBe(16);
  await pool.map("math.sqrt", [1, 4, 9, 16]);
  const threads = [...pids].map(
    (pid) => /^Threads:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1],
  );
  expect(new Set(threads)).toEqual(new Set(["2"]));
});
