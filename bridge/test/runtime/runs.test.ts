/** Calls of one function that are issued together travel as a run. */
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
  readonly calls: readonly (readonly [name: string, args: readonly unknown[]])[];
  readonly ops: readonly unknown[];
  readonly results: readonly unknown[];
  readonly values: readonly unknown[];
}

const vectors = JSON.parse(
  readFileSync(new URL("../../../test/vectors/messages/runs.json", import.meta.url), "utf8"),
) as readonly Vector[];

/** Turns of the event loop after which everything that was issued has left. */
const flushed = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the shared vectors", () => {
  test.each(vectors)("$name", async ({ calls, ops, results, values }) => {
    const { channel, sent, receive } = openChannel();
    const connection = new Connection(channel, { codecs: new CodecRegistry() });
    const main: any = new ModuleHandle(connection, "__main__").proxy;
    // The vectors' ids begin with 10.
    for (let id = 1; id < 10; id++) main.unused();
    await flushed();
    const answers = Promise.all(
      calls.map(([name, args]) => main[name](...args.map((value) => (isTagged(value) ? new Map() : value)))),
    );
    await flushed();
    expect(sent[1]).toEqual({ t: "batch", ops });
    receive({ t: "results", r: results });
    expect(await answers).toEqual(values);
    // Nothing but the list is kept for them.
    main.unused();
    await flushed();
    expect(sent[2].done).toEqual(
      calls.length === 5 && values[1] !== null ? [10, [12, 14]] : [[10, 9 + calls.length]],
    );
  });
});

function isTagged(value: unknown): boolean {
  return typeof value === "object" && value !== null && "tagged" in value;
}

test("ten thousand calls are one operation, and a few frames of answers", async () => {
  const { session, frames } = openWatchedSession();
  const { pow } = session.module("builtins");
  await pow(1, 1);
  frames.clear();
  const values = await Promise.all(Array.from({ length: 10_000 }, (_, i) => pow(i, 2)));
  expect(values).toEqual(Array.from({ length: 10_000 }, (_, i) => i * i));
  expect(frames.sent).toHaveLength(1);
  expect(frames.sent[0]!["ops"]).toHaveLength(1);
  const forms = frames.received.flatMap(({ r }) => (r as [number, number][]).map(([, form]) => form));
  expect(new Set(forms)).toEqual(new Set([4]));
});

test("a call that fails in a run costs no other, and its stack names its own place", async () => {
  const { int } = openSession().module("builtins");
  const results = await Promise.allSettled([int("1"), int("x"), int("3")]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  const { reason } = results[1] as PromiseRejectedResult;
  expect(reason).toBeInstanceOf(PythonError);
  expect((reason as PythonError).stack).toContain("runs.test.ts");
});

test("order holds between runs and everything else", async () => {
  const session = openSession();
  const list = await session.call("list", [[]]).$ref();
  const builtins = session.module("builtins");
  const results: PromiseLike<unknown>[] = [];
  for (let i = 0; i < 6; i++) {
    results.push(list.append(i), builtins.len(list));
    if (i === 3) results.push(list.append(null), list.append(null), list.append(null));
  }
  await Promise.all(results);
  expect(await list.$value()).toEqual([0, 1, 2, 3, null, null, null, 4, 5]);
});

test("a call with a conversion of its own, or given up before it left, is not in the run", async () => {
  const { session, frames } = openWatchedSession();
  const { abs } = session.module("builtins");
  await abs(1);
  frames.clear();
  const given = [
    abs(-1),
    abs(-2),
    abs(-3).$with({ int: "bigint" }),
    abs(-4),
    abs(-5),
  ] as PromiseLike<unknown>[];
  const aborted = abs(-6).$with({ signal: AbortSignal.abort(new Error("no")) });
  const rest = [abs(-7), abs(-8)] as PromiseLike<unknown>[];
  await expect(Promise.resolve(aborted)).rejects.toThrow("no");
  expect(await Promise.all([...given, ...rest])).toEqual([1, 2, 3n, 4, 5, 7, 8]);
  const ops = frames.sent[0]!["ops"] as { op: string; rows?: unknown[] }[];
  expect(ops.map(({ op, rows }) => [op, rows?.length])).toEqual([
    ["calls", 2],
    ["call", undefined],
    ["calls", 2],
    ["calls", 2],
  ]);
});

test("calls whose results are named by others, or by nobody, are told of failures only", async () => {
  const { session, frames } = openWatchedSession();
  const builtins = session.module("builtins");
  await builtins.abs(1);
  frames.clear();
  const [first, second] = [builtins.abs(-1), builtins.abs(-2)];
  expect(await builtins.max([first, second])).toBe(2);
  expect(
    (frames.sent[0]!["ops"] as { op: string; pull?: number }[]).map(({ op, pull }) => [op, pull]),
  ).toEqual([
    ["call", undefined],
    ["call", undefined],
    ["call", 1],
  ]);
});
