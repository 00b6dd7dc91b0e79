import { describe, expect, test } from "vitest";
import { StreamModeError } from "../../src/runtime/errors/errors.js";
import { PythonError } from "../../src/runtime/errors/python-error.js";
import { openSession, openWatchedSession, until } from "./open.js";

const SOURCE = `
import asyncio
log = []
def count(n):
    try:
        for i in range(n):
            log.append(i)
            yield i
        return "all"
    finally:
        log.append("finally")
async def acount(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        log.append("afinally")
def failing():
    yield 1
    yield 2
    raise KeyError("third")
def echo():
    received = []
    while True:
        value = yield list(received)
        if value is None:
            return received
        received.append(value)
stored = iter([1, 2, 3, 4])
`;

async function opened() {
  const watched = openWatchedSession();
  await watched.session.exec(SOURCE);
  const main = watched.session.module("__main__");
  watched.frames.clear();
  return { ...watched, main };
}

async function collect(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe("a call result that is iterated", () => {
  test("gives the items in order, in few frames", async () => {
    const { main, frames } = await opened();
    expect(await collect(main.count(5000))).toEqual(Array.from({ length: 5000 }, (_, index) => index));
    expect(frames.received.length).toBeLessThan(200);
    expect(frames.sent.length).toBeLessThan(20);
  });

  test("keeps the return value", async () => {
    const { main } = await opened();
    const stream = main.count(2).$stream();
    expect(await collect(stream)).toEqual([0, 1]);
    expect(stream.returned).toBe("all");
    expect(await stream.next()).toEqual({ done: true, value: "all" });
  });

  test("lists, async generators and iterators of C stream too", async () => {
    const { main, session } = await opened();
    expect(await collect(main.acount(3))).toEqual([0, 1, 2]);
    expect(await collect(session.eval`[1, "a", (2, 3)]`)).toEqual([1, "a", [2, 3]]);
    expect(
      await collect(
        session.call("zip", [
          [1, 2],
          ["a", "b"],
        ]),
      ),
    ).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
  });

  test("break runs Python's finally before the loop is left", async () => {
    const { main } = await opened();
    for await (const item of main.count(1_000_000)) if (item === 3) break;
    expect(await main.log.$item(-1)).toBe("finally");
    for await (const item of main.acount(1_000_000)) if (item === 3) break;
    expect(await main.log.$item(-1)).toBe("afinally");
  });

  test("is never further ahead than its credit", async () => {
    const { main } = await opened();
    const stream = main.count(1_000_000).$stream({ ahead: 10 });
    expect(await stream.next()).toEqual({ done: false, value: 0 });
    // The worker answers this after it has gone as far ahead as it may.
    await until(async () => (await main.log.__len__()) >= 10);
    expect(await main.log.__len__()).toBeLessThanOrEqual(11);
    await stream.return();
  });

  test("the first item comes when Python yields it", async () => {
    const { session } = await opened();
    await session.exec`
      def gated(proceed):
          yield "first"
          proceed()
          yield "second"
    `;
    // Python goes on only when the first item is here: one that waits for a full batch would never come.
    let arrived: () => void = () => undefined;
    const first = new Promise<void>((resolve) => (arrived = resolve));
    const stream = session
      .module("__main__")
      .gated(() => first)
      .$stream();
    expect(await stream.next()).toEqual({ done: false, value: "first" });
    arrived();
    expect(await stream.next()).toEqual({ done: false, value: "second" });
  });

  test("an exception arrives behind the items before it", async () => {
    const { main } = await opened();
    const items: unknown[] = [];
    const error = await (async () => {
      for await (const item of main.failing()) items.push(item);
    })().catch((reason: unknown) => reason);
    expect(items).toEqual([1, 2]);
    expect(PythonError.is(error, "KeyError")).toBe(true);
    expect((error as Error).stack).toContain("streams.test.ts");
  });

  test("what is not iterable, or failed itself, rejects", async () => {
    const { session } = await opened();
    await expect(collect(session.eval`42`)).rejects.toThrow("not iterable");
    await expect(collect(session.module("json").loads("{"))).rejects.toThrow("property name");
  });

  test("nothing can be sent into it", async () => {
    const { main } = await opened();
    const stream = main.echo().$stream();
    await expect(stream.next(1)).rejects.toBeInstanceOf(StreamModeError);
    await expect(stream.throw(new Error("x"))).rejects.toBeInstanceOf(StreamModeError);
    await stream.return();
  });

  test("other calls go on while it runs", async () => {
    const { main, session } = await opened();
    const stream = main.count(100_000).$stream();
    await stream.next();
    expect(await session.call("len", ["abc"])).toBe(3);
    await stream.return();
  });
});

describe("a stored iterator", () => {
  test("goes in lock-step: Python's next and ours see every item once", async () => {
    const { main, session } = await opened();
    const stored = await main.stored;
    const iterator = stored[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    expect(await session.call("next", [stored])).toBe(2);
    expect(await iterator.next()).toEqual({ done: false, value: 3 });
    expect(await session.call("list", [stored])).toEqual([4]);
    expect(await iterator.next()).toEqual({ done: true, value: null });
  });

  test("next(value) sends, and the return value is kept", async () => {
    const { main } = await opened();
    const echo = await main.echo();
    const iterator = echo[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: [] });
    expect(await iterator.next("a")).toEqual({ done: false, value: ["a"] });
    expect(await echo.send("b")).toEqual(["a", "b"]);
    expect(await iterator.next(null)).toEqual({ done: true, value: ["a", "b"] });
    expect(iterator.returned).toEqual(["a", "b"]);
  });

  test("throw raises inside the generator; break closes it", async () => {
    const { main } = await opened();
    const first = (await main.count(5))[Symbol.asyncIterator]();
    await first.next();
    await expect(first.throw(new TypeError("into it"))).rejects.toThrow("into it");
    expect(await main.log.$item(-1)).toBe("finally");
    await main.log.clear();
    for await (const item of await main.count(5)) if (item === 1) break;
    expect(await main.log.copy()).toEqual([0, 1, "finally"]);
  });

  test("a list that is held as a reference can be iterated again and again", async () => {
    const { session } = await opened();
    const list = await session.eval`[1, 2]`.$ref();
    expect(await collect(list)).toEqual([1, 2]);
    expect(await collect(list)).toEqual([1, 2]);
    expect(await collect(session.module("__main__").stored)).toEqual([1, 2, 3, 4]);
  });
});

describe("async iterables of ours", () => {
  test("are iterators in Python", async () => {
    const session = openSession();
    async function* numbers() {
      yield 1;
      await Promise.resolve();
      yield 2;
    }
    expect(await session.call("list", [numbers()])).toEqual([1, 2]);
    expect(await session.call("sum", [[1, 2, 3].values()])).toBe(6);
  });

  test("their errors pass through Python as themselves", async () => {
    const session = openSession();
    const failure = new RangeError("from the iterable");
    async function* numbers() {
      yield 1;
      await Promise.resolve();
      throw failure;
    }
    const error = await session.call("list", [numbers()]).catch((reason: unknown) => reason);
    expect(error).toBe(failure);
  });

  test("run their finally when Python drops them", async () => {
    const session = openSession();
    let ended = false;
    async function* numbers() {
      try {
        for (let index = 0; ; index++) yield await Promise.resolve(index);
      } finally {
        ended = true;
      }
    }
    expect(await session.call("next", [numbers()])).toBe(0);
    await until(async () => {
      await session.call("gc.collect");
      return ended;
    });
  });

  test("async for reads them in a coroutine", async () => {
    const session = openSession();
    await session.exec`
      async def total(items):
          result = 0
          async for item in items:
              result += item
          return result
    `;
    async function* numbers() {
      yield await Promise.resolve(1);
      yield 2;
    }
    expect(await session.module("__main__").total(numbers())).toBe(3);
  });
});
