/** Items of what a wrapper declares as an iterator, by hand and as generated wrappers hand it over. */
import { describe, expect, test } from "vitest";
import type { ResultHint } from "../../src/values/index.js";
import { openWatchedSession } from "./open.js";

const SOURCE = `
import enum
class Word(str): pass
class Count(enum.IntEnum):
    ONE = 1
def words():
    yield Word("a")
    yield "b"
    yield Word("c")
    return 3
async def later():
    yield Count.ONE
    yield True
def maps():
    yield {}
    yield {"a": 1}
def huge():
    yield 1
    yield 2**60
    yield 3
def averages():
    received = []
    while (value := (yield Word(repr(received)))) is not None:
        received.append(value)
    return Count.ONE
async def later_averages():
    received = []
    while True:
        received.append((yield repr(received)))
def returning(value):
    yield 1
    return value
def listed(): return [Word("x"), Word("y")]
def take(items): return repr(list(items))
`;

async function opened() {
  const watched = openWatchedSession();
  await watched.session.exec(SOURCE);
  const declared = (name: string, result: ResultHint, more = {}): any =>
    watched.session.declared("__main__", [name], { result, ...more });
  return { ...watched, declared };
}

async function collect(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe("items of a declared iterator", () => {
  test("convert as declared, read ahead or in lock-step", async () => {
    const { session, declared } = await opened();
    const words = declared("words", { iter: "str" });
    expect(await collect(words())).toEqual(["a", "b", "c"]);
    expect(await collect(words().$stream({ ahead: 0 }))).toEqual(["a", "b", "c"]);
    expect(await collect(await words())).toEqual(["a", "b", "c"]);
    const later = declared("later", { iter: "int" });
    expect(await collect(later())).toEqual([1, 1]);
    expect(await collect(await later())).toEqual([1, 1]);
    expect(await collect(declared("maps", { iter: { map: ["str", "int"] } })())).toEqual([
      new Map(),
      new Map([["a", 1]]),
    ]);
    expect(await collect(declared("listed", { list: "str" })())).toEqual(["x", "y"]);
    const [first] = await collect(session.module("__main__").words());
    expect(String(first)).toMatch(/^PyRef <__main__.Word/);
  });

  test("are refused beyond the safe range, behind the items before, unless bigint was asked for", async () => {
    const { session, declared } = await opened();
    for (const options of [{}, { ahead: 0 }]) {
      const items: unknown[] = [];
      const error = await (async () => {
        for await (const item of declared("huge", { iter: "int" })().$stream(options)) items.push(item);
      })().catch((reason: unknown) => reason);
      expect(items).toEqual([1]);
      expect(error).toMatchObject({ code: "INTEGER_RANGE", path: "$" });
    }
    const big = declared("huge", { iter: "int" }, { conversion: { int: "bigint" } });
    expect(await collect(big())).toEqual([1n, 2n ** 60n, 3n]);
    expect(await collect(session.module("__main__", { int: "bigint" }).huge())).toEqual([1n, 2n ** 60n, 3n]);
    expect(await collect(session.module("__main__").huge())).toEqual([1, 2n ** 60n, 3]);
  });

  test("are sent and returned as a generator declares", async () => {
    const { declared } = await opened();
    const generator: ResultHint = { iter: "str", sends: { tuple: ["float"] }, returns: "int" };
    const steps = declared("averages", generator)().$stream({ ahead: 0 });
    expect(await steps.next()).toEqual({ done: false, value: "[]" });
    expect(await steps.next([1])).toEqual({ done: false, value: "[(1.0,)]" });
    expect(await steps.next([0.5])).toEqual({ done: false, value: "[(1.0,), (0.5,)]" });
    expect(await steps.next(null)).toEqual({ done: true, value: 1 });
    expect(steps.returned).toBe(1);
    // By a reference, too; and of an asynchronous generator.
    const held = (await declared("averages", generator)())[Symbol.asyncIterator]();
    await held.next();
    expect(await held.next([2])).toEqual({ done: false, value: "[(2.0,)]" });
    const later = declared("later_averages", { iter: "str", sends: "float" })().$stream({ ahead: 0 });
    await later.next();
    expect(await later.next(1)).toEqual({ done: false, value: "[1.0]" });
    // Read ahead, what it returns converts all the same.
    const ahead = declared("returning", generator)(true).$stream();
    expect(await collect(ahead)).toEqual([1]);
    expect(ahead.returned).toBe(1);
  });

  test("are refused beyond the safe range also where they are what a generator returns", async () => {
    const { declared } = await opened();
    const huge = 2n ** 60n;
    for (const options of [{}, { ahead: 0 }]) {
      const stream = declared("returning", { iter: "int", returns: { list: "int" } })([huge]).$stream(
        options,
      );
      expect(await stream.next()).toEqual({ done: false, value: 1 });
      await expect(stream.next()).rejects.toMatchObject({ code: "INTEGER_RANGE", path: "$[0]" });
      const big = declared("returning", { iter: "int", returns: "int" }, { conversion: { int: "bigint" } });
      const exact = big(huge).$stream(options);
      await exact.next();
      expect(await exact.next()).toEqual({ done: true, value: huge });
    }
  });

  test("of our iterables go as the parameter declares", async () => {
    const { session } = await opened();
    const take = session.declared("__main__", ["take"], { positional: [{ item: "float" }] });
    async function* later() {
      yield await Promise.resolve(1);
      yield 2;
    }
    expect(await take(later())).toBe("[1.0, 2.0]");
    expect(await take([1, 2].values())).toBe("[1.0, 2.0]");
    expect(await take(new Set([1]))).toBe("[1.0]");
  });
});
