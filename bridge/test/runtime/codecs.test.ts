import { expect, test } from "vitest";
import { openSession } from "./open.js";

class Point {
  readonly x: number;

  constructor(x: number) {
    this.x = x;
  }
}

test("a registered codec converts both ways, as an argument, a result, an item of a stream and of a callback", async () => {
  const python = openSession();
  python.register<Point, number>({
    name: "types.SimpleNamespace",
    class: Point,
    encode: ({ x }) => x,
    construct: "lambda x: __import__('types').SimpleNamespace(x=x)",
    reduce: "lambda space: space.x",
    decode: (x) => new Point(x),
  });
  expect(await python.eval("(p.x + 1, type(p)(x=5))", { p: new Point(1) })).toEqual([2, new Point(5)]);
  const items: unknown[] = [];
  for await (const item of python.eval("iter([p, p])", { p: new Point(3) })) items.push(item);
  expect(items).toEqual([new Point(3), new Point(3)]);
  const seen: unknown[] = [];
  expect(
    await python.eval("f(p).x", { p: new Point(7), f: (p: Point) => (seen.push(p), new Point(8)) }),
  ).toBe(8);
  expect(seen).toEqual([new Point(7)]);
});

test("a codec that throws rejects its call and no other", async () => {
  const python = openSession();
  python.register<Point, number>({
    name: "types.SimpleNamespace",
    reduce: "lambda space: space.x",
    decode: (x) => {
      if (x === 2) throw new RangeError("two");
      return new Point(x);
    },
  });
  const made = [1, 2, 3].map(
    (x) => python.eval("__import__('types').SimpleNamespace(x=x)", { x }) as Promise<Point>,
  );
  const outcomes = await Promise.allSettled(made);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  await expect(made[1]).rejects.toThrow("two");
});
