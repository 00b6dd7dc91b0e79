import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { WorkerProcess } from "../../src/pool/worker.js";
import { Connection } from "../../src/runtime/connection.js";
import { Session } from "../../src/runtime/session.js";
import { CodecRegistry } from "../../src/values/index.js";
import { adapterPath } from "../test-python.js";

/** Longer with SNAKEBRIDGE_LONG, as `docs/pool.md` says. */
const long = process.env["SNAKEBRIDGE_LONG"] !== undefined;
const calls = long ? 1_000_000 : 20_000;
const references = long ? 100_000 : 5_000;
const MEGABYTE = 2 ** 20;

const collect = (globalThis as { gc?: () => void }).gc;

/** Host heap and worker memory, when both are at rest. */
async function memory(
  worker: WorkerProcess,
): Promise<{ readonly heap: number; readonly rss: number; readonly refs: number; readonly calls: number }> {
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
  `neither side grows over ${calls} calls and ${references} references`,
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
          pending.push(Promise.resolve(builtins.int("x")).catch(() => 0));
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

    await someCalls(calls / 5);
    await someReferences(references / 5);
    const before = await memory(worker);
    await someCalls(calls);
    await someReferences(references);
    const after = await memory(worker);
    await worker.close();

    // A leak of one small object a call would show as several megabytes even in the short form.
    expect((after.heap - before.heap) / MEGABYTE).toBeLessThan(3);
    expect((after.rss - before.rss) / MEGABYTE).toBeLessThan(5);
    expect(after.refs - before.refs).toBeLessThan(100);
    expect(after.calls - before.calls).toBeLessThan(100);
  },
  long ? 1_800_000 : 120_000,
);
