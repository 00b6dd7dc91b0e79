import { createRequire } from "node:module";
import * as arrow from "apache-arrow";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { FrozenSet, NdArray, PyEnumMember } from "../../src/values/index.js";
import { loadArrow, namedTupleInfo } from "../../src/values/index.js";
import { arbitraryValue } from "./arbitrary.js";
import { EchoWorker, Module, Reference } from "./echo-worker.js";
import { picture } from "./picture.js";
import { evaluate, topics, vectorsOf } from "./vectors.js";

const worker = new EchoWorker();
afterAll(() => worker.process.close());

/** More with SNAKEBRIDGE_LONG, as `docs/types.md` says. */
const long = process.env["SNAKEBRIDGE_LONG"] !== undefined;
const LIMIT = long ? 1_800_000 : 60_000;
const batches = long ? 10_000 : 100;

const moduleNames = [
  "collections",
  "datetime",
  "decimal",
  "enum",
  "fractions",
  "numpy",
  "pandas",
  "pathlib",
  "uuid",
  "zoneinfo",
];
const modules = Object.fromEntries(moduleNames.map((name) => [name, new Module(name)]));

function python(
  code: string,
  names: Readonly<Record<string, unknown>> = {},
  deep = false,
  options = {},
): Promise<unknown> {
  return worker.eval(code, { ...modules, ...names }, deep, options);
}

describe("values that go to Python and come back", () => {
  test(
    "are the same values",
    async () => {
      const batch = fc.array(arbitraryValue, { minLength: 1, maxLength: 60, size: "max" });
      const same = fc.asyncProperty(batch, async (values) => {
        const returned = await worker.echo(values);
        returned.forEach((value, index) => expect(picture(value)).toBe(picture(values[index])));
      });
      await fc.assert(same, { numRuns: batches });
    },
    LIMIT,
  );
});

describe.each(topics)("a real worker keeps %s", (topic) => {
  const vectors = vectorsOf(topic);

  test.each(vectors.filter(({ directions }) => directions.includes("toHost")))(
    "$name, to the host",
    async (vector) => {
      const value = await python(vector.python, {}, vector.deep);
      expect(picture(value)).toBe(picture(evaluate(vector.typescript)));
    },
  );

  test.each(vectors.filter(({ directions }) => directions.includes("toPython")))(
    "$name, to Python",
    async (vector) => {
      const shown =
        "(type(v).__module__, type(v).__qualname__, repr(v), getattr(v, 'fold', 0), str(getattr(v, 'dtype', '')))";
      const code = `(lambda v: ${shown})`;
      const sent = await python(`${code}(value)`, { value: evaluate(vector.typescript) });
      expect(sent).toEqual(await python(`${code}(${vector.python})`));
    },
  );
});

