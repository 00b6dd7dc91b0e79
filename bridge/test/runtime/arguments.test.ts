/** How arguments reach Python, where a call is written without a wrapper. */
import { describe, expect, test } from "vitest";
import { float, tuple } from "../../src/values/index.js";
import { isReference } from "../../src/runtime/handles/is-reference.js";
import { kw } from "../../src/runtime/operations/keywords.js";
import { openWatchedSession } from "./open.js";

async function opened() {
  const watched = openWatchedSession();
  await watched.session.exec`
    NOT_PASSED = type("NotPassed", (), {"__repr__": lambda self: "not passed"})()
    def show(first, second=NOT_PASSED, third=NOT_PASSED, *rest, key=NOT_PASSED, **more):
        return repr((first, second, third, rest, key, more))
    def kind(value):
        return type(value).__name__
  `;
  watched.frames.clear();
  return { ...watched, main: watched.session.module("__main__") };
}

describe("arguments", () => {
  test("are positional in Python's order, optional parameters and *args included", async () => {
    const { main } = await opened();
    expect(await main.show(1, 2, 3, 4, 5)).toBe("(1, 2, 3, (4, 5), not passed, {})");
    expect(await main.show(1, 2)).toBe("(1, 2, not passed, (), not passed, {})");
  });

  test("that are omitted are omitted: Python's own default holds, and nothing is sent for it", async () => {
    const { main, frames } = await opened();
    expect(await main.show(1, undefined, undefined, kw({ key: undefined }))).toBe(
      "(1, not passed, not passed, (), not passed, {})",
    );
    expect(frames.sent[0]?.["ops"][0]).toMatchObject({ args: [1] });
    expect(frames.sent[0]?.["ops"][0]).not.toHaveProperty("kwargs");
    expect(await main.show(null, kw({ third: 3, key: null, other: 1 }))).toBe(
      "(None, not passed, 3, (), None, {'other': 1})",
    );
  });

  test("by keyword stand in kw, last: a plain object is a dict anywhere, and kw elsewhere is an error", async () => {
    const { main } = await opened();
    expect(await main.show({ key: 1 })).toBe("({'key': 1}, not passed, not passed, (), not passed, {})");
    expect(await main.show(1, kw({ key: 2 }))).toBe("(1, not passed, not passed, (), 2, {})");
    const wrong = [main.show(kw({ key: 2 }), 1), main.show([kw({ key: 2 })]), main.show({ a: kw({}) })];
    for (const outcome of await Promise.allSettled(wrong))
      expect((outcome as PromiseRejectedResult).reason).toMatchObject({
        code: "CONVERSION_FAILED",
        problem: "kw({...}) is no value: keyword arguments stand last in a call",
      });
  });

  test("say float and tuple by their markers", async () => {
    const { main } = await opened();
    expect(await Promise.all([main.kind(1), main.kind(float(1))])).toEqual(["int", "float"]);
    expect(await Promise.all([main.kind([1]), main.kind(tuple([1]))])).toEqual(["list", "tuple"]);
  });
});

test("whether a result converts depends on its type alone, not on its size", async () => {
  const { session } = await opened();
  expect(await session.eval`"x" * 5_000_000`).toHaveLength(5_000_000);
  expect(await session.eval`[[]] * 200_000`).toHaveLength(200_000);
  expect(await session.eval`bytes(5_000_000)`).toHaveLength(5_000_000);
  expect(isReference(await session.eval`__import__("collections").Counter()`)).toBe(true);
  expect(isReference(await session.eval`bytearray()`)).toBe(true);
});
