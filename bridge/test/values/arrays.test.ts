/** Every dtype of numpy's, in every layout, from Python and back to it. */
import { afterAll, describe, expect, test } from "vitest";
import { Float16ArrayOrNone } from "../../src/values/half-floats.js";
import { NAT, NdArray } from "../../src/values/index.js";
import { EchoWorker, Module } from "./echo-worker.js";

const worker = new EchoWorker();
afterAll(() => worker.process.close());
const numpy = new Module("numpy");

function python(code: string, names: Readonly<Record<string, unknown>> = {}, deep = true): Promise<any> {
  return worker.eval(code, { np: numpy, ...names }, deep, {});
}

/** The dtype in numpy's words, an expression of an array of four, the code that arrives, and the class of its data. */
const dtypes: readonly [name: string, values: string, code: string, data: string][] = [
  ["bool", "[True, False, True, True]", "|b1", "Uint8Array"],
  ["i1", "[-128, 0, 1, 127]", "|i1", "Int8Array"],
  ["i2", "[-2**15, 0, 1, 2**15 - 1]", "<i2", "Int16Array"],
  ["i4", "[-2**31, 0, 1, 2**31 - 1]", "<i4", "Int32Array"],
  ["i8", "[-2**63, 0, 1, 2**63 - 1]", "<i8", "BigInt64Array"],
  ["u1", "[0, 1, 2, 255]", "|u1", "Uint8Array"],
  ["u2", "[0, 1, 2, 2**16 - 1]", "<u2", "Uint16Array"],
  ["u4", "[0, 1, 2, 2**32 - 1]", "<u4", "Uint32Array"],
  ["u8", "[0, 1, 2, 2**64 - 1]", "<u8", "BigUint64Array"],
  [
    "f2",
    "[0.5, -0.0, float('nan'), 65504]",
    "<f2",
    Float16ArrayOrNone === undefined ? "Float32Array" : "Float16Array",
  ],
  ["f4", "[0.5, -0.0, float('nan'), float('-inf')]", "<f4", "Float32Array"],
  ["f8", "[0.1, -0.0, float('nan'), float('-inf')]", "<f8", "Float64Array"],
  ["c8", "[1 + 2j, -0.0, complex('nan'), 1j]", "<c8", "Float32Array"],
  ["c16", "[1 + 2j, -0.0, complex('nan'), 1j]", "<c16", "Float64Array"],
  ["M8[D]", "['2024-02-29', 'NaT', '1970-01-01', '0001-01-01']", "<M8[D]", "BigInt64Array"],
  [
    "M8[ns]",
    "['2024-02-29T12:00:00.000000001', 'NaT', '1970-01-01', '1969-12-31']",
    "<M8[ns]",
    "BigInt64Array",
  ],
  ["m8[us]", "[1, 'NaT', -1, 10**15]", "<m8[us]", "BigInt64Array"],
  ["m8[25s]", "[1, 'NaT', -1, 10]", "<m8[25s]", "BigInt64Array"],
  ["U3", "['a', '', '\\U0001f600b', 'abc']", "<U3", "Array"],
  ["S3", "[b'a', b'', b'a\\0b', b'abc']", "|S3", "Array"],
  ["V3", "[b'a\\0\\0', b'\\0\\0\\0', b'a\\0b', b'abc']", "|V3", "Array"],
  ["O", "[None, 'text', 2**60, 0.5]", "|O", "Array"],
  ["i4, f8", "[(1, 0.5), (2, -0.0), (3, float('nan')), (4, 1e300)]", "structured", "Object"],
];

/** Layouts of the same four values, as expressions of `a`. */
const layouts: readonly [name: string, code: string, shape: readonly number[]][] = [
  ["contiguous", "a", [4]],
  ["a matrix", "a.reshape(2, 2)", [2, 2]],
  ["transposed", "a.reshape(2, 2).T", [2, 2]],
  ["strided", "a[::2]", [2]],
  ["reversed", "a[::-1]", [4]],
  ["broadcast", "np.broadcast_to(a[:1], (3, 1))", [3, 1]],
  ["byte-swapped", "a.astype(a.dtype.newbyteorder('>'))", [4]],
  ["read-only", "np.frombuffer(a.tobytes(), a.dtype) if a.dtype.kind != 'O' else a", [4]],
  ["no dimensions", "a[:1].reshape(())", []],
  ["empty", "a[:0]", [0]],
  ["empty in one dimension", "a[:0].reshape(0, 3)", [0, 3]],
];

const code = (name: string, values: string): string => `np.array(${values}, dtype=${JSON.stringify(name)})`;

describe.each(dtypes)("%s", (name, values, dtype, data) => {
  test.each(layouts)("%s", async (_layout, layout, shape) => {
    const expression = `(lambda a: ${layout})(${code(name, values)})`;
    const array = (await python(expression)) as NdArray;
    expect(array).toBeInstanceOf(NdArray);
    expect([array.dtype, array.shape]).toEqual([dtype, shape]);
    expect(Object.prototype.toString.call(array.data)).toMatch(new RegExp(`^\\[object ${data}\\]$`));
    // Python sees the same values, in the machine's own order.
    const same =
      "(lambda x, y: (x.shape == y.shape, x.dtype.isnative, repr(x.tolist()) == repr(y.tolist())))";
    expect(await python(`${same}(array, ${expression})`, { array }, false)).toEqual([true, true, true]);
  });
});