describe("from Python", () => {
  test("a named tuple has its fields' names and goes back as itself", async () => {
    const point = (await python("collections.namedtuple('Point', 'x y')(1, [2])")) as {
      x: number;
    } & unknown[];
    expect([...point]).toEqual([1, [2]]);
    expect(point.x).toBe(1);
    expect(Object.isFrozen(point)).toBe(true);
    expect(namedTupleInfo(point)).toEqual({ name: "Point", fields: ["x", "y"] });
    expect(await python("(type(p).__name__, p.x, p.y)", { p: point })).toEqual(["Point", 1, [2]]);
  });

  test("an enum member is one object and goes back as itself", async () => {
    await python("setattr(collections, 'Colour', enum.Enum('Colour', 'RED GREEN'))");
    const [red, again] = (await python("[collections.Colour.RED, collections.Colour.RED]")) as PyEnumMember[];
    expect(red).toBe(again);
    expect(red).toMatchObject({ name: "RED", value: 1 });
    expect(await python("c is collections.Colour.RED", { c: red })).toBe(true);
  });

  test("so is a member of a Flag, and a combination of members", async () => {
    await python("setattr(collections, 'Mode', enum.Flag('Mode', 'READ WRITE'))");
    const code = "[collections.Mode.WRITE, collections.Mode.READ | collections.Mode.WRITE]";
    const [write, both] = (await python(code)) as PyEnumMember[];
    expect(write).toMatchObject({ name: "WRITE", value: 2 });
    expect(both?.value).toBe(3);
    expect(await python(code)).toEqual([write, both]);
    expect(((await python(code)) as unknown[])[1]).toBe(both);
    expect(await python("[m is collections.Mode(m.value) for m in (a, b)]", { a: write, b: both })).toEqual([
      true,
      true,
    ]);
  });

  test("subclasses of built-in types stay what they are", async () => {
    const made = await python(
      "[collections.Counter('aa'), collections.OrderedDict(), type('S', (str,), {})('x'), type('I', (int,), {})(3)]",
    );
    for (const one of made as unknown[]) expect(one).toBeInstanceOf(Reference);
  });

  test("numpy scalars follow the rules of Python's", async () => {
    const code =
      "[numpy.float64(1.5), numpy.int64(7), numpy.uint64(2**64-1), numpy.bool_(True), numpy.float32('nan'), numpy.complex64(1j), numpy.str_('a')]";
    const [half, seven, big, truth, nan, complex, text] = (await python(code)) as unknown[];
    expect([half, seven, big, truth, nan, text]).toEqual([1.5, 7, 2n ** 64n - 1n, true, NaN, "a"]);
    expect(complex).toMatchObject({ re: 0, im: 1 });
  });

  test("options change how integers and dicts arrive", async () => {
    expect(await python("[1, {'a': 2}]", {}, true, { int: "bigint" })).toEqual([1n, { a: 2n }]);
    expect(await python("{'2': 0, '1': 1}", {}, true, { dict: "map" })).toEqual(
      new Map([
        ["2", 0],
        ["1", 1],
      ]),
    );
  });

  test("a frozenset can't be changed", async () => {
    const frozen = (await python("frozenset([1])")) as FrozenSet<number>;
    expect(() => frozen.add(2)).toThrow(TypeError);
    expect(() => frozen.delete()).toThrow(TypeError);
    expect(() => frozen.clear()).toThrow(TypeError);
    expect([...frozen]).toEqual([1]);
  });

  test("an array of 8 MB arrives in a buffer of its own", async () => {
    const array = (await python("numpy.arange(1_000_000, dtype='<f8')", {}, true)) as NdArray<Float64Array>;
    expect(array.data).toBeInstanceOf(Float64Array);
    expect(array.data.byteOffset).toBe(0);
    expect(array.at(-1)).toBe(999_999);
    expect(await python("float(a.sum())", { a: array.data })).toBe(499_999_500_000);
  });

  test("objects of an array arrive as references, rows of a structured one as columns", async () => {
    const objects = (await python("numpy.array([object(), 1], dtype=object)", {}, true)) as NdArray<
      unknown[]
    >;
    expect(objects.data[0]).toBeInstanceOf(Reference);
    expect(objects.data[1]).toBe(1);
    const rows = (await python(
      "numpy.array([(1, 'a'), (2, 'b')], dtype=[('n', 'i4'), ('s', 'U1')])",
      {},
      true,
    )) as NdArray;
    expect(rows.toArray()).toEqual([
      { n: 1, s: "a" },
      { n: 2, s: "b" },
    ]);
  });

  test("a data frame arrives as an Arrow table, or as records", async () => {
    await loadArrow();
    const frame = "pandas.DataFrame({'a': [1, 2], 'b': ['x', None]})";
    const table = (await python(frame, {}, true)) as { numRows: number; toArray(): { toJSON(): unknown }[] };
    expect(table.numRows).toBe(2);
    expect(table.toArray().map((row) => row.toJSON())).toEqual([
      { a: 1n, b: "x" },
      { a: 2n, b: null },
    ]);
    expect(await python(frame, {}, true, { frame: "records" })).toEqual([
      { a: 1, b: "x" },
      { a: 2, b: null },
    ]);
  });

  test("an Arrow table goes to Python as a pyarrow table, made by import or by require", async () => {
    const code = "(type(t).__module__.split('.')[0], t.to_pydict())";
    const required = createRequire(import.meta.url)("apache-arrow") as typeof arrow;
    for (const { tableFromArrays } of [arrow, required]) {
      const table = tableFromArrays({ a: Int32Array.of(1, 2), b: ["x", "y"] });
      expect(await python(code, { t: table })).toEqual(["pyarrow", { a: [1, 2], b: ["x", "y"] }]);
    }
  });
});
