/** What a program may do to a proxy without a call to Python, and which names are whose. */
import assert from "node:assert";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { isReference } from "../../src/runtime/handles/is-reference.js";
import { openWatchedSession } from "./open.js";

async function opened() {
  const watched = openWatchedSession();
  await watched.session.exec`
    class Odd:
        then = "python then"
        catch = "python catch"
        toJSON = "python toJSON"
        constructor = "python constructor"
        map = "python map"
        name = "python name"
        length = "python length"
        call = "python call"
        apply = "python apply"
        bind = "python bind"
        prototype = "python prototype"
        value = 1
        def __repr__(self): return "<an odd one>"
        def method(self): return self
    setattr(Odd, "finally", "python finally")
  `;
  const odd = await watched.session.module("__main__").Odd();
  const other = await watched.session.module("__main__").Odd();
  watched.frames.clear();
  return { ...watched, odd, other };
}

describe("a reference", () => {
  test("is not thenable, a pending result is", async () => {
    const { session, odd } = await opened();
    expect(odd.then).toBeUndefined();
    expect(await odd).toBe(odd);
    expect(typeof session.call("len", [[]]).then).toBe("function");
    expect("then" in odd).toBe(false);
    expect("then" in session.call("len", [[]])).toBe(true);
  });

  test("has Python's names, except those that JavaScript calls itself", async () => {
    const { odd } = await opened();
    for (const name of ["map", "name", "length", "call", "apply", "bind", "prototype"]) {
      expect(await odd[name]).toBe(`python ${name}`);
    }
    for (const name of ["then", "catch", "toJSON", "constructor"]) {
      expect(await odd.$get(name)).toBe(`python ${name}`);
    }
    expect(odd.asymmetricMatch).toBeUndefined();
    expect(odd.nodeType).toBeUndefined();
    expect(odd.hasAttribute).toBeUndefined();
    expect(odd.$unknown).toBeUndefined();
    // A reference is no promise: what those have is Python's there, to be read and to be set.
    for (const name of ["catch", "finally"]) {
      expect(await odd[name]).toBe(`python ${name}`);
      odd[name] = `set ${name}`;
      expect(await odd[name]).toBe(`set ${name}`);
      expect(Reflect.deleteProperty(odd, name)).toBe(true);
      expect(await odd.$get(name)).toBe(`python ${name}`);
      expect(name in odd).toBe(false);
    }
    // A pending result keeps the same names, and those of a promise.
    const pending = odd.method();
    for (const name of ["map", "name", "length"]) expect(await pending[name]).toBe(`python ${name}`);
    for (const name of ["then", "catch", "finally"]) {
      expect(typeof pending[name]).toBe("function");
      expect(await pending.$get(name)).toBe(`python ${name}`);
      expect(() => (pending[name] = 1)).toThrow(TypeError);
    }
  });

  test("prints its type and the repr that came with it", async () => {
    const { session, odd, frames } = await opened();
    expect(inspect(odd)).toBe("PyRef <__main__.Odd> <an odd one>");
    expect(inspect({ odd })).toContain("PyRef <__main__.Odd>");
    expect(`${odd}`).toBe("PyRef <__main__.Odd> <an odd one>");
    expect(inspect(odd, { showProxy: true })).toContain("SnakeBridge");
    expect(inspect(session.module("json"))).toBe("PyModule <json>");
    expect(inspect(session.module("json").dumps)).toBe("PyPromise <json.dumps>");
    expect(Object.prototype.toString.call(odd)).toBe("[object PyRef]");
    expect(typeof odd).toBe("function");
    expect(frames.sent).toEqual([]);
    // With the length or the shape, where there is one.
    expect(inspect(await session.eval`[1, 2]`.$ref())).toBe("PyRef <list (2)> [1, 2]");
    expect(inspect(await session.eval`list(range(1000))`.$ref())).toBe("PyRef <list (1000)>");
    const shaped = await session.eval`type("Grid", (), {"shape": (2, 3)})()`;
    expect(inspect(shaped)).toBe("PyRef <__main__.Grid (2, 3)>");
    const long = await session.eval`type("Long", (), {"__repr__": lambda self: "x" * 5000})()`;
    expect(inspect(long).length).toBeLessThan(150);
    frames.clear();
    for (const one of [shaped, long]) expect(`${one}`).toBe(inspect(one));
    expect(frames.sent).toEqual([]);
    const pending = session.module("json").dumps(1);
    expect(inspect(pending)).toBe("PyPromise <pending>");
    await pending;
    expect(inspect(pending)).toBe("PyPromise <fulfilled>");
  });

  test("has no JSON form, and says what to do", async () => {
    const { session, odd, frames } = await opened();
    expect(() => JSON.stringify({ odd })).toThrow(
      /PyRef <__main__.Odd>.* lives in Python and has no JSON form.*\$value\(\)/,
    );
    expect(() => JSON.stringify(session.module("json"))).toThrow("no JSON form");
    expect(frames.sent).toEqual([]);
  });

  test("compares by identity in both runners' deep equality", async () => {
    const { odd, other, frames } = await opened();
    expect({ a: odd }).toEqual({ a: odd });
    expect({ a: odd }).not.toEqual({ a: other });
    expect([odd]).toStrictEqual([odd]);
    assert.deepStrictEqual({ a: odd }, { a: odd });
    assert.notDeepStrictEqual({ a: odd }, { a: other });
    expect(() => assert.deepEqual({ a: odd }, { a: other })).toThrow(assert.AssertionError);
    let message = "";
    try {
      expect({ a: odd }).toEqual({ a: other });
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain("expected");
    expect(frames.sent).toEqual([]);
  });

  test("resists what would change the proxy itself", async () => {
    const { odd } = await opened();
    expect(Object.keys(odd)).toEqual([]);
    expect(() => Object.freeze(odd)).toThrow(TypeError);
    expect(() => Object.setPrototypeOf(odd, null)).toThrow(TypeError);
    expect(() => Object.defineProperty(odd, "x", { value: 1 })).toThrow(TypeError);
    expect(() => (odd.then = 1)).toThrow(TypeError);
    expect(isReference(odd)).toBe(true);
    expect(isReference(odd.value)).toBe(false);
    expect(odd instanceof Promise).toBe(false);
    expect({} instanceof odd).toBe(false);
  });

  test("an assignment and a delete reach Python in order", async () => {
    const { odd } = await opened();
    odd.value = 5;
    expect(await odd.value).toBe(5);
    delete odd.value;
    expect(await odd.value).toBe(1);
  });

  test("a module object with references can be imported and awaited", async () => {
    const { session, frames } = await opened();
    const json = session.module("json");
    const url = "data:text/javascript,export const json = globalThis.__json;";
    (globalThis as { __json?: unknown }).__json = json.dumps;
    const imported = await import(url);
    expect(imported.json).toBe(json.dumps);
    expect(frames.sent).toEqual([]);
  });
});

describe("a lazy path", () => {
  test("costs nothing until it is used, and is read anew each time", async () => {
    const { session, odd, frames } = await opened();
    const path = odd.value;
    const { dumps, missing } = session.module("json");
    expect(dumps).toBe(session.module("json").dumps);
    expect(typeof missing).toBe("function");
    await new Promise(setImmediate);
    expect(frames.sent).toEqual([]);
    expect(await path).toBe(1);
    await odd.$set("value", 2);
    expect(await path).toBe(2);
  });

  test("as an argument it stands for what it names", async () => {
    const { session, odd } = await opened();
    const { math } = { math: session.module("math") };
    expect(await session.call("round", [math.pi, 2])).toBe(3.14);
    expect(await session.call("str.upper", [odd.name])).toBe("PYTHON NAME");
    expect(await session.call("len", [session.module("json").loads("[1]").copy()])).toBe(1);
    expect(await session.call("isinstance", [odd, session.module("__main__").Odd])).toBe(true);
  });
});

describe("$ members", () => {
  test("read, write, call, index and operate", async () => {
    const { session, odd } = await opened();
    expect(await odd.$set("value", [1, 2])).toBeNull();
    expect(await odd.$get("value")).toEqual([1, 2]);
    expect(await odd.$delete("value")).toBeNull();
    expect(await odd.$type.__name__).toBe("Odd");
    expect(await odd.$repr()).toBe("<an odd one>");
    expect(await odd.$str()).toBe("<an odd one>");
    expect(odd.$repr()).toBeInstanceOf(Promise);
    expect(odd.$ref()).toBeInstanceOf(Promise);
    expect(odd.$as(Object)).toBe(odd);
    const data = await session.eval`{"a": [1, 2, 3]}`.$ref();
    expect(isReference(data)).toBe(true);
    expect(await data.$item("a")).toEqual([1, 2, 3]);
    expect(await data.$setItem("b", 2)).toBeNull();
    expect(await data.$len()).toBe(2);
    expect(await data.$deleteItem("b")).toBeNull();
    expect(await data.$bool()).toBe(true);
    expect(await data.$op("|", { c: 1 })).toEqual({ a: [1, 2, 3], c: 1 });
    expect(await data.$item("a").$op("in", [[1, 2, 3]])).toBe(true);
    expect(await data.$item("a").$op("not in", [[1, 2, 3]])).toBe(false);
    expect(await data.$op("is", data)).toBe(true);
    expect(await data.$op("is not", null)).toBe(true);
    expect(await session.eval`5`.$op("neg")).toBe(-5);
    expect(await data.$op("not")).toBe(false);
    expect(await data.$value()).toEqual({ a: [1, 2, 3] });
    expect(await data.$dir()).toContain("items");
    expect(await session.module("json").dumps.$call([{ a: 1 }], { indent: 0 })).toBe('{\n"a": 1\n}');
    await expect(Promise.resolve(data.$op("%%", 1))).rejects.toThrow("operator");
  });

  test("$value converts in depth, $ref never", async () => {
    const { session } = await opened();
    await session.exec`
      from dataclasses import dataclass
      @dataclass
      class Point:
          x: int
          y: float
    `;
    const point = session.module("__main__").Point(1, 2.5);
    expect(isReference(await point)).toBe(true);
    expect(await point.$value()).toEqual({ x: 1, y: 2.5 });
    expect(point.$value()).toBeInstanceOf(Promise);
    expect(point.$ref()).toBeInstanceOf(Promise);
    expect(point.$repr()).toBeInstanceOf(Promise);
    expect(isReference(await session.eval`[1]`.$ref())).toBe(true);
    expect(await session.eval`2 ** 40`.$value({ int: "bigint" })).toBe(2n ** 40n);
    expect(await session.eval`{"2": 1, "1": 2}`.$value({ dict: "map" })).toEqual(
      new Map([
        ["2", 1],
        ["1", 2],
      ]),
    );
    expect(await session.eval`7`.$with({ int: "bigint" })).toBe(7n);
    expect(await session.module("math", { int: "bigint" }).factorial(5)).toBe(120n);
  });
});

describe("a pending result", () => {
  test("has catch and finally, and can be awaited again", async () => {
    const { session } = await opened();
    expect(await session.eval`1 / 0`.catch((error: Error) => error.name)).toBe("ZeroDivisionError");
    let cleaned = false;
    expect(await session.eval`1`.finally(() => (cleaned = true))).toBe(1);
    expect(cleaned).toBe(true);
    const pending = session.eval`[1]`;
    expect(await pending).toBe(await pending);
  });

  test("stands for its result also after it was awaited, with Python's type", async () => {
    const { session } = await opened();
    const list = session.eval`[1]`;
    await list;
    await list.append(2);
    expect(await session.call("len", [list])).toBe(2);
    const float = session.eval`2.0`;
    expect(await float).toBe(2);
    expect(await session.call("repr", [float])).toBe("2.0");
    expect(await float.is_integer()).toBe(true);
    const none = session.eval`None`;
    expect(await none).toBeNull();
    expect(await session.call("repr", [[none, float, session.eval`"x"`]])).toBe("[None, 2.0, 'x']");
    expect(await session.call("repr", [none.__class__])).toBe("<class 'NoneType'>");
    const big = session.eval`2 ** 70`;
    expect(await big).toBe(2n ** 70n);
    expect(await big.bit_length()).toBe(71);
    expect(await session.call("repr", [[big, { a: big }]])).toBe(`[${2n ** 70n}, {'a': ${2n ** 70n}}]`);
    expect(await session.call("repr", [big])).toBe(String(2n ** 70n));
  });

  test("is fetched when it is awaited later than it was sent", async () => {
    const { session, frames } = await opened();
    const pending = session.eval`[1, 2]`;
    await session.eval`0`;
    frames.clear();
    expect(await pending).toEqual([1, 2]);
    expect(frames.sent).toHaveLength(1);
  });
});
