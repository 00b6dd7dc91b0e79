/** What a wrapper declares of results, by hand: generated wrappers hand over the same. */
import { describe, expect, test } from "vitest";
import { isReference } from "../../src/index.js";
import { connectModule } from "../../src/runtime/declared/wrapper.js";
import type { ResultHint } from "../../src/values/index.js";
import { openSession, openWatchedSession } from "./open.js";
import { failure } from "./failure.js";

const SOURCE = `
import collections, enum
class Text(str): pass
class Name(str, enum.Enum):
    RED = "red"
def give(value): return value
def counts(text): return collections.Counter(text)
def name(): return Name.RED
def names(): return [Name.RED, Text("b")]
def empty(): return {}
async def later(): return Text("later")
class Box:
    label = Text("box")
    def __init__(self): self.own = Text("own")
    def text(self): return Text("text")
`;

async function opened() {
  const watched = openWatchedSession();
  await watched.session.exec(SOURCE);
  const declared = (name: string, result: ResultHint): any =>
    watched.session.declared("__main__", [name], { result });
  return { ...watched, declared };
}

describe("a value of a subclass of the declared built-in type", () => {
  test("arrives as the declared type, in containers too; without a declaration it is a reference", async () => {
    const { session, declared } = await opened();
    expect(await declared("counts", { dict: "int" })("aab")).toEqual({ a: 2, b: 1 });
    expect(isReference(await session.module("__main__").counts("aab"))).toBe(true);
    expect(await declared("name", "str")()).toBe("red");
    expect(await declared("names", { list: "str" })()).toEqual(["red", "b"]);
    expect(await declared("later", "str")()).toBe("later");
    expect(await declared("give", "int")(true)).toBe(1);
  });

  test("does so where it is awaited only later, and among many calls of one turn", async () => {
    const { session, declared } = await opened();
    const counts = declared("counts", { dict: "int" });
    const pending = counts("aab");
    await session.call("len", ["the call has left"]);
    expect(await pending).toEqual({ a: 2, b: 1 });
    const give = declared("give", "int");
    const undeclared = session.module("__main__").give;
    expect(await Promise.all([give(true), give(2), give(false), undeclared(true), give(true)])).toEqual([
      1,
      2,
      0,
      true,
      1,
    ]);
  });

  test("stays the object it is in Python", async () => {
    const { session, declared } = await opened();
    const counts = declared("counts", { dict: "int" });
    expect(await counts("aab").most_common(1)).toEqual([["a", 2]]);
    expect(await session.call("repr", [counts("a")])).toBe("Counter({'a': 1})");
    expect(await (await counts("ab").$ref()).$type.__name__).toBe("Counter");
  });

  test("on members of classes and attributes as well, as a wrapper declares them", async () => {
    const session = openSession();
    await session.exec(SOURCE);
    const connect = connectModule(session, "__main__", {
      "__main__.Box": {
        members: { text: { result: "str" }, own: { result: "str" }, label: { result: "str" } },
      },
    });
    const Box = connect("Box", { returns: "__main__.Box", attributes: { label: { result: "str" } } });
    expect(await Box().text()).toBe("text");
    expect(await Box().own).toBe("own");
    const box = await Box();
    expect([await box.text(), await box.own, await box.label]).toEqual(["text", "own", "box"]);
    expect(await Box.label).toBe("box");
  });
});

test("is respected by $value() as well", async () => {
  const { session, declared } = await opened();
  expect(await declared("give", "int")(true).$value()).toBe(1);
  expect(await declared("empty", { map: ["int", "str"] })().$value()).toEqual(new Map());
  expect(await declared("counts", { dict: "int" })("aab").$value()).toEqual({ a: 2, b: 1 });
  expect(await declared("names", { list: "str" })().$value()).toEqual(["red", "b"]);
  const text = session.declared("__main__", ["Box"], { attributes: { label: { result: "str" } } });
  expect(await text.label.$value()).toBe("box");
  expect(await failure(declared("give", "int")(2n ** 60n).$value())).toMatchObject({ code: "INTEGER_RANGE" });
  expect(await declared("give", "int")(2n ** 60n).$value({ int: "bigint" })).toBe(2n ** 60n);
});

test("a dict that is declared with other keys is a Map, also when it is empty", async () => {
  const { declared } = await opened();
  expect(await declared("empty", { map: ["int", "str"] })()).toEqual(new Map());
  expect(await declared("give", { map: [{ any: ["str", "int"] }, "str"] })({ a: "b" })).toEqual(
    new Map([["a", "b"]]),
  );
  expect(await declared("empty", { dict: "str" })()).toEqual({});
});

describe("an integer beyond the safe range", () => {
  const big = 2n ** 60n;

  test.each<[ResultHint, unknown, string]>([
    ["int", big, "$"],
    ["float", big, "$"],
    [{ list: "int" }, [1, big], "$[1]"],
    [{ dict: { list: "int" } }, { a: [big] }, "$.a[0]"],
    [{ items: "int" }, [big], "$[0]"],
    [{ tuple: ["str", { any: ["int", "str"] }] }, ["a", big], "$[1]"],
    [{ any: ["str", { list: "int" }] }, [big], "$[0]"],
    [{ map: ["int", "str"] }, new Map([[big, "a"]]), "$.keys()"],
    [{ map: ["int", "int"] }, new Map([[1, big]]), "$.get(1)"],
    [{ set: "int" }, new Set([big]), "$.values()"],
  ])("is refused with its path where a number is declared: %j", async (result, value, path) => {
    const { declared } = await opened();
    expect(await failure(declared("give", result)(value))).toMatchObject({
      code: "INTEGER_RANGE",
      path,
      value: big,
    });
  });

  test("arrives where nothing, or something else, is declared, or bigint was asked for", async () => {
    const { session, declared } = await opened();
    expect(await declared("give", { tuple: ["int", null] })([1, big])).toEqual([1, big]);
    expect(await declared("give", "int")(big).$with({ int: "bigint" })).toBe(big);
    const ofModule = session.declared("__main__", ["give"], { result: "int", conversion: { int: "bigint" } });
    expect(await ofModule(5)).toBe(5n);
  });

  test("is refused where the call is awaited only later", async () => {
    const { session, declared } = await opened();
    const pending = declared("give", "int")(big);
    await session.call("len", ["the call has left"]);
    expect(await failure(pending)).toMatchObject({ code: "INTEGER_RANGE" });
  });
});
