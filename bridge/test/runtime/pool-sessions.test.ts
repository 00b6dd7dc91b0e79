import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, describe, expect, test } from "vitest";
import { PoolClosedError, SaturationError, WorkerLostError } from "../../src/pool/errors.js";
import type { PoolOptions } from "../../src/pool/pool-options.js";
import {
  SessionClosedError,
  StaleReferenceError,
  WrongWorkerError,
} from "../../src/runtime/errors/errors.js";
import { PythonPool } from "../../src/runtime/sessions/python-pool.js";
import type { Session } from "../../src/runtime/sessions/session.js";
import { adapterPath } from "../test-python.js";
import { afterBeingBusy } from "../pool/busy.js";
import { failure } from "./failure.js";

const pools: PythonPool[] = [];

function openPool(options: Partial<PoolOptions> = {}): PythonPool {
  const pool = new PythonPool({ python: "python3", adapterPath, size: 2, ...options });
  pools.push(pool);
  return pool;
}

/** What nobody settles. */
const never = new Promise<never>(() => undefined);

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close(100)));
});

describe("a session of a pool", () => {
  test("has a worker for itself until it is disposed of", async () => {
    const pool = openPool();
    await using one = await pool.session();
    await using two = await pool.session();
    expect(one.pid).not.toBe(two.pid);
    await one.exec`state = 1`;
    expect(await failure(two.eval`state`)).toMatchObject({ name: "NameError" });
    expect(await one.eval`state`).toBe(1);
  });

  test("waits for a worker, and hands it on with its modules but not with its references", async () => {
    const pool = openPool({ size: 1 });
    const first = await pool.session();
    const object = await first.call("object");
    const { pid } = first;
    const waiting = pool.session();
    const pending = first.call("time.sleep", [0.05]);
    await first.close(60_000);
    const second = await waiting;
    expect(second.pid).toBe(pid);
    expect(await failure(first.eval`1`)).toBeInstanceOf(SessionClosedError);
    expect(await failure(object.x)).toBeInstanceOf(StaleReferenceError);
    expect(second.references()).toEqual([]);
    await pending;
  });

  test("hands its worker on, though this process could not listen while it was closed", async () => {
    const pool = openPool({ size: 1 });
    const first = await pool.session();
    const { pid } = first;
    const pending = first.call("time.sleep", [0.05]);
    await afterBeingBusy(() => first.close(30_000));
    expect((await pool.session()).pid).toBe(pid);
    await pending;
  });

  test("is fresh where it asks for that", async () => {
    const pool = openPool({ size: 1 });
    const first = await pool.session();
    const { pid } = first;
    await first.close();
    const fresh = await pool.session({ fresh: true });
    expect(fresh.pid).not.toBe(pid);
    const freshPid = fresh.pid;
    await fresh.close();
    expect((await pool.session()).pid).not.toBe(freshPid);
  });

  test("is found again by its name", async () => {
    const pool = openPool();
    const [one, same] = await Promise.all([pool.named("a"), pool.named("a")]);
    expect(same).toBe(one);
    await one.exec`state = "kept"`;
    expect(await (await pool.named("a")).eval`state`).toBe("kept");
    expect(await failure((await pool.named("b")).eval`state`)).toMatchObject({ name: "NameError" });
    await one.close();
    expect(await pool.named("a")).not.toBe(one);
  });

  const endless: [what: string, begin: (session: Session, begun: () => void) => unknown][] = [
    ["a call", (session, begun) => session.exec("begun()\nwhile True: pass", { begun })],
    [
      "a call that was given up",
      (session, begun) => {
        const signal = new AbortController();
        const call = session.exec(
          // The interrupt strikes inside `try`, wherever it strikes.
          "import time\nbegin = begun\nwhile True:\n  try:\n    begin()\n    begin = lambda: time.sleep(9)\n" +
            "  except KeyboardInterrupt: begin = lambda: time.sleep(9)",
          {
            begun: () => {
              signal.abort(new Error("given up"));
              begun();
            },
          },
        );
        return call.$with({ signal: signal.signal });
      },
    ],
    [
      "a coroutine",
      (session, begun) =>
        session
          .exec("import asyncio\nasync def wait(f):\n  f()\n  await asyncio.Event().wait()")
          .then(() => session.module("__main__").wait(begun)),
    ],
    [
      "a callback",
      (session, begun) => session.call("next", [session.call("map", [() => (begun(), never), [1]])]),
    ],
    [
      "a stream",
      async (session, begun) => {
        await session.exec("def items(f):\n  yield 1\n  f()\n  while True: pass");
        for await (const _ of session.module("__main__").items(begun));
      },
    ],
    [
      "a worker that is stopped",
      async (session, begun) => {
        const { pid } = session;
        await session.eval`1`;
        process.kill(session.pid ?? pid ?? 0, "SIGSTOP");
        begun();
        return session.eval`2`;
      },
    ],
  ];
  test.each(endless)(
    "is closed in time though %s never ends, and the next one gets a new worker",
    async (_, begin) => {
      const recycled: string[] = [];
      const pool = openPool({ size: 1 });
      pool.on("recycle", (_worker, why) => recycled.push(why));
      const session = await pool.session();
      const { pid } = session;
      let begun: () => void = () => undefined;
      const running = new Promise<void>((resolve) => (begun = resolve));
      const outcome = failure(Promise.resolve(begin(session, begun)));
      await running;
      await session.close(50);
      const error = await outcome;
      expect(error instanceof WorkerLostError || error.message === "given up").toBe(true);
      const next = await pool.session();
      expect(await next.eval`1`).toBe(1);
      expect(next.pid).not.toBe(pid);
      expect(recycled).toEqual(["unfinished"]);
      expect(pool.statistics()).toMatchObject({ losses: 0, recycled: 1 });
    },
  );

  test("is lost with its worker; the next one gets a new worker", async () => {
    const pool = openPool({ size: 1 });
    let lost = 0;
    pool.on("lost", () => lost++);
    const session = await pool.session();
    const object = await session.call("object");
    expect(await failure(session.call("os._exit", [3]))).toMatchObject({ code: "WORKER_LOST", exitCode: 3 });
    expect(await failure(session.eval`1`)).toBeInstanceOf(WorkerLostError);
    const next = await pool.session();
    expect(await next.eval`1`).toBe(1);
    expect(await failure(next.call("repr", [object]))).toBeInstanceOf(StaleReferenceError);
    expect(lost).toBe(1);
  });

  test("its references are of its worker", async () => {
    const pool = openPool();
    const [one, two] = await Promise.all([pool.session(), pool.session()]);
    const object = await one.call("object");
    expect(await failure(two.call("repr", [object]))).toBeInstanceOf(WrongWorkerError);
  });

  test("more than the queue takes are refused with an error that says so", async () => {
    const pool = openPool({ size: 1, queueLimit: 0 });
    const session = await pool.session();
    expect(await failure(pool.session())).toBeInstanceOf(SaturationError);
    await session.close();
    expect(await (await pool.session()).eval`1`).toBe(1);
  });
});

