import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  InterpreterError,
  PoolClosedError,
  SaturationError,
  WorkerLostError,
} from "../../src/pool/errors.js";
import { poolSettings, type PoolOptions } from "../../src/pool/pool-options.js";
import { Pool } from "../../src/pool/pool.js";
import type { WorkerProcess } from "../../src/pool/worker.js";
import { afterBeingBusy } from "./busy.js";

const adapterPath = fileURLToPath(new URL("fixtures/scripted-adapter", import.meta.url));
const pools: Pool[] = [];

function open(options: Partial<PoolOptions> = {}): Pool {
  const pool = new Pool({ python: "python3", adapterPath, size: 2, onOutput: () => undefined, ...options });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close(0)));
});

/** One exchange with the worker. */
function exchange(worker: WorkerProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.onMessage(() => resolve(worker.pid ?? 0));
    worker.onLost(reject);
    worker.send({ t: "batch" });
  });
}

/** A job that ends when the test says so. */
function gate(): { readonly job: (worker: WorkerProcess) => Promise<number>; readonly open: () => void } {
  const { promise, resolve } = deferred();
  return { job: async (worker) => (await promise, worker.pid ?? 0), open: resolve };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

describe("leases", () => {
  test("are exclusive, and a released worker serves again", async () => {
    const pool = open();
    const [first, second] = await Promise.all([pool.lease(), pool.lease()]);
    expect(first.worker.pid).not.toBe(second.worker.pid);
    let granted = false;
    const third = pool.lease().then((lease) => ((granted = true), lease));
    await exchange(first.worker);
    expect(granted).toBe(false);
    second.release();
    second.release();
    expect((await third).worker.pid).toBe(second.worker.pid);
  });

  test("a fresh worker is used by nobody before and nobody after", async () => {
    const pool = open({ size: 1 });
    const used = await pool.lease();
    used.release();
    const fresh = await pool.lease({ fresh: true });
    expect(fresh.worker.pid).not.toBe(used.worker.pid);
    fresh.release();
    const next = await pool.lease();
    expect(next.worker.pid).not.toBe(fresh.worker.pid);
  });

  test("waiting can be given up", async () => {
    const pool = open({ size: 1 });
    const held = await pool.lease();
    const controller = new AbortController();
    const waiting = pool.lease({ signal: controller.signal });
    controller.abort(new Error("no more patience"));
    await expect(waiting).rejects.toThrow("no more patience");
    expect(pool.statistics().waiting).toBe(0);
    held.release();
    await expect(pool.lease()).resolves.toMatchObject({ ended: false });
  });

  test("a name finds its lease again, until it ends", async () => {
    const pool = open();
    const [first, again] = await Promise.all([pool.named("a"), pool.named("a")]);
    expect(again).toBe(first);
    expect((await pool.named("b")).worker).not.toBe(first.worker);
    first.release();
    const later = await pool.named("a");
    expect(later).not.toBe(first);
  });

  test("end with their worker, and the next one gets a new worker", async () => {
    const pool = open({ size: 1 });
    const lease = await pool.named("a");
    const lost = once(pool, "lost");
    process.kill(lease.worker.pid ?? 0, "SIGKILL");
    expect((await lost)[1]).toBeInstanceOf(WorkerLostError);
    expect(lease.ended).toBe(true);
    const next = await pool.named("a");
    expect(await exchange(next.worker)).not.toBe(lease.worker.pid);
    expect(pool.statistics()).toMatchObject({ losses: 1, restarts: 1 });
  });
});

describe("jobs", () => {
  test("go to the least used worker and never to a leased one", async () => {
    const pool = open({ size: 3, minimum: 3, concurrency: 2 });
    await Promise.all(pool.workers.map(({ ready }) => ready));
    const lease = await pool.lease();
    const gates = Array.from({ length: 4 }, gate);
    const jobs = gates.map(({ job }) => pool.use(job));
    for (const { open } of gates) open();
    const pids = await Promise.all(jobs);
    expect(pids).not.toContain(lease.worker.pid);
    expect(new Set(pids).size).toBe(2);
    expect(pids.filter((pid) => pid === pids[0])).toHaveLength(2);
  });

  test("a failed job leaves the worker to the next", async () => {
    const pool = open({ size: 1 });
    await expect(pool.use(() => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
    await expect(pool.use(exchange)).resolves.toBeGreaterThan(0);
  });

  test("map keeps the order, uses every worker and is not bound by the queue limit", async () => {
    const pool = open({ size: 2, minimum: 2, queueLimit: 0 });
    await Promise.all(pool.workers.map(({ ready }) => ready));
    const pids = new Set<number>();
    const results = await pool.map(
      Array.from({ length: 50 }, (_, index) => index),
      async (worker, item) => {
        pids.add(await exchange(worker));
        return item * 2;
      },
    );
    expect(results).toEqual(Array.from({ length: 50 }, (_, index) => index * 2));
    expect(pids.size).toBe(2);
  });

  test("map is not bound by the queue limit where workers are leased", async () => {
    const pool = open({ size: 2, queueLimit: 0 });
    const lease = await pool.lease();
    expect(await pool.map([1, 2, 3, 4], (_, item) => Promise.resolve(item))).toEqual([1, 2, 3, 4]);
    lease.release();
  });

  test("map stops at the first failure and closes its source", async () => {
    const pool = open({ size: 1 });
    let closed = false;
    function* items(): Generator<number> {
      try {
        for (let item = 0; ; item++) yield item;
      } finally {
        closed = true;
      }
    }
    const begun: number[] = [];
    const mapped = pool.map(items(), async (worker, item) => {
      begun.push(item);
      await exchange(worker);
      if (item === 3) throw new Error("three");
    });
    await expect(mapped).rejects.toThrow("three");
    expect(begun).toEqual([0, 1, 2, 3]);
    expect(closed).toBe(true);
  });
});

describe("the queue", () => {
  test("rejects at its limit, and says so", async () => {
    const pool = open({ size: 1, queueLimit: 1 });
    const held = await pool.lease();
    const waiting = pool.lease();
    await expect(pool.lease()).rejects.toThrow(SaturationError);
    await expect(pool.use(exchange)).rejects.toMatchObject({ code: "POOL_SATURATED", queueLimit: 1 });
    expect(pool.statistics().saturations).toBe(2);
    held.release();
    await waiting;
  });

  test("callers whom a starting worker will serve don't count", async () => {
    const pool = open({ size: 2, queueLimit: 0 });
    const leases = await Promise.all([pool.lease(), pool.lease()]);
    expect(leases).toHaveLength(2);
    await expect(pool.lease()).rejects.toThrow(SaturationError);
  });

  test("is served in order", async () => {
    const pool = open({ size: 1 });
    const order: number[] = [];
    const held = await pool.lease();
    const waiting = [0, 1, 2].map(async (index) => {
      const lease = await pool.lease();
      order.push(index);
      lease.release();
    });
    held.release();
    await Promise.all(waiting);
    expect(order).toEqual([0, 1, 2]);
  });

  test("rejects where no worker can start", async () => {
    const pool = open({ python: "/no/such/python" });
    const outcomes = await Promise.allSettled([pool.lease(), pool.lease(), pool.use(exchange)]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: expect.any(InterpreterError) });
  });
});

describe("recycling", () => {
  test("by calls", async () => {
    const pool = open({ size: 1, recycle: { calls: 2 } });
    const pids: number[] = [];
    for (let count = 0; count < 4; count++) pids.push(await pool.use(exchange));
    expect(pids[0]).toBe(pids[1]);
    expect(pids[2]).not.toBe(pids[1]);
    expect(pids[2]).toBe(pids[3]);
    expect(pool.statistics().recycled).toBe(2);
  });

  test("by age", async () => {
    const pool = open({ size: 1, recycle: { age: 1 } });
    const recycled = once(pool, "recycle");
    const first = await pool.use(exchange);
    expect((await recycled)[1]).toBe("age");
    expect(await pool.use(exchange)).not.toBe(first);
  });

  test("by the memory of the Python process", async () => {
    const pool = open({ size: 1, recycle: { memory: 0 } });
    const recycled = once(pool, "recycle");
    await pool.use(exchange);
    expect((await recycled)[1]).toBe("memory");
  });
});

describe("health", () => {
  test("a silent worker is reported, and reported back", async () => {
    const pool = open({ size: 1, heartbeat: 20 });
    const lease = await pool.lease();
    const silent = once(pool, "unresponsive");
    process.kill(lease.worker.pid ?? 0, "SIGSTOP");
    expect((await silent)[0]).toBe(lease.worker);
    const back = once(pool, "responsive");
    process.kill(lease.worker.pid ?? 0, "SIGCONT");
    expect((await back)[0]).toBe(lease.worker);
    expect(lease.ended).toBe(false);
  });

  describe("on a clock of the test's own, so that no busy machine makes a healthy worker silent", () => {
    const heartbeat = 10_000;
    let now = performance.now();

    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
      vi.spyOn(performance, "now").mockImplementation(() => now);
    });

    afterEach(() => {
      vi.useRealTimers();
      vi.restoreAllMocks();
    });

    /** The next heartbeat; it comes late where this process was busy. */
    function beat({ late = 0 } = {}): void {
      now += heartbeat + late;
      vi.advanceTimersByTime(heartbeat);
    }

    test("a silent worker is killed only where the options say so", async () => {
      const pool = open({ size: 1, heartbeat, unresponsiveAfter: 3 * heartbeat });
      const lease = await pool.lease();
      process.kill(lease.worker.pid ?? 0, "SIGSTOP");
      // The first one asks.
      for (let beats = 0; beats < 4; beats++) beat();
      const loss = await lease.worker.lost;
      expect(loss).toMatchObject({ signal: "SIGKILL" });
      expect(loss.message).toMatch(/no sign of life for 30000 ms/);
      await pool.use(exchange);
    });

    test("a worker is not taken for silent because this process was busy", async () => {
      const pool = open({ size: 1, heartbeat, unresponsiveAfter: 3 * heartbeat });
      const lease = await pool.lease();
      // With a ping on its way, this process computes for longer than the worker may be silent.
      process.kill(lease.worker.pid ?? 0, "SIGSTOP");
      beat();
      beat({ late: 6 * heartbeat });
      process.kill(lease.worker.pid ?? 0, "SIGCONT");
      await exchange(lease.worker);
      expect(lease.ended).toBe(false);
    });
  });

  test("the minimum is started at once and kept", async () => {
    const pool = open({ size: 2, minimum: 2 });
    expect(pool.statistics().workers.total).toBe(2);
    const [first] = pool.workers;
    await first?.ready;
    const started = once(pool, "start");
    process.kill(first?.pid ?? 0, "SIGKILL");
    await started;
    expect(pool.statistics().workers.total).toBe(2);
  });
});

