import { describe, expect, test } from "vitest";
import { kw } from "../../src/runtime/operations/keywords.js";
import { PythonError, PythonModuleNotFoundError } from "../../src/runtime/errors/python-error.js";
import { testPython } from "../test-python.js";
import { openSession, openWatchedSession } from "./open.js";

describe("calls", () => {
  test("a plain object is a dict, keywords stand in kw", async () => {
    const json = openSession().module("json");
    expect(await json.dumps({ test: "data" })).toBe('{"test": "data"}');
    expect(await json.dumps({ b: 1, a: 2 }, kw({ sort_keys: true }))).toBe('{"a": 2, "b": 1}');
    expect(await json.loads('{"a": [1, 2.5, null, true]}')).toEqual({ a: [1, 2.5, null, true] });
  });

  test("by dotted name, with submodules and built-ins", async () => {
    const python = openSession();
    expect(await python.call("json.dumps", [[1]], { indent: 2 })).toBe("[\n  1\n]");
    expect(await python.call("xml.etree.ElementTree.fromstring", ["<a/>"]).tag).toBe("a");
    expect(await python.call("len", ["abc"])).toBe(3);
    await expect(python.call("json dumps")).rejects.toThrow('"json dumps" is not the dotted name');
  });

  test("read constants and call functions of math", async () => {
    const math = openSession().module("math");
    expect(await math.sqrt(2)).toBe(Math.SQRT2);
    expect(await math.pi).toBe(Math.PI);
    expect(await math.inf).toBe(Infinity);
    expect(await math.nan).toBe(NaN);
  });

  test("objects keep their state between calls", async () => {
    const python = openSession();
    const random = await python.module("random").Random(42);
    expect([await random.random(), await random.random(), await random.random()]).toEqual([
      0.6394267984578837, 0.025010755222666936, 0.27502931836911926,
    ]);
    await python.module("random").seed(1);
    expect(await python.module("random").random()).toBe(0.13436424411240122);
  });

  test("new makes an instance, as calling the class does", async () => {
    const { Fraction } = openSession().module("fractions");
    const half = new Fraction(1, 2);
    expect(await half.numerator).toBe(1);
    expect(await Fraction(3, 6).denominator).toBe(2);
  });

  test("a chain is one frame each way", async () => {
    const { session, frames } = openWatchedSession();
    await session.module("math").pi;
    frames.clear();
    expect(await session.module("collections").Counter("abracadabra").most_common(1)).toEqual([["a", 5]]);
    expect(frames.sent.map((frame) => frame["t"])).toEqual(["batch"]);
    expect(frames.received.map((frame) => frame.t)).toEqual(["results"]);
    expect(frames.received[0]?.["r"]).toHaveLength(1);
  });

  test("calls of one turn leave together, in order", async () => {
    const { session, frames } = openWatchedSession();
    const list = await session.eval`[]`.$ref();
    frames.clear();
    await Promise.all(Array.from({ length: 50 }, (_, index) => list.append(index)));
    expect(frames.sent).toHaveLength(1);
    expect(await list.copy()).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  test("a typed array travels as bytes, not as text", async () => {
    const { session, frames } = openWatchedSession({ python: testPython() });
    const data = Float64Array.from({ length: 1000 }, (_, index) => index);
    expect(await session.module("numpy").mean(data)).toBe(499.5);
    expect(JSON.stringify(frames.sent).length).toBeLessThan(500);
  });

  test("an attribute that a module lacks is tried as a submodule", async () => {
    const xml = openSession().module("xml");
    expect(await xml.etree.ElementTree.fromstring("<a>text</a>").text).toBe("text");
  });

  test("undefined is an argument that is not passed, null is None", async () => {
    const python = openSession();
    const { dumps } = python.module("json");
    expect(await dumps([1], undefined)).toBe("[1]");
    expect(await dumps(null, kw({ indent: undefined }))).toBe("null");
    await expect(dumps([undefined])).rejects.toMatchObject({
      code: "CONVERSION_FAILED",
      path: "$.args[0][0]",
    });
    await expect(python.call("range", [undefined, 3])).rejects.toMatchObject({ path: "$.args[0]" });
  });

  test("arguments are taken as they are at the call", async () => {
    const { dumps } = openSession().module("json");
    const data = { a: 1 };
    const text = dumps(data);
    data.a = 2;
    expect(await text).toBe('{"a": 1}');
  });
});

describe("errors", () => {
  test("show the call in TypeScript, then the frames in Python", async () => {
    const json = openSession().module("json");
    const error: PythonError = await json.loads("{").then(
      () => expect.fail("it should fail"),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(PythonError);
    expect(error.pyType).toBe("json.decoder.JSONDecodeError");
    expect(error.name).toBe("JSONDecodeError");
    expect(error.mro).toEqual(["json.decoder.JSONDecodeError", "ValueError", "Exception", "BaseException"]);
    expect(error.message).toContain("Expecting property name");
    const lines = (error.stack ?? "").split("\n");
    expect(lines[0]).toBe(`JSONDecodeError: ${error.message}`);
    expect(lines[1]).toContain("calls.test.ts");
    expect(lines.findIndex((line) => line.includes("calls.test.ts"))).toBeLessThan(
      lines.findIndex((line) => /at loads \(.*json.__init__\.py:\d+:1\)/.test(line)),
    );
    expect(error.frames[0]).toMatchObject({ function: "loads", source: expect.stringContaining("decode") });
    expect(PythonError.is(error, "ValueError")).toBe(true);
    expect(PythonError.is(error, "JSONDecodeError")).toBe(true);
    expect(PythonError.is(error, "KeyError")).toBe(false);
    expect(PythonError.is(new Error("x"), "Exception")).toBe(false);
  });

  test("of one call among thousands say where it is awaited", async () => {
    const math = openSession().module("math");
    async function root(value: number): Promise<unknown> {
      return await math.sqrt(value); // here
    }
    const alone = (await root(-1).catch((error: unknown) => error)) as Error;
    const line = /at (?:async )?root \(.*calls\.test\.ts:(\d+):/.exec(alone.stack ?? "")?.[1] ?? "unknown";
    const all = Array.from({ length: 2_000 }, (_, index) => root(index === 1_500 ? -1 : index));
    const error = (await Promise.all(all).catch((reason: unknown) => reason)) as Error;
    expect(error.stack).toContain(`calls.test.ts:${line}:`);
    expect(error.stack).not.toContain("or near it");
    const loose = await new Promise<Error>((resolve) => {
      for (let index = 0; index < 200; index++)
        math.sqrt(index === 150 ? -1 : index).then(undefined, resolve);
    });
    expect(loose.stack).toContain("calls.test.ts");
    expect(loose.stack).toContain("or near it");
  });

  test("carry arguments, cause, context, notes and groups", async () => {
    const python = openSession({ python: testPython() });
    await python.exec`
      def fail():
          try:
              {}["x"]
          except KeyError as error:
              raise ValueError("wrapped", 3) from error
      def implicit():
          try:
              {}["y"]
          except KeyError:
              1 / 0
      def noted():
          error = RuntimeError("r")
          error.add_note("a note")
          raise error
      def group():
          raise ExceptionGroup("several", [ValueError("a"), KeyError("b")])
    `;
    const main = python.module("__main__");
    const fail = await main.fail().catch((error: unknown) => error);
    expect(fail.args).toEqual(["wrapped", 3]);
    expect(PythonError.is(fail.cause, "KeyError")).toBe(true);
    const implicit = await main.implicit().catch((error: unknown) => error);
    expect(implicit.cause).toBeUndefined();
    expect(PythonError.is(implicit.context, "KeyError")).toBe(true);
    const noted = await main.noted().catch((error: unknown) => error);
    expect(noted.notes).toEqual(["a note"]);
    expect(noted.stack).toContain("a note");
    const group = await main.group().catch((error: unknown) => error);
    expect(group.exceptions.map((member: PythonError) => member.pyType)).toEqual([
      "builtins.ValueError",
      "builtins.KeyError",
    ]);
    expect(await fail.reference.args).toEqual(["wrapped", 3]);
  });

  test("name the step that failed first, and carry no local variables", async () => {
    const { session, frames } = openWatchedSession();
    await session.exec`
      def fail(password):
          hidden = "local " + password
          raise ValueError("no")
    `;
    frames.clear();
    const error = await session
      .module("__main__")
      .fail("secret")
      .a()
      .b()
      .catch((reason: unknown) => reason);
    expect(error.step).toBe(frames.sent[0]?.["ops"][0].id);
    expect(Object.keys(error.frames[0]).sort()).toEqual(["file", "function", "line", "source"]);
    const told = JSON.stringify(frames.received);
    expect(told).toContain("ValueError");
    expect(told).not.toContain("secret");
  });

  test("a module that is not installed: what to install, and how", async () => {
    const python = openSession();
    const error = await python
      .module("sklearn.linear_model")
      .Ridge()
      .catch((reason: unknown) => reason);
    if (!(error instanceof PythonModuleNotFoundError)) expect.fail(String(error));
    expect(error).toMatchObject({ module: "sklearn", distribution: "scikit-learn" });
    expect(error.command).toMatch(/pip install .*scikit-learn$/);
    expect(error.message).toContain(error.command);
    expect(PythonError.is(error, "ImportError")).toBe(true);
  });

  test("independent calls run after a failed one; dependents reject with the failed step's error", async () => {
    const python = openSession();
    const list = python.eval`[]`;
    const failed = python.module("json").loads("{");
    const dependent = failed.get("a").upper();
    const independent = list.append(1);
    const [first, second, third] = await Promise.allSettled([failed, dependent, independent]);
    expect(first.status).toBe("rejected");
    expect(second).toEqual(first);
    expect((second as PromiseRejectedResult).reason).toBe((first as PromiseRejectedResult).reason);
    expect(third).toEqual({ status: "fulfilled", value: null });
    expect(await list).toEqual([1]);
  });
});
