/** What a program's own tests do with proxies. Jest and Vitest run this same file; `bridge/test/runners/runners.test.ts` starts them. */
import { openPython } from "snakebridge";
import * as fractions from "./python/fractions.js";

const python = openPython({ environment: process.env.SNAKEBRIDGE_RUNNER_PYTHON, config: false });
afterAll(() => python.close());

/** The message of an expectation that does not hold. */
function messageOf(expectation) {
  try {
    expectation();
  } catch (error) {
    return error.message;
  }
  throw new Error("The expectation holds.");
}

describe("proxies", () => {
  test("are equal to themselves alone", async () => {
    const [one, other] = [await python.call("object"), await python.call("object")];
    expect({ a: one }).toEqual({ a: one });
    expect([one]).toStrictEqual([one]);
    expect(one).toBe(one);
    expect({ a: one }).not.toEqual({ a: other });
    expect([one]).not.toStrictEqual([other]);
    expect({ a: one, b: 1 }).toMatchObject({ a: one });
    expect({ a: one, b: 1 }).not.toMatchObject({ a: other });
    expect({ a: one }).toEqual(expect.objectContaining({ a: one }));
    expect([one, other]).toContain(other);
    expect(one).not.toEqual({});
    expect(one).not.toEqual(null);
    expect(one).toBeDefined();
    expect(one).toBeTruthy();
  });

  test("can be shown where an expectation fails", async () => {
    const [one, other] = [await python.call("object"), await python.call("object")];
    for (const expectation of [
      () => expect({ a: one }).toEqual({ a: other }),
      () => expect(one).toBe(other),
      () => expect(python.module("json")).toEqual(1),
      () => expect(python.module("json").dumps).toStrictEqual({ dumps: 1 }),
      () => expect([python.call("len", [[]])]).toEqual([0]),
    ])
      expect(messageOf(expectation)).toMatch(/expect/i);
  });

  test("pass through promises, and through import() of what holds them, without being awaited", async () => {
    const one = await python.call("object");
    expect(await Promise.resolve(one)).toBe(one);
    await expect(Promise.resolve(python.call("len", [[1]]))).resolves.toBe(1);
    await expect(Promise.resolve(python.module("json").loads("{"))).rejects.toThrow("property name");
    const held = await import("./held.mjs");
    expect(await held.json.dumps([1])).toBe("[1]");
    expect(held.default).toBe(held.json);
  });
});

describe("a generated wrapper", () => {
  test("can be imported at any time, and what it exports is not awaited by that", async () => {
    const wrapper = await import("./python/fractions.js");
    expect(wrapper.Fraction).toBe(fractions.Fraction);
    const bound = python.bind(wrapper);
    expect(await bound.Fraction(1, 2).numerator).toBe(1);
    expect({ f: wrapper.Fraction }).toEqual({ f: fractions.Fraction });
  });
});

describe("values of the runner's realm", () => {
  test("go to Python and come back", async () => {
    const values = [1, "a", null, [1.5], { a: [1] }, new Map([[1, 2]]), new Set([1]), 2n ** 70n];
    for (const value of values) expect(await python.eval("v", { v: value })).toEqual(value);
    expect(await python.call("len", [new Uint8Array([1, 2])])).toBe(2);
    expect(await python.eval("b'ab'")).toEqual(new Uint8Array([97, 98]));
    expect(await python.call("sum", [new Float64Array([1, 0.5])])).toBe(1.5);
    expect(await python.eval("d.year", { d: new Date(Date.UTC(2024, 1, 29)) })).toBe(2024);
    expect(await python.call("list", [python.call("map", [(x) => x + 1, [1, 2]])])).toEqual([2, 3]);
    const thrown = new RangeError("mine");
    await expect(
      Promise.resolve(
        python.call("list", [
          python.call("map", [
            () => {
              throw thrown;
            },
            [1],
          ]),
        ]),
      ),
    ).rejects.toBe(thrown);
    const items = [];
    for await (const item of python.call("range", [3])) items.push(item);
    expect(items).toEqual([0, 1, 2]);
  });
});
