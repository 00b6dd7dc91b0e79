import { describe, expect, test } from "vitest";
import { ProtocolError } from "../../src/wire/errors.js";
import {
  CodecRegistry,
  ConversionError,
  ValueDecoder,
  ValueEncoder,
  int,
  tuple,
} from "../../src/values/index.js";

const encoder = new ValueEncoder({ encode: () => undefined }, new CodecRegistry());

function failure(value: unknown): ConversionError {
  try {
    encoder.positional([value], []);
  } catch (error) {
    if (error instanceof ConversionError) return error;
    throw error;
  }
  throw new Error("The value was encoded.");
}

class Point {
  readonly x = 1;
}

describe("what can't be converted is named by its path", () => {
  const cyclic: { name: string; items: unknown[] } = { name: "a", items: [1, 2, 3] };
  cyclic.items.push({ back: cyclic });
  const cyclicMap = new Map<string, unknown>();
  cyclicMap.set("self", [cyclicMap]);

  test.each([
    ["undefined in an array", { items: [0, 1, 2, undefined] }, "$.args[0].items[3]", /undefined/],
    ["a hole in an array", [1, , 3], "$.args[0][1]", /undefined/],
    ["a symbol", [[Symbol("x")]], "$.args[0][0][0]", /symbol/],
    ["a function nobody takes", { "a b": () => 1 }, '$.args[0]["a b"]', /function/],
    ["a class instance", { point: new Point() }, "$.args[0].point", /instance of Point.*codec/],
    ["a boxed number", [Object(1)], "$.args[0][0]", /instance of Number/],
    ["a WeakMap", [new WeakMap()], "$.args[0][0]", /instance of WeakMap/],
    ["a cycle", cyclic, "$.args[0].items[3].back", /contains itself/],
    ["a cycle through a map", cyclicMap, "$.args[0].self[0]", /contains itself/],
    ["an invalid date", { at: new Date(NaN) }, "$.args[0].at", /invalid/],
    ["a date beyond Python's", { at: new Date(8.64e15) }, "$.args[0].at", /year/],
    [
      "keys that Python merges",
      {
        m: new Map<unknown, unknown>([
          [1, "a"],
          [true, "b"],
        ]),
      },
      "$.args[0].m",
      /one in Python/,
    ],
    [
      "0 and false",
      new Map<unknown, unknown>([
        [0, 1],
        [false, 2],
      ]),
      "$.args[0]",
      /one in Python/,
    ],
    ["1 and 1n", new Set<unknown>([1, 1n]), "$.args[0]", /one in Python/],
    ["1 and the marker", new Set<unknown>([1, int(1)]), "$.args[0]", /one in Python/],
    [
      "equal tuples",
      new Map([
        [tuple([1, "a"]), 1],
        [tuple([true, "a"]), 2],
      ] as never),
      "$.args[0]",
      /one in Python/,
    ],
    ["equal dates", new Set([new Date(5), new Date(5)]), "$.args[0]", /one in Python/],
  ])("%s", (_name, value, path, problem) => {
    const error = failure(value);
    expect(error.path).toBe(path);
    expect(error.problem).toMatch(problem);
    expect(error.message).toBe(`${path}: ${error.problem}`);
  });

  test("undefined before a later argument", () => {
    expect(() => encoder.positional([1, undefined, 2], [])).toThrow(/\$\.args\[1\].*kw/);
    expect(encoder.positional([1, undefined, undefined], [])).toBe("[1]");
  });

  test("keyword arguments", () => {
    expect(() => encoder.keywords({ a: 1, key: [Symbol("x")] }, [])).toThrow("$.kwargs.key[0]: a symbol");
    expect(encoder.keywords({ a: 1, left: undefined }, [])).toBe('{"a":1}');
  });
});

test("a polluted Object.prototype changes nothing", () => {
  Object.defineProperty(Object.prototype, "polluted", {
    value: () => 1,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  const text = encoder.value({ a: [NaN], b: {} }, []);
  Reflect.deleteProperty(Object.prototype, "polluted");
  expect(text).toBe('{"a":[{"$":"float","v":"nan"}],"b":{}}');
});

describe("size and depth", () => {
  const nested = (levels: number): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { v: value };
    return value;
  };

  test("1,000 levels pass, more are an error and no stack overflow", () => {
    expect(encoder.value(nested(1_000), [])).toContain("[1]");
    expect(failure(nested(1_001)).problem).toMatch(/deeper than 1000/);
    expect(failure(nested(1_000_000)).problem).toMatch(/deeper than 1000/);
  });

  test("a value seen twice is no cycle", () => {
    const shared = { a: [1] };
    expect(encoder.value([shared, shared, { shared }], [])).toBe(
      '[{"a":[1]},{"a":[1]},{"shared":{"a":[1]}}]',
    );
  });

  test("a worker's value beyond the depth is a protocol error", () => {
    const context = {
      reference: () => null,
      exception: () => null,
      enumMember: () => null as never,
      namedTuple: () => undefined,
    };
    const decoder = new ValueDecoder(context, new CodecRegistry());
    const deep: unknown = JSON.parse("[".repeat(5_000) + "]".repeat(5_000));
    expect(() => decoder.value(deep, [])).toThrow(ProtocolError);
    expect(() => decoder.value({ $: "what" }, [])).toThrow(/unknown tag "what"/);
    expect(() => decoder.value({ $: "bytes", a: 3 }, [])).toThrow(/attachment 3/);
  });

  test("a big plain list is encoded as it is", () => {
    const items = Array.from({ length: 1_000_000 }, (_, index) => index);
    expect(encoder.value(items, [])).toBe(JSON.stringify(items));
  });
});

describe("encoding leaves nothing behind", () => {
  test("attachments of a failed value are taken back", () => {
    const attachments = [new Uint8Array(1)];
    expect(() => encoder.value([new Uint8Array(8), Symbol("x")], attachments)).toThrow(ConversionError);
    expect(attachments).toHaveLength(1);
  });

  test("a getter that encodes another value does not disturb", () => {
    const value = {
      a: 1,
      get b(): string {
        return encoder.value([NaN, { c: [2n] }], []);
      },
      c: [Infinity],
    };
    expect(JSON.parse(encoder.value(value, []))).toEqual({
      a: 1,
      b: '[{"$":"float","v":"nan"},{"c":[{"$":"int","v":"2"}]}]',
      c: [{ $: "float", v: "inf" }],
    });
  });

  test("a small array is taken as it is at the call, a big one is not copied", () => {
    const [small, big] = [Uint8Array.of(1, 2), new Uint8Array(1 << 20)];
    const attachments: Uint8Array[] = [];
    encoder.positional([small, big], attachments);
    small[0] = 9;
    expect(attachments[0]).toEqual(Uint8Array.of(1, 2));
    expect(attachments[1]?.buffer).toBe(big.buffer);
  });
});
