/** Halves of characters: JavaScript's strings hold them one by one, and read two that fit as one character. */
import { describe, expect, test } from "vitest";
import { openSession } from "./open.js";
import { failure } from "./failure.js";

const HIGH = "\ud83d";
const LOW = "\ude00";
describe("lone surrogates", () => {
  test("survive one by one, both ways, also as keys", async () => {
    const python = openSession();
    for (const text of [
      HIGH,
      LOW,
      `${LOW}${HIGH}`,
      `a${HIGH}b${LOW}`,
      `${HIGH}${HIGH}${LOW}`,
      "😀",
      "\\ud83d",
    ]) {
      const points = Array.from(text, (character) => character.codePointAt(0));
      expect(await python.eval`[ord(c) for c in ${text}]`).toEqual(points);
      expect(await python.eval`"".join(map(chr, ${points}))`).toBe(text);
      expect(await python.eval`{"".join(map(chr, ${points})): ["".join(map(chr, ${points}))]}`).toEqual({
        [text]: [text],
      });
      expect(await python.eval`list(map(ord, list(${{ [text]: 1 }})[0]))`).toEqual(points);
    }
  });

  test("of two halves that JavaScript would join is an error that names the path", async () => {
    const python = openSession();
    await python.exec`
      import collections
      pair = "\ud83d\ude00"
      def give(): return pair
      def take(f): return f(pair)
      def items():
          yield "a"
          yield pair
      class Box:
          def __init__(self): self.text = pair
    `;
    const main = python.module("__main__");
    expect(await python.eval`len(pair)`).toBe(2);
    const places: [() => PromiseLike<unknown>, string][] = [
      [() => main.give(), "$"],
      [() => python.eval`[1, pair]`, "$[1]"],
      [() => python.eval`{"a": ["x", {"b": pair}]}`, "$.a[1].b"],
      [() => python.eval`{pair: 1}`, "$"],
      [() => python.eval`{1: pair}`, "$[1]"],
      [() => python.eval`(1, (pair,))`, "$[1][0]"],
      [() => python.eval`{"$": pair}`, "$['$']"],
      [() => python.eval`[10**30, pair]`, "$[1]"],
      [() => main.Box().$value(), "$.text"],
    ];
    for (const [give, path] of places) {
      const error = await failure(give());
      expect(error.message).toContain("surrogates");
      expect(error.message.startsWith(`${path}: `)).toBe(true);
    }
    // Many calls of one turn travel as a run.
    const run = await Promise.allSettled(Array.from({ length: 5 }, () => main.give()));
    expect(run.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => "rejected"));
    expect(await failure(main.take((text: string) => text))).toMatchObject({
      message: expect.stringContaining("surrogates"),
    });
    const seen: unknown[] = [];
    const error = await failure(
      (async () => {
        for await (const item of main.items()) seen.push(item);
      })(),
    );
    expect(error.message).toContain("surrogates");
    expect(seen).toEqual(["a"]);
    // In Python it stays what it is.
    expect(await python.call("len", [main.give()])).toBe(2);
    expect(await main.give().encode("utf-16-le", "surrogatepass").decode("utf-16-le")).toBe("😀");
  });
});