describe("close", () => {
  test("lets those who wait and work finish first", async () => {
    const pool = open({ size: 1 });
    const held = gate();
    const running = pool.use(held.job);
    const waiting = pool.use(exchange);
    const closed = pool.close(60_000);
    await expect(pool.lease()).rejects.toThrow(PoolClosedError);
    held.open();
    expect(await running).toBe(await waiting);
    await closed;
    expect(pool.workers).toEqual([]);
  });

  test("does not count the time in which this process could not listen", async () => {
    const pool = open({ size: 1 });
    const held = gate();
    const running = pool.use(held.job);
    const waiting = pool.use(exchange);
    const closed = afterBeingBusy(() => pool.close(30_000));
    held.open();
    expect(await running).toBe(await waiting);
    await closed;
  });

  test("rejects what is left when its time is over", async () => {
    const pool = open({ size: 1 });
    const lease = await pool.lease();
    const waiting = pool.lease();
    const refused = expect(waiting).rejects.toThrow(PoolClosedError);
    await pool.close(10);
    await refused;
    expect(lease.ended).toBe(true);
    expect(lease.loss).toBeInstanceOf(WorkerLostError);
  });
});

describe("the threads of numerical libraries", () => {
  test.each<[Partial<PoolOptions>, number | undefined]>([
    [{ size: 1 }, undefined],
    [{ size: 2 }, Math.max(1, Math.floor(availableParallelism() / 2))],
    [{ size: 1_000 }, 1],
    [{ size: 4, threads: 3 }, 3],
  ])("are shared among the workers, unless the user says otherwise: %j", (options, threads) => {
    expect(poolSettings({ python: "python3", adapterPath, ...options }).worker.threads).toBe(threads);
  });
});

describe("statistics", () => {
  test("count calls, waits and starts", async () => {
    const pool = open({ size: 1 });
    await Promise.all([pool.use(exchange), pool.use(exchange)]);
    const statistics = pool.statistics();
    expect(statistics).toMatchObject({ calls: 2, waiting: 0, losses: 0, workers: { total: 1, idle: 1 } });
    expect(statistics.latencies.count).toBe(2);
    expect(statistics.waits.max).toBeGreaterThan(0);
    expect(statistics.starts.p50).toBeGreaterThan(1);
  });

  test("are told on diagnostics channels", async () => {
    const told: string[] = [];
    const listen = (message: unknown, name: string | symbol): void => {
      if ((message as { pool: Pool }).pool === pool) told.push(String(name));
    };
    const names = ["worker:start", "worker:ready", "pool:wait", "pool:call", "worker:lost"].map(
      (name) => `snakebridge:${name}`,
    );
    for (const name of names) subscribe(name, listen);
    const pool = open({ size: 1 });
    const pid = await pool.use(exchange);
    const lost = once(pool, "lost");
    process.kill(pid, "SIGKILL");
    await lost;
    for (const name of names) unsubscribe(name, listen);
    expect(new Set(told)).toEqual(new Set(names));
  });
});