describe("what is printed", () => {
  test("comes with the name of the session that printed it, to the last word", async () => {
    const printed: Record<string, string> = {};
    const pool = openPool({
      size: 1,
      onOutput: (stream, text, { session, pid }) => {
        const from = `${String(session)} ${stream} ${pid === undefined ? "?" : "pid"}`;
        printed[from] = (printed[from] ?? "") + text;
      },
    });
    const named = await pool.named("alice");
    expect(named.name).toBe("alice");
    await named.exec`print("from alice")`;
    await named.exec`import sys; print("error of alice", file=sys.stderr)`;
    await named.close(60_000);
    const other = await pool.session();
    await other.exec`print("from another")`;
    await other.close(60_000);
    await pool.run("builtins.print", ["of nobody"]);
    await expect.poll(() => printed["undefined stdout pid"]).toBe("of nobody\n");
    expect(printed).toEqual({
      "alice stdout pid": "from alice\n",
      "alice stderr pid": "error of alice\n",
      [`${String(other.name)} stdout pid`]: "from another\n",
      "undefined stdout pid": "of nobody\n",
    });
    expect(other.name).toMatch(/^session \d+$/);
  });
});

test("what is logged comes with the name of the session, too", async () => {
  const logged: string[] = [];
  const pool = new PythonPool(
    { python: "python3", adapterPath, size: 1, logging: "INFO" },
    {
      onLog: ({ message }, { pid, session }) =>
        logged.push(`${String(session)} ${pid === undefined ? "?" : "pid"} ${message}`),
    },
  );
  pools.push(pool);
  const say = "import logging; logging.getLogger('a').info(text)";
  const named = await pool.named("alice");
  await named.exec(say, { text: "of alice" });
  await named.close(60_000);
  const other = await pool.session();
  await other.exec(say, { text: "of another" });
  await other.close(60_000);
  await pool.run("logging.warning", ["of nobody"]);
  expect(logged).toEqual([
    "alice pid of alice",
    `${String(other.name)} pid of another`,
    "undefined pid of nobody",
  ]);
});

