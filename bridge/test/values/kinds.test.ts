/** Kinds of values that no vector can hold: what stays in Python, and what depends on the worker. */
import { expect, test } from "vitest";
import { Complex, NdArray, PyDateTime, PyTimeDelta, isReference } from "../../src/index.js";
import { PythonError } from "../../src/runtime/errors/python-error.js";
import { openSession } from "../runtime/open.js";
import { testPython } from "../test-python.js";

const open = (): any => openSession({ python: testPython() });

test("a tuple is frozen, and goes back as a tuple", async () => {
  const python = open();
  const pair = await python.eval`(1, [2])`;
  expect(Object.isFrozen(pair)).toBe(true);
  expect([...pair]).toEqual([1, [2]]);
  expect(await python.call("repr", [[pair, pair[1]]])).toBe("[(1, [2]), [2]]");
});

test("bytearray and memoryview are references, of which $value copies", async () => {
  const python = open();
  for (const code of ["bytearray(b'ab')", "memoryview(b'ab')", "__import__('array').array('B', b'ab')"]) {
    const held = await python.eval(code);
    expect(isReference(held)).toBe(true);
    const copy = await held.$value();
    expect([...(copy instanceof NdArray ? (copy.data as Uint8Array) : copy)]).toEqual([97, 98]);
  }
  const buffer = await python.eval("bytearray(b'ab')");
  const copy = await buffer.$value();
  copy[0] = 0;
  expect(await python.call("bytes", [buffer])).toEqual(Uint8Array.of(97, 98));
});

test("classes, functions and modules are references that can be called, or have what can", async () => {
  const python = open();
  const Fraction = await python.module("fractions").Fraction;
  const [len, math] = [await python.eval`len`, await python.eval`__import__("math")`];
  for (const one of [Fraction, len, math]) expect(isReference(one)).toBe(true);
  expect(await new Fraction(1, 2).denominator).toBe(2);
  expect(await Fraction(3, 6).denominator).toBe(2);
  expect(await len("abc")).toBe(3);
  expect(await math.sqrt(4)).toBe(2);
});

test("an exception as a value is a PythonError, and goes back as itself", async () => {
  const python = open();
  const error = await python.eval`ValueError("no", 1)`;
  expect(error).toBeInstanceOf(PythonError);
  expect(error).toMatchObject({ pyType: "builtins.ValueError", args: ["no", 1] });
  expect(await python.eval`[KeyError("k")]`).toEqual([expect.any(PythonError)]);
  expect(await python.eval`isinstance(${error}, ValueError) and ${error}.args[1] == 1`).toBe(true);
});

test("awaitables are awaited in Python when they are pulled, iterators are iterated", async () => {
  const python = open();
  await python.exec`
    class Soon:
        def __await__(self):
            return "value"
            yield
    async def later(): return [1]
    async def items():
        yield 1
  `;
  expect(await python.module("__main__").Soon()).toBe("value");
  expect(await python.module("__main__").later()).toEqual([1]);
  for (const iterable of ["iter([1])", "(x for x in [1])", "items()"]) {
    const found: unknown[] = [];
    for await (const item of await python.eval(iterable)) found.push(item);
    expect(found).toEqual([1]);
  }
});

test("scalars of numpy's dates and numbers are of the classes that Python's are", async () => {
  const python = open();
  const scalar = (code: string): Promise<any> => python.eval(`__import__("numpy").${code}`);
  const moment = await scalar("datetime64('2024-02-29T12:00:00.000001')");
  expect(moment).toBeInstanceOf(PyDateTime);
  expect(String(moment)).toBe("2024-02-29T12:00:00.000001");
  expect(await scalar("timedelta64(3, 'us')")).toEqual(new PyTimeDelta({ microseconds: 3 }));
  // There is no moment that it could be.
  expect(isReference(await scalar("datetime64('NaT')"))).toBe(true);
  expect(await scalar("complex128(1+2j)")).toEqual(new Complex(1, 2));
  expect(await scalar("int64(2**60)")).toBe(2n ** 60n);
});

test("typed arrays arrive as array.array without numpy, as ndarrays where it is loaded", async () => {
  const python = open();
  const kind = (data: unknown): Promise<string> =>
    python.eval`(lambda v: type(v).__module__ + " " + repr(list(v)))(${data})`;
  expect(await kind(Float64Array.of(1, 0.5))).toBe("array [1.0, 0.5]");
  expect(await kind(BigInt64Array.of(2n ** 60n))).toBe("array [1152921504606846976]");
  await python.exec`import numpy`;
  expect(await kind(Float64Array.of(1, 0.5))).toMatch(/^numpy /);
  expect(await kind(Uint8Array.of(1))).toBe("builtins [1]");
});

test("a function is a callable and an async iterable an iterator, inside containers too", async () => {
  const python = open();
  async function* numbers() {
    yield await Promise.resolve(1);
    yield 2;
  }
  expect(await python.eval`${{ f: (x: number) => x + 1 }}["f"](2)`).toBe(3);
  expect(await python.eval`list(${[numbers()]}[0])`).toEqual([1, 2]);
});

test("what has no form is an error that names the path, and its call alone is rejected", async () => {
  const python = open();
  const cycle: unknown[] = [];
  cycle.push({ again: cycle });
  class Point {
    readonly x = 1;
  }
  const wrong = [[Symbol("s")], { p: new Point() }, cycle, [undefined]];
  const outcomes = await Promise.allSettled(wrong.map((value) => python.call("len", [value])));
  expect(outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason.path)).toEqual([
    "$.args[0][0]",
    "$.args[0].p",
    "$.args[0][0].again",
    "$.args[0][0]",
  ]);
  const list = python.eval`(lambda v: (v.append({"again": v}), v)[1])([1])`;
  await expect(Promise.resolve(list)).rejects.toMatchObject({ message: expect.stringContaining("[1]") });
  expect(await python.call("len", [[1]])).toBe(1);
});