test("what the elements are", async () => {
  const elements = async (name: string, values: string): Promise<unknown> =>
    ((await python(code(name, values))) as NdArray).toArray();
  expect(await elements("bool", "[True, False]")).toEqual([true, false]);
  expect(await elements("i8", "[2**63 - 1]")).toEqual([2n ** 63n - 1n]);
  expect(await elements("f2", "[0.5, -0.0]")).toEqual([0.5, -0]);
  expect(await elements("c8", "[1 + 2j]")).toMatchObject([{ re: 1, im: 2 }]);
  expect(await elements("M8[s]", "['1970-01-02', 'NaT']")).toEqual([86_400n, NAT]);
  expect(await elements("U2", "['\\U0001f600b']")).toEqual(["😀b"]);
  expect(await elements("S3", "[b'a\\0b']")).toEqual([new Uint8Array([97, 0, 98])]);
  expect(await elements("O", "[None, {'a': 1}]")).toEqual([null, { a: 1 }]);
  expect(await elements("i4, f8", "[(1, 0.5)]")).toEqual([{ f0: 1, f1: 0.5 }]);
});

test("text of variable width, and text that is long", async () => {
  const array = (await python("np.array(['a', 'b' * 50, ''], dtype=np.dtypes.StringDType())")) as NdArray;
  expect(array.toArray()).toEqual(["a", "b".repeat(50), ""]);
  const long = (await python("np.array(['\\U0001f600' * 200_000])")) as NdArray<string[]>;
  expect(long.data[0]).toBe("😀".repeat(200_000));
});

test("a field that is an array itself, in a structure inside a structure", async () => {
  const records = "np.zeros(2, [('a', [('b', 'i2', (2, 2)), ('c', 'U1')]), ('d', 'f4')])";
  const array = (await python(records)) as NdArray;
  const zeros = [
    [0, 0],
    [0, 0],
  ];
  expect(array.toArray()).toEqual([
    { a: { b: zeros, c: "" }, d: 0 },
    { a: { b: zeros, c: "" }, d: 0 },
  ]);
});

test("what has no form is an error that names the dtype", async () => {
  await expect(python("np.zeros(1, np.longdouble)")).rejects.toThrow(/float128|longdouble/);
});

describe("text in arrays", () => {
  const joined = "'\\ud83d\\ude00'";

  test("of lone halves of characters survives, both ways", async () => {
    const halves = ["\ud83d", "\ude00\ud83d", "a\ude00", "😀"];
    const values = "['\\ud83d', '\\ude00\\ud83d', 'a\\ude00', '\\U0001f600']";
    // numpy's own text of variable width is UTF-8, which has no halves.
    for (const dtype of ["'U2'", "object"]) {
      const array = (await python(`np.array(${values}, dtype=${dtype})`)) as NdArray;
      expect(array.data).toEqual(halves);
      expect(await python(`array.tolist() == ${values}`, { array }, false)).toBe(true);
    }
  });

  test.each([
    [`np.array(['ab', ${joined}])`, "$[1]"],
    [`np.array([['ab', 'c'], ['d', 'x' + ${joined}]])`, "$[1][1]"],
    [`np.array(['ab', ${joined}]).astype('>U2')[::-1]`, "$[0]"],
    [`np.array(['ab', ${joined}], dtype=object)`, "$[1]"],
    [`np.array([['ab', 'c'], [${joined}, 'd']], dtype=object)`, "$[1][0]"],
    [`np.array([{'a': 1}, {'b': ${joined}}], dtype=object)`, "$[1].b"],
    [`np.array([(1, ${joined})], dtype=[('n', 'i4'), ('text', 'U2')])`, "$.text[0]"],
    [`np.array([(1, ${joined})], dtype=[('n', 'i4'), ('text', object)])`, "$.text[0]"],
    [`np.ma.array(['ab', ${joined}])`, "$.data[1]"],
    [`{'x': [np.array(${joined})]}`, "$.x[0]"],
    [`np.str_(${joined})`, "$"],
  ])(
    "of two halves that JavaScript would join is an error that names the element: %s",
    async (code, path) => {
      await expect(python(code)).rejects.toThrow(`${path}: text with two surrogates`);
    },
  );

  test("whose halves stand in two elements is no such text", async () => {
    const array = (await python("np.array(['a\\ud83d', '\\ude00'])")) as NdArray;
    expect(array.data).toEqual(["a\ud83d", "\ude00"]);
  });
});

test.each<[NdArray, string]>([
  [new NdArray("<U2", [2], ["ab", "abc"]), "$.args[0][1]: text of more than 2 characters"],
  [new NdArray("<U2", [1], [1]), "$.args[0][0]: a value of type number"],
  [new NdArray("|S2", [1], [new Uint8Array(3)]), "$.args[0][0]: 3 bytes"],
  [new NdArray("|V3", [1], [new Uint8Array(2)]), "$.args[0][0]: 2 bytes"],
  [new NdArray("|S2", [1], ["ab"]), "$.args[0][0]: a value of type string"],
  [
    new NdArray("<i4", [1], Float32Array.of(1.5)),
    "$.args[0]: an NdArray of <i4 holds Int32Array, not Float32Array",
  ],
])("what does not fit its dtype is an error that names it: %o", async (array, problem) => {
  await expect(python("array", { array })).rejects.toThrow(problem.replace("$.args[0]", "array"));
});

test("text and bytes that are shorter than their width go padded, as numpy has them", async () => {
  const text = new NdArray("<U3", [3], ["abc", "", "😀"]);
  expect(await python("array.tolist() == ['abc', '', '\\U0001f600']", { array: text }, false)).toBe(true);
  const bytes = new NdArray("|S3", [2], [new Uint8Array([97]), new Uint8Array([97, 0, 98])]);
  expect(await python("array.tolist() == [b'a', b'a\\0b']", { array: bytes }, false)).toBe(true);
  const clamped = new NdArray("|u1", [1], new Uint8ClampedArray([300]));
  expect(await python("array.tolist() == [255]", { array: clamped }, false)).toBe(true);
});
