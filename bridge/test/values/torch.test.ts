/** Tensors of torch, by `$value()`. Real ones with SNAKEBRIDGE_LONG, from the environment `wrappers` of several gigabytes; else what stands for them. */
import { beforeAll, describe, expect, test } from "vitest";
import { wrappersPython } from "../../../scripts/test-environment.mjs";
import { NdArray } from "../../src/values/index.js";
import { openSession } from "../runtime/open.js";
import { testPython } from "../test-python.js";

const long = process.env["SNAKEBRIDGE_LONG"] !== undefined;
const LIMIT = long ? 300_000 : 30_000;
let python = "";

beforeAll(() => {
  python = long ? wrappersPython() : testPython();
}, 1_800_000);

/** As much of torch as the adapter looks at. Its tensors lend numpy's memory, whatever is to be done to it. */
const STAND_IN = `
import numpy
class Tensor:
    def __init__(self, array, dtype=None, lazily=None, wrong=None):
        self.array, self.dtype, self.lazily, self.wrong = array, dtype or f"torch.{array.dtype}", lazily, wrong
    def detach(self): return self
    def cpu(self):
        if self.wrong == "meta": raise NotImplementedError("no data")
        return self
    def resolve_conj(self): return Tensor(self.array.conj()) if self.lazily == "conj" else self
    def resolve_neg(self): return Tensor(-self.array) if self.lazily == "neg" else self
    def float(self): return Tensor(self.array.astype("f4"))
    def cfloat(self): return Tensor(self.array.astype("c8"))
    def __dlpack_device__(self): return self.array.__dlpack_device__()
    def __dlpack__(self, **options):
        if self.wrong or self.dtype in ("torch.bfloat16", "torch.complex32", "torch.float8_e5m2"):
            raise BufferError("unsupported")
        return self.array.__dlpack__(**options)
def widened(dtype): return Tensor(numpy.array([1.5, -2]), f"torch.{dtype}")
def negated(): return Tensor(numpy.array([2.0]), lazily="neg")
def conjugated(): return Tensor(numpy.array([1 + 2j]), lazily="conj")
def unreadable(kind): return Tensor(numpy.array([1.0]), wrong=kind)
`;
const REAL = `
import torch
def widened(dtype): return torch.tensor([1.5, -2]).to(getattr(torch, dtype))
def negated(): return torch.tensor([1 + 2j]).conj().imag
def conjugated(): return torch.tensor([1 + 2j], dtype=torch.complex128).conj()
def unreadable(kind):
    return torch.eye(2).to_sparse() if kind == "sparse" else torch.ones(2, device="meta")
`;

async function opened(): Promise<any> {
  const session = openSession({ python, onOutput: () => undefined });
  await session.exec(long ? REAL : STAND_IN);
  return { session, main: session.module("__main__") };
}

describe("tensors", () => {
  test(
    "of dtypes that numpy lacks arrive wider, and exact",
    async () => {
      const { main } = await opened();
      for (const dtype of ["bfloat16", "float8_e5m2"]) {
        const array = await main.widened(dtype).$value();
        expect([array.dtype, array.toArray()]).toEqual(["<f4", [1.5, -2]]);
      }
      const complex = await main.widened("complex32").$value();
      expect([complex.dtype, [...complex.data]]).toEqual(["<c8", [1.5, 0, -2, 0]]);
    },
    LIMIT,
  );

  test(
    "that are negated or conjugated lazily arrive as what they say",
    async () => {
      const { session, main } = await opened();
      const negated = await main.negated().$value();
      expect(negated.at(0)).toBe(-2);
      expect([...(await main.conjugated().$value()).data]).toEqual([1, -2]);
      expect(await session.call("len", ["next"])).toBe(4);
    },
    LIMIT,
  );

  test(
    "without values are an error that says so",
    async () => {
      const { main } = await opened();
      for (const kind of ["sparse", "meta"])
        await expect(main.unreadable(kind).$value()).rejects.toMatchObject({
          message: expect.stringContaining("a tensor could not be read"),
        });
    },
    LIMIT,
  );
});

if (long) {
  const dtypes: readonly [dtype: string, code: string, first: unknown][] = [
    ["bool", "|b1", true],
    ["uint8", "|u1", 1],
    ["int8", "|i1", 1],
    ["int16", "<i2", 1],
    ["int32", "<i4", 1],
    ["int64", "<i8", 1n],
    ["uint16", "<u2", 1],
    ["uint32", "<u4", 1],
    ["uint64", "<u8", 1n],
    ["float16", "<f2", 1],
    ["float32", "<f4", 1],
    ["float64", "<f8", 1],
    ["bfloat16", "<f4", 1],
    ["float8_e4m3fn", "<f4", 1],
  ];

  test(
    "tensors arrive, whatever their dtype",
    async () => {
      const { session } = await opened();
      for (const [dtype, code, first] of dtypes) {
        const array = await session.eval(`torch.ones(2, 3).to(torch.${dtype})`).$value();
        expect(array).toBeInstanceOf(NdArray);
        expect([dtype, array.dtype, array.shape, array.at(1, 2)]).toEqual([dtype, code, [2, 3], first]);
      }
      const complex = await session.eval("torch.tensor([1 + 2j], dtype=torch.complex128)").$value();
      expect([complex.dtype, [...complex.data]]).toEqual(["<c16", [1, 2]]);
    },
    LIMIT,
  );

  test(
    "tensors that need gradients, views and empty ones arrive as they are",
    async () => {
      const { session } = await opened();
      const value = async (code: string): Promise<unknown> => (await session.eval(code).$value()).toArray();
      expect(await value("torch.ones(2, requires_grad=True) * 2")).toEqual([2, 2]);
      expect(await value("torch.nn.Parameter(torch.ones(2))")).toEqual([1, 1]);
      expect(await value("torch.arange(6.).reshape(2, 3).T")).toEqual([
        [0, 3],
        [1, 4],
        [2, 5],
      ]);
      expect(await value("torch.arange(6, dtype=torch.int32)[::2]")).toEqual([0, 2, 4]);
      expect(await value("torch.ones(1).expand(3)")).toEqual([1, 1, 1]);
      expect(await value("torch.empty(0, 3)")).toEqual([]);
      expect((await session.eval("torch.tensor(5)").$value()).at()).toBe(5n);
      expect(await session.eval("{'w': torch.ones(2)}").$value()).toMatchObject({ w: { dtype: "<f4" } });
      // What is passed arrives as an ndarray, of which torch makes a tensor without copying.
      expect(await session.eval`torch.from_numpy(${Float64Array.of(1, 2)}).sum().item()`).toBe(3);
    },
    LIMIT,
  );
}
