import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { WorkerProcess } from "../../src/pool/worker.js";
import { Connection } from "../../src/runtime/connection/connection.js";
import { Session } from "../../src/runtime/sessions/session.js";
import { CodecRegistry } from "../../src/values/index.js";
import { adapterPath } from "../test-python.js";

/** Longer with SNAKEBRIDGE_LONG, as `docs/pool.md` says. */
const long = process.env["SNAKEBRIDGE_LONG"] !== undefined;
const calls = long ? 1_000_000 : 40_000;
const references = long ? 100_000 : 5_000;
const ROUNDS = 5;
/** Less than the smallest object that a call could leave behind. */
const BYTES_PER_CALL = 40;
/** Bytes. A worker that has done this is at about 60 million. */
const MOST_RESIDENT = 150_000_000;

const collect = (globalThis as { gc?: () => void }).gc;

interface Reading {
  /** Bytes of the host's heap, and of the worker's resident memory. */
  readonly heap: number;
  readonly rss: number;
  readonly refs: number;
  readonly calls: number;
}

/** What both sides hold when they are at rest. */
async function memory(worker: WorkerProcess): Promise<Reading> {
  let state = await worker.ping();
  // Finalizers run in turns of their own, and their releases travel.
  for (let round = 0; round < 10; round++) {
    collect?.();
    await setImmediate();
    state = await worker.ping();
  }
  return {
    heap: process.memoryUsage().heapUsed,
    rss: state?.rss ?? 0,
    refs: state?.refs ?? 0,
    calls: state?.calls ?? 0,
  };
}

test(
  "neither side grows over calls and references",
  async () => {
    expect(collect, "vitest must expose the collector").toBeDefined();
    const worker = new WorkerProcess({ python: "python3", adapterPath, onOutput: () => undefined });
    const codecs = new CodecRegistry();
    const connection = new Connection(worker, { codecs });
    const python = new Session({
      codecs,
      current: connection,
      connection: () => connection,
      close: () => worker.close(),
    });

    const bytes = new Uint8Array(10_000);
    async function someCalls(count: number): Promise<void> {
      const { operator, builtins } = {
        operator: python.module("operator"),
        builtins: python.module("builtins"),
      };
      for (let done = 0; done < count; done += 1_000) {
        const pending: unknown[] = [];
        for (let n = 0; n < 1_000; n += 5) {
          pending.push(
            operator.add(n, 1),
            builtins.dict([["a", n]]),
            builtins.len(bytes),
            builtins.str(n).upper().lower(),
          );
          if (n % 50 === 0) pending.push(Promise.resolve(builtins.int("x")).catch(() => 0));
        }
        await Promise.all(pending);
      }
    }
    async function someReferences(count: number): Promise<void> {
      for (let done = 0; done < count; done += 500) {
        await Promise.all(
          Array.from({ length: 500 }, () => python.call("builtins.object") as Promise<unknown>),
        );
      }
    }

    const readings: Reading[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      await someCalls(calls / ROUNDS);
      await someReferences(references / ROUNDS);
      readings.push(await memory(worker));
    }
    await worker.close();

    // Allocators keep what they needed at the worst moment, so single rounds may grow; a leak grows in every round.
    const least = (part: "heap" | "rss"): number =>
      Math.min(...readings.slice(1).map((reading, index) => reading[part] - (readings[index]?.[part] ?? 0)));
    expect(least("heap")).toBeLessThan(BYTES_PER_CALL * (calls / ROUNDS));
    expect(least("rss")).toBeLessThan(BYTES_PER_CALL * (calls / ROUNDS));
    // What is kept until the host's collector has run, failures among it, is small.
    expect(Math.max(...readings.map(({ rss }) => rss))).toBeLessThan(MOST_RESIDENT);
    expect(readings.at(-1)?.refs).toBeLessThan(100);
    expect(readings.at(-1)?.calls).toBeLessThan(1_000);
  },
  long ? 1_800_000 : 120_000,
);
