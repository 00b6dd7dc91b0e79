import { afterAll, describe, expect, test } from "vitest";
import { CodecRegistry } from "../../src/values/index.js";
import { EchoWorker, Module } from "./echo-worker.js";

class Point {
  readonly x: number;
  readonly y: number;

  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

const worker = new EchoWorker();
const modules = {
  codecs: new Module("snakebridge_adapter.codecs"),
  fractions: new Module("fractions"),
  types: new Module("types"),
};
afterAll(() => worker.process.close());

function python(code: string, names: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  return worker.eval(code, { ...modules, ...names });
}

describe("a codec", () => {
  test("converts both ways by Python source that came with it, nested as well", async () => {
    worker.codecs.add<Point, readonly [number, number]>({
      name: "types.SimpleNamespace",
      class: Point,
      encode: ({ x, y }) => ({ x, y }),
      construct: "lambda data: __import__('types').SimpleNamespace(**data)",
      reduce: "lambda space: (space.x, space.y)",
      decode: ([x, y]) => new Point(x, y),
    });
    for (const source of worker.codecs.sources) await python("codecs.register_source(*source)", { source });
    expect(await python("[type(p).__name__, p.x + p.y]", { p: new Point(1, 2) })).toEqual([
      "SimpleNamespace",
      3,
    ]);
    expect(await python("{'at': [types.SimpleNamespace(x=3, y=4)]}")).toEqual({ at: [new Point(3, 4)] });
  });

  test("may give any other value to send", async () => {
    worker.codecs.add<URL>({ name: "url", class: URL, encode: (url) => url.href });
    expect(await python("[u.upper()]", { u: new URL("http://a.b/c") })).toEqual(["HTTP://A.B/C"]);
  });

  test("may choose its values by a test, and take plain objects", async () => {
    worker.codecs.add<{ celsius: number }>({
      name: "t",
      matches: (value) => "celsius" in value,
      encode: ({ celsius }) => celsius + 273,
    });
    expect(await python("[t, other]", { t: { celsius: 0 }, other: { a: 1 } })).toEqual([273, { a: 1 }]);
  });

  test("may have its other half registered in Python", async () => {
    worker.codecs.add<Set<number>>({
      name: "ratio",
      matches: (value) => value instanceof Set,
      encode: (set) => [...set],
      construct: true,
    });
    await python(
      "codecs.register_codec('ratio', fractions.Fraction, decode=lambda two: fractions.Fraction(*two)) or 0",
    );
    expect(await python("str(r)", { r: new Set([1, 3]) })).toBe("1/3");
  });

  test("must be complete", () => {
    const codecs = new CodecRegistry();
    expect(() => codecs.add({ name: "a", encode: () => 1 })).toThrow(TypeError);
    expect(() => codecs.add({ name: "a", reduce: "repr" })).toThrow(TypeError);
  });
});