test("a worker whose Python holds more memory than allowed is replaced, one that holds less is not", async () => {
  const pool = openPool({ size: 1, recycle: { memory: 150_000_000 } });
  const reasons: string[] = [];
  pool.on("recycle", (_worker, why) => reasons.push(why));
  const first = await pool.session();
  const { pid } = first;
  await first.exec`held = []`;
  await first.close(60_000);
  const second = await pool.session();
  expect(second.pid).toBe(pid);
  await second.exec`held.append(b"x" * 200_000_000)`;
  await second.close(60_000);
  const third = await pool.session();
  expect(third.pid).not.toBe(pid);
  expect(reasons).toEqual(["memory"]);
});

describe("run and map", () => {
  test("use workers that nobody has leased", async () => {
    const pool = openPool();
    expect(await pool.run("json.dumps", [{ a: 1 }], { indent: 0 })).toBe('{\n"a": 1\n}');
    const leased = await pool.session();
    const pids = await Promise.all(Array.from({ length: 4 }, () => pool.run("os.getpid")));
    expect(new Set(pids).size).toBe(1);
    expect(pids).not.toContain(leased.pid);
    expect(await failure(pool.run("json.loads", ["{"]))).toMatchObject({ name: "JSONDecodeError" });
  });

  test("map keeps the order and uses all workers", async () => {
    const pool = openPool();
    expect(await pool.map("math.sqrt", [1, 4, 9, 16])).toEqual([1, 2, 3, 4]);
    // The first two wait for each other, so that one worker can't do it all before the other has started.
    let both: () => void = () => undefined;
    const bothBegun = new Promise<void>((resolve) => (both = resolve));
    let begun = 0;
    const pids = await pool.map(
      async (session) => {
        if (++begun === 2) both();
        await bothBegun;
        return session.call("os.getpid");
      },
      Array.from({ length: 8 }),
    );
    expect(new Set(pids).size).toBe(2);
    expect(await failure(pool.map("math.sqrt", [1, -1]))).toMatchObject({ name: "ValueError" });
  });

  test("a run that takes too long is cancelled", async () => {
    const pool = openPool({ size: 1 });
    expect(await failure(pool.run("time.sleep", [60], {}, { timeout: 50 }))).toMatchObject({
      code: "CALL_TIMEOUT",
    });
    expect(await pool.run("len", ["next"])).toBe(4);
  });

  test("the calls of sessions are measured like others, and told on the channel", async () => {
    const pool = openPool();
    const told: number[] = [];
    const listen = (message: unknown): void => {
      told.push((message as { milliseconds: number }).milliseconds);
    };
    subscribe("snakebridge:pool:call", listen);
    const session = await pool.session();
    const { sqrt } = session.module("math");
    await Promise.all([sqrt(4), sqrt(9), session.call("builtins.int", ["x"]).catch(() => 0)]);
    await session.call("time.sleep", [0.05]);
    unsubscribe("snakebridge:pool:call", listen);
    expect(pool.statistics()?.latencies.count).toBe(4);
    expect(pool.statistics()?.latencies.max).toBeGreaterThan(49);
    expect(told).toHaveLength(4);
    await session.close();
  });

  test("statistics count, and a closed pool takes nobody", async () => {
    const pool = openPool();
    expect(pool.statistics()).toBeUndefined();
    await pool.map("len", ["a", "b", "c"]);
    expect(pool.statistics()).toMatchObject({ calls: 3, losses: 0 });
    // Calls that travel together are as many calls.
    await using session = await pool.session();
    const { sqrt } = session.module("math");
    await Promise.all(Array.from({ length: 100 }, (_, index) => sqrt(index)));
    expect(pool.statistics()).toMatchObject({ calls: 103 });
    await session.close();
    await pool.close();
    expect(await failure(pool.run("len", ["a"]))).toBeInstanceOf(PoolClosedError);
  });
});
