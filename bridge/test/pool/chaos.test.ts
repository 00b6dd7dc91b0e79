import { expect, test } from "vitest";
import { WorkerLostError } from "../../src/pool/errors.js";
import { StaleReferenceError } from "../../src/runtime/errors/errors.js";
import { PythonPool } from "../../src/runtime/sessions/python-pool.js";
import { PythonError } from "../../src/runtime/errors/python-error.js";
import { SnakeBridgeError } from "../../src/wire/errors.js";
import { identityOf, isAlive, isStillAlive } from "../processes.js";
import { adapterPath } from "../test-python.js";

/** Longer with SNAKEBRIDGE_LONG, as `docs/pool.md` says: milliseconds under fire. */
const duration = process.env["SNAKEBRIDGE_LONG"] === undefined ? 4_000 : 5 * 60_000;
/** So short that many workers that hang are seen in the time; so a healthy one may be taken for one of them on a busy machine. */
const UNRESPONSIVE_AFTER = 1_500;

/** Ways for a worker to go down, or to hang, by what its own Python does. The argument can't be computed by it. */
const faults: readonly ((pool: PythonPool, pid: number) => unknown)[] = [
  (_, pid) => process.kill(pid, "SIGKILL"),
  (_, pid) => process.kill(pid, "SIGSTOP"),
  (pool) => pool.run("os._exit", [7]),
  (pool) => pool.run("builtins.eval", ["__import__('ctypes').string_at(0)"]),
  // `PyDLL` keeps Python's lock: no thread of the worker can answer.
  (pool) => pool.run("builtins.eval", ["__import__('ctypes').PyDLL(None).sleep(600)"]),
  (pool) => pool.run("builtins.eval", [limitMemory]),
  (pool) => pool.run("builtins.eval", ["__import__('os').write(4, b'no frame at all')"]),
];

/** Once more for every worker that this machine kept from giving a sign of life. */
async function unlessTakenForHung<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const taken = error instanceof WorkerLostError && error.message.includes("no sign of life");
      if (!taken && !(error instanceof StaleReferenceError)) throw error;
    }
  }
}

const limitMemory =
  "(lambda r: (r.setrlimit(r.RLIMIT_AS, (1 << 30, 1 << 30)), bytearray(1 << 31)))(__import__('resource'))";

test(
  "workers that are killed, stopped, crashed and hung under load take down their own calls only",
  async () => {
    const started = new Set<string>();
    /** Ready workers only: the number of one that is gone may belong to another process by now. */
    const live = new Set<number>();
    const pool = new PythonPool({
      python: "python3",
      adapterPath,
      size: 3,
      concurrency: 4,
      unresponsiveAfter: UNRESPONSIVE_AFTER,
      onOutput: () => undefined,
    });
    pool.on("start", ({ pid }) => {
      if (pid !== undefined) started.add(identityOf(pid));
    });
    pool.on("lost", ({ pid }) => {
      if (pid !== undefined) live.delete(pid);
    });
    pool.on("ready", ({ pid }) => {
      if (pid !== undefined) live.add(pid);
    });
    const end = performance.now() + duration;
    const outcomes = { right: 0, lost: 0, raised: 0, wrong: [] as unknown[] };
    // At least the time that was asked for; on a busy machine as long as it takes to have seen something.
    const over = (): boolean =>
      performance.now() > end &&
      outcomes.right > 50 &&
      outcomes.lost > 0 &&
      (pool.statistics()?.losses ?? 0) > faults.length;

    /** Calls all the time. Each call gives the right result, or fails with an error that says what happened. */
    async function caller(seed: number): Promise<void> {
      for (let n = seed; !over(); n += 7) {
        try {
          const square: unknown = await pool.run("operator.mul", [n, n]);
          if (square === n * n) outcomes.right++;
          else outcomes.wrong.push(square);
        } catch (error) {
          if (error instanceof SnakeBridgeError) outcomes.lost++;
          else outcomes.wrong.push(error);
        }
      }
    }

    async function attacker(): Promise<void> {
      const attacks: Promise<unknown>[] = [];
      for (let turn = 0; !over(); turn++) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        const pid = [...live].findLast(isAlive);
        if (pid === undefined) continue;
        const attack = Promise.resolve(faults[turn % faults.length]?.(pool, pid));
        attacks.push(
          attack.catch((error: unknown) => {
            // The memory limit is an error of Python's own; everything else ends the worker.
            if (error instanceof PythonError || error instanceof SnakeBridgeError) outcomes.raised++;
            else outcomes.wrong.push(error);
          }),
        );
      }
      await Promise.all(attacks);
    }

    await Promise.all([attacker(), ...Array.from({ length: 8 }, (_, seed) => caller(seed))]);
    const statistics = pool.statistics();
    expect(outcomes.wrong).toEqual([]);
    expect(statistics?.waiting).toBe(0);

    // The pool has recovered, and the references of a worker that dies say so.
    const { session, counter } = await unlessTakenForHung(async () => {
      const session = await pool.session({ fresh: true });
      const counter = await session.call("itertools.count", [5]);
      expect(await session.call("builtins.next", [counter])).toBe(5);
      return { session, counter };
    });
    process.kill(session.pid ?? 0, "SIGKILL");
    await expect(Promise.resolve(session.call("builtins.next", [counter]))).rejects.toThrow(SnakeBridgeError);
    const sum: unknown = await unlessTakenForHung(async () => pool.run("operator.add", [1, 2]));
    expect(sum).toBe(3);

    await pool.close(2_000);
    await expect.poll(() => [...started].filter(isStillAlive), { interval: 50 }).toEqual([]);
  },
  duration + 120_000,
);

test("a crash says how: the signal, and what Python wrote last", async () => {
  const pool = new PythonPool({
    python: "python3",
    adapterPath,
    size: 1,
    env: { PYTHONFAULTHANDLER: "1" },
    onOutput: () => undefined,
  });
  const error: unknown = await pool.run("ctypes.string_at", [0]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WorkerLostError);
  expect(error).toMatchObject({ signal: "SIGSEGV" });
  expect(String(error)).toMatch(/SIGSEGV[^]*Fatal Python error: Segmentation fault/);
  await pool.close();
});
