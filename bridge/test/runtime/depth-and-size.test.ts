/** Deep nesting and huge containers: nothing overflows a stack, and what is beyond a limit is an error that names it. */
import { describe, expect, test } from "vitest";
import { ConversionError } from "../../src/values/index.js";
import type { PyArg } from "../../src/runtime/handles/types.js";
import { openSession } from "./open.js";
import { failure } from "./failure.js";

/** Containers in each other, each with the next as its only item. */
function nest(depth: number, wrap: (inner: unknown) => unknown, innermost: unknown = 0): unknown {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}

const kinds: readonly [name: string, wrap: (inner: unknown) => unknown, python: string][] = [
  ["lists", (inner) => [inner], "[inner]"],
  ["dicts", (inner) => ({ a: inner }), "{'a': inner}"],
  ["maps", (inner) => new Map([[1, inner]]), "{1: inner}"],
];

describe.each(kinds)("%s in each other", (_name, wrap, python) => {
  const nested = (depth: number): string =>
    `__import__('functools').reduce(lambda inner, _: ${python}, range(${depth}), 0)`;

  test("a thousand levels go to Python and come back", async () => {
    const session = openSession();
    let depth = 0;
    let value: any = await session.eval("[value]", { value: nest(998, wrap) as PyArg });
    value = value[0];
    for (; value !== 0; depth++) value = value instanceof Map ? value.get(1) : (value[0] ?? value.a);
    expect(depth).toBe(998);
    expect(await session.eval(nested(999))).toBeTypeOf("object");
  });

  test("100,000 levels are refused in either direction by an error that names the limit", async () => {
    const session = openSession();
    const sent = await failure(session.call("id", [nest(100_000, wrap) as PyArg]));
    expect(sent).toBeInstanceOf(ConversionError);
    expect(sent.message).toMatch(/nested (deeper than|too deep).*1000 levels/);
    const received = await failure(session.eval(nested(100_000)));
    expect(received.message).toMatch(/nested deeper than 1000 levels/);
    const copied = await failure(session.eval(nested(100_000)).$value());
    expect(copied.message).toMatch(/nested deeper than 1000 levels/);
    expect(await session.call("len", ["the session goes on"])).toBe(19);
  });
});

test("a result of a callback, a stream's item and an error's cause may be too deep as well", async () => {
  const session = openSession();
  await session.exec`
    import functools
    def deep(): return functools.reduce(lambda inner, _: [inner], range(100000), 0)
    def apply(f): return f()
    def items():
        yield 1
        yield deep()
    def chain():
        error = None
        for number in range(20000):
            following = ValueError(number)
            following.__cause__ = error
            error = following
        raise error
  `;
  const main = session.module("__main__");
  const returned = await failure(main.apply(() => nest(100_000, (inner) => [inner])));
  expect(returned.message).toMatch(/nested deeper than 1000 levels/);
  const given: unknown[] = [];
  const items = await failure(
    (async () => {
      for await (const item of main.items()) given.push(item);
    })(),
  );
  expect(given).toEqual([1]);
  expect(items.message).toMatch(/nested deeper than 1000 levels/);
  expect(await failure(main.chain())).toMatchObject({ name: "ValueError", message: "19999" });
  expect(await failure(main.deep.$call([1]))).toMatchObject({ name: "TypeError" });
});

test("a million items and keys go both ways", async () => {
  const session = openSession();
  const length = 1_000_000;
  const numbers = Array.from({ length }, (_, index) => index);
  expect(await session.call("sum", [numbers])).toBe((length * (length - 1)) / 2);
  const list = await session.eval(`list(range(${length}))`);
  expect([list.length, list[length - 1]]).toEqual([length, length - 1]);
  const map = await session.eval(`{number: str(number) for number in range(${length / 10})}`);
  expect([map.size, map.get(5)]).toEqual([length / 10, "5"]);
  expect(await session.call("len", [map])).toBe(length / 10);
  expect(await session.call("max", numbers.slice(0, 200_000))).toBe(199_999);
}, 120_000);

// These take gigabytes of memory.
if (process.env["SNAKEBRIDGE_LONG"] !== undefined) {
  test("more text than one message holds leaves in several", async () => {
    const session = openSession();
    const text = "x".repeat(2 ** 26);
    const lengths = await Promise.all(Array.from({ length: 9 }, () => session.call("len", [text])));
    expect(lengths).toEqual(Array.from({ length: 9 }, () => 2 ** 26));
  }, 600_000);

  test("text that no string of the engine holds is an error of its call, and the worker goes on", async () => {
    const session = openSession();
    await session.exec`text = "x" * 600_000_000`;
    const { pid } = session;
    const received = await failure(session.eval`text`);
    expect(received.message).toMatch(/its JSON is longer than \d+ characters/);
    const half = "x".repeat(2 ** 28);
    const sent = await failure(session.call("len", [[half, half, half]]));
    expect(sent).toBeInstanceOf(ConversionError);
    expect(sent.message).toMatch(/too big for one message/);
    const apart = await failure(session.call("max", [half, half, half]));
    expect(apart.message).toMatch(/^\$\.args\[1\]: the value is too big for one message/);
    expect(await session.eval`len(text)`).toBe(600_000_000);
    expect(session.pid).toBe(pid);
  }, 600_000);
}
