/** Objects of popular libraries, as `$value()` gives them. */
import { beforeAll, describe, expect, test } from "vitest";
import { NdArray, loadArrow } from "../../src/values/index.js";
import { openSession } from "../runtime/open.js";
import { testPython } from "../test-python.js";

const open = (): any => openSession({ python: testPython() });

beforeAll(async () => {
  await loadArrow();
});

/** The rows of an Arrow table as plain objects. */
function rows(table: any): unknown[] {
  return (table.toArray() as { toJSON(): unknown }[]).map((row) => row.toJSON());
}

describe("columns and frames", () => {
  test("stay references until they are asked for", async () => {
    const python = open();
    for (const code of [
      "__import__('pandas').Series([1])",
      "__import__('pandas').DataFrame({'a': [1]})",
      "__import__('polars').DataFrame({'a': [1]})",
      "__import__('pyarrow').table({'a': [1]})",
      "__import__('numpy').arange(3)",
    ])
      expect(String(await python.eval(code))).toMatch(/^PyRef </);
  });

  test("of pandas", async () => {
    const pandas = open().module("pandas");
    const series = await pandas.Series([0.5, null]).$value();
    expect(series).toBeInstanceOf(NdArray);
    expect(series.toArray()).toEqual([0.5, NaN]);
    const words = await pandas.Series(["a", null]).$value({ frame: "records" });
    expect(JSON.stringify(words)).toMatch(/"a"/);
    const frame = pandas.DataFrame({ n: [1, 2], s: ["x", null] });
    expect(rows(await frame.$value())).toEqual([
      { n: 1n, s: "x" },
      { n: 2n, s: null },
    ]);
    expect(await frame.$value({ frame: "records" })).toEqual([
      { n: 1, s: "x" },
      { n: 2, s: null },
    ]);
  });

  test("of polars", async () => {
    const polars = open().module("polars");
    expect((await polars.Series([1, 2]).$value()).toArray()).toEqual([1n, 2n]);
    const frame = polars.DataFrame({ n: [1, 2], s: ["x", null] });
    expect(rows(await frame.$value())).toEqual([
      { n: 1n, s: "x" },
      { n: 2n, s: null },
    ]);
    expect(await frame.$value({ frame: "records" })).toEqual([
      { n: 1, s: "x" },
      { n: 2, s: null },
    ]);
  });

  test("of pyarrow", async () => {
    const pyarrow = open().module("pyarrow");
    const table = pyarrow.table({ n: [1, null], s: ["x", "y"] });
    expect(rows(await table.$value())).toEqual([
      { n: 1n, s: "x" },
      { n: null, s: "y" },
    ]);
    expect(await table.$value({ frame: "records" })).toEqual([
      { n: 1, s: "x" },
      { n: null, s: "y" },
    ]);
    expect(await pyarrow.scalar(5).$value()).toBe(5);
  });
});

test("a tensor of any library arrives through DLPack", async () => {
  const python = open();
  await python.exec`
    import numpy
    class Tensor:
        def __init__(self, array): self.array = array
        def __dlpack__(self, **options): return self.array.__dlpack__(**options)
        def __dlpack_device__(self): return self.array.__dlpack_device__()
  `;
  const tensor = await python.eval`Tensor(numpy.arange(6, dtype="f4").reshape(2, 3))`;
  expect(String(tensor)).toMatch(/^PyRef <__main__.Tensor>/);
  const array = await tensor.$value();
  expect([array.dtype, array.shape]).toEqual(["<f4", [2, 3]]);
  expect(array.toArray()).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
});

test("dataclasses, attrs classes, pydantic models and other objects are copied by their fields", async () => {
  const python = open();
  await python.exec`
    import attrs, dataclasses, pydantic, types
    @dataclasses.dataclass
    class Point:
        x: int
        y: float
        kind = "no field"
    @attrs.define
    class Pair:
        left: int
        right: object
    class User(pydantic.BaseModel):
        name: str
        tags: list[str] = []
        point: object = None
    class Slotted:
        __slots__ = ("a", "_hidden")
        def __init__(self): self.a, self._hidden = 1, 2
  `;
  expect(String(await python.eval`Point(1, 2.5)`)).toMatch(/^PyRef <__main__.Point>/);
  expect(await python.eval`Point(1, 2.5)`.$value()).toEqual({ x: 1, y: 2.5 });
  expect(await python.eval`Pair(1, Point(2, 3.5))`.$value()).toEqual({ left: 1, right: { x: 2, y: 3.5 } });
  expect(await python.eval`User(name="Ann", tags=["a"], point=Point(0, 0.5))`.$value()).toEqual({
    name: "Ann",
    tags: ["a"],
    point: { x: 0, y: 0.5 },
  });
  expect(await python.eval`Slotted()`.$value()).toEqual({ a: 1 });
  expect(await python.eval`types.SimpleNamespace(a=[1], b=Point(1, 1.5))`.$value()).toEqual({
    a: [1],
    b: { x: 1, y: 1.5 },
  });
  // A function has no fields: it stays a reference, also inside.
  expect(String((await python.eval`types.SimpleNamespace(f=len)`.$value()).f)).toMatch(/^PyRef </);
});
