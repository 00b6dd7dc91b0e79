/** Operations on each other's results, issued together, travel as a chain. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Connection } from "../../src/runtime/connection/connection.js";
import { ModuleHandle } from "../../src/runtime/handles/module.js";
import { PythonError } from "../../src/runtime/errors/python-error.js";
import { CodecRegistry } from "../../src/values/index.js";
import { openChannel } from "./channel.js";
import { openSession, openWatchedSession } from "./open.js";

interface Vector {
  readonly name: string;
  /** What the program writes: names, with arguments where they are called. */
  readonly chain: readonly (readonly [name: string, args?: readonly unknown[]])[];
  readonly ops: readonly unknown[];
  readonly results: readonly unknown[];
  readonly value: unknown;
}

const folder = new URL("../../../test/vectors/messages/", import.meta.url);
const vectors = JSON.parse(readFileSync(new URL("chains.json", folder), "utf8")) as readonly Vector[];
const source = readFileSync(new URL("chains.py", folder), "utf8");

/** Turns of the event loop after which everything that was issued has left. */
const flushed = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the shared vectors", () => {
  test.each(vectors)("$name", async ({ chain, ops, results, value }) => {
    const { channel, sent, receive } = openChannel();
    const connection = new Connection(channel, { codecs: new CodecRegistry() });
    const main: any = new ModuleHandle(connection, "__main__").proxy;
    // The vectors' ids begin with 10.
    for (let id = 1; id < 10; id++) main.unused();
    await flushed();
    let end: any = main;
    for (const [name, args] of chain) {
      const given = args?.map((value) => (typeof value === "object" ? new Map() : value));
      end = given === undefined ? end[name] : end[name](...given);
    }
    const answer = Promise.resolve(end);
    await flushed();
    expect(sent[1]).toEqual({ t: "batch", ops });
    receive({ t: "results", r: results });
    expect(await answer).toEqual(value);
  });
});

test("a result in between that is asked for too ends the chain", async () => {
  const { session, frames } = openWatchedSession();
  await session.exec(source);
  frames.clear();
  const five = session.module("__main__").Number(5);
  const pair = five.pair();
  const length = pair.__len__();
  expect(await Promise.all([pair, five.total(), length])).toEqual([[5, 5], 5, 2]);
  const batch = frames.sent.find(({ t }) => t === "batch");
  expect(batch?.["ops"].map(({ then }: { then?: unknown[] }) => then?.length ?? 0)).toEqual([1, 0, 0]);
});

test("a result in between stays, and can be named later", async () => {
  const session = openSession();
  await session.exec(source);
  const five = session.module("__main__").Number(5);
  const seven = five.plus(2);
  expect(await seven.total()).toBe(7);
  expect(await five.total()).toBe(5);
  expect(await seven).toBe(await seven.$ref());
});

test("a failure in the middle is that of its step, and rejects what depends on it only", async () => {
  const session = openSession();
  await session.exec(source);
  const main = session.module("__main__");
  const good = main.Number(1).plus(2);
  const bad = main.Number("a").plus(2);
  const [total, failed] = await Promise.allSettled([good.total(), bad.total()]);
  expect(total).toEqual({ status: "fulfilled", value: 3 });
  const error: unknown = failed.status === "rejected" ? failed.reason : undefined;
  expect(PythonError.is(error, "TypeError")).toBe(true);
  await expect(Promise.resolve(bad)).rejects.toBe(error);
});

test("a coroutine in the middle is awaited first", async () => {
  const session = openSession();
  await session.exec(`
async def later(value):
    import asyncio
    await asyncio.sleep(0)
    return [value]
`);
  expect(await session.module("__main__").later(3).copy().index(3)).toBe(0);
});

test("a chain of ten thousand steps is one operation", async () => {
  const { session, frames } = openWatchedSession();
  await session.exec(source);
  frames.clear();
  let number = session.module("__main__").Number(0);
  for (let step = 0; step < 10_000; step++) number = number.plus(1);
  expect(await number.total()).toBe(10_000);
  const batch = frames.sent.find(({ t }) => t === "batch");
  expect(batch?.["ops"]).toHaveLength(1);
});
