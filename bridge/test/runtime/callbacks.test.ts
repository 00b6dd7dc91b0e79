import { describe, expect, test } from "vitest";
import { DeadlockError } from "../../src/runtime/errors/errors.js";
import { Kw, kw } from "../../src/runtime/operations/keywords.js";
import { PythonError } from "../../src/runtime/errors/python-error.js";
import { collectGarbage, openSession, openMain, until } from "./open.js";
import { failure } from "./failure.js";

const SOURCE = `
import threading
hooks = []
def apply(f, *args, **kwargs):
    return f(*args, **kwargs)
def passing(f):
    try:
        return f()
    finally:
        hooks.append("left")
def swallowing(f):
    try:
        f()
    except Exception as error:
        return type(error).__name__, str(error)
def reraising(f):
    try:
        f()
    except Exception as error:
        raise RuntimeError("around") from error
def on_thread(f):
    result = []
    thread = threading.Thread(target=lambda: result.append(f(threading.current_thread().name)))
    thread.start()
    thread.join()
    return result
`;

const opened = () => openMain(SOURCE);

async function rejecting(reason: any): Promise<never> {
  await Promise.resolve();
  throw reason;
}

describe("a function that is passed to Python", () => {
  test("is called with converted arguments, sync or async", async () => {
    const { session, main } = await opened();
    expect(await session.call("list", [session.call("map", [(x: number) => x * 2, [1, 2, 3]])])).toEqual([
      2, 4, 6,
    ]);
    expect(
      await session.call("sorted", [["bb", "a"]], { key: (text: string) => Promise.resolve(text.length) }),
    ).toEqual(["a", "bb"]);
    expect(await main.apply(() => undefined)).toBeNull();
  });

  test("receives keywords in kw, last", async () => {
    const { main } = await opened();
    const received: unknown[] = [];
    const record = (...args: unknown[]): null => {
      received.push(...args);
      return null;
    };
    await main.apply(record, 1, kw({ b: 2 }));
    expect(received[0]).toBe(1);
    expect(received[1]).toBeInstanceOf(Kw);
    expect((received[1] as Kw).values).toEqual({ b: 2 });
  });

  test("has its parameters as its signature, or the one that python.callback gives", async () => {
    const { session, main } = await opened();
    const parameters = (f: any) => session.call("str", [session.call("inspect.signature", [f])]);
    expect(await parameters((_a: unknown, _b: unknown) => 1)).toMatch(/^\(\w+, \w+, (\/, )?\*args/);
    const f = session.callback((...args: unknown[]) => args.length, { signature: "a, b=1, *, c" });
    expect(await parameters(f)).toBe("(a, b=1, *, c)");
    expect(await main.apply(f, 1, 2)).toBe(2);
  });

  test("may outlive its call", async () => {
    const { session, main } = await opened();
    const calls: number[] = [];
    const lazy = await session.call("map", [
      (x: number) => {
        calls.push(x);
        return x + 1;
      },
      [1, 2],
    ]);
    expect(calls).toEqual([]);
    expect(await session.call("list", [lazy])).toEqual([2, 3]);
    expect(calls).toEqual([1, 2]);
    await main.hooks.append((text: string) => text.toUpperCase());
    collectGarbage();
    expect(await session.eval`hooks[-1]("later")`).toBe("LATER");
    const executor = await session.module("concurrent.futures").ThreadPoolExecutor();
    expect(await executor.submit((x: number) => x * 3, 5).result()).toBe(15);
    await executor.shutdown();
  });

  test("is freed when Python drops it, and is the same callable while Python holds it", async () => {
    const { session, main, frames } = await opened();
    const hook = (): number => 1;
    await main.hooks.append(hook);
    await main.hooks.append(hook);
    expect(await session.eval`hooks[0] is hooks[1]`).toBe(true);
    await main.hooks.remove(hook);
    expect(await main.hooks.__len__()).toBe(1);
    await main.hooks.clear();
    await until(async () => {
      await session.call("gc.collect");
      return frames.received.some((frame) => frame.t === "released");
    });
    expect(await main.apply(hook)).toBe(1);
  });

  test("is let go of here, too, when Python has dropped it", async () => {
    const { session, main } = await opened();
    const pass = async (): Promise<WeakRef<() => number>> => {
      const hook = (): number => 1;
      await main.hooks.append(hook);
      return new WeakRef(hook);
    };
    const hook = await pass();
    for (let round = 0; round < 5; round++) {
      collectGarbage();
      expect(await session.eval`hooks[0]()`).toBe(1);
    }
    await main.hooks.clear();
    await until(async () => {
      await session.call("gc.collect");
      collectGarbage();
      return hook.deref() === undefined;
    });
  });

  test("is called from Python's threads", async () => {
    const { main } = await opened();
    const [name] = await main.on_thread((thread: string) => thread);
    expect(name).toMatch(/^Thread-/);
  });
});

describe("calls made inside a callback", () => {
  test("run nested, to any depth, and keep their parent across await", async () => {
    const { session, main } = await opened();
    const nest = async (depth: number): Promise<number> => {
      await Promise.resolve();
      if (depth === 0) return 0;
      const length: number = await session.call("len", ["x".repeat(depth)]);
      await new Promise(setImmediate);
      return length + Number(await main.apply(nest, depth - 1));
    };
    expect(await main.apply(nest, 40)).toBe(820);
    // As deep as Python's own stack is; then its error, and nothing worse.
    const endless = (): unknown => main.apply(endless);
    expect(PythonError.is(await failure(main.apply(endless)), "RecursionError")).toBe(true);
    expect(await main.apply(nest, 2)).toBe(3);
  });

  test("others keep their order", async () => {
    const { session, main } = await opened();
    const order: string[] = [];
    const outer = main
      .apply(async () => {
        await session.call("len", ["nested"]);
        order.push("nested");
        return 1;
      })
      .then(() => order.push("outer"));
    const behind = session.call("len", ["behind"]).then(() => order.push("behind"));
    await Promise.all([outer, behind]);
    expect(order).toEqual(["nested", "outer", "behind"]);
  });

  test("one that waits for a call queued behind itself rejects instead of hanging", async () => {
    const { session, main } = await opened();
    const later: { behind?: any } = {};
    const outer = main.apply(async () => {
      await later.behind;
    });
    const behind = (later.behind = session.call("len", ["behind"]));
    const error = await failure(outer);
    expect(error).toBeInstanceOf(DeadlockError);
    expect(await behind).toBe(6);
  });

  test("nor may a nested call name it", async () => {
    const { session, main } = await opened();
    const later: { behind?: any } = {};
    const outer = main.apply(() => session.call("len", [later.behind]));
    const behind = (later.behind = session.eval`[1, 2]`);
    expect(await failure(outer)).toBeInstanceOf(DeadlockError);
    expect(await behind).toEqual([1, 2]);
  });

  test("nor is what waits for a coroutine since before", async () => {
    const { session, main } = await opened();
    await session.exec`
      import asyncio
      async def later():
          global gate
          gate = asyncio.Event()
          await gate.wait()
          return [1, 2, 3]
      async def open_gate():
          gate.set()
    `;
    const length = main.later().__len__();
    const lengthAwaited = Promise.resolve(length);
    const outer = main.apply(async () => {
      await main.open_gate();
      return (await length) as number;
    });
    expect(await outer).toBe(3);
    expect(await lengthAwaited).toBe(3);
  });

  test("one that waits inside another callback for what is queued behind either rejects", async () => {
    const { session, main } = await opened();
    const later: { behind?: any } = {};
    const outer = main.apply(() => main.apply(() => main.apply(async () => Number(await later.behind))));
    const behind = (later.behind = session.call("len", ["behind"]));
    expect(await failure(outer)).toBeInstanceOf(DeadlockError);
    expect(await behind).toBe(6);
  });

  test("iterating what is queued behind itself rejects, too", async () => {
    const { session, main } = await opened();
    const later: { behind?: any } = {};
    const outer = main.apply(async () => {
      for await (const item of later.behind) return item as number;
      return 0;
    });
    const behind = (later.behind = session.eval`[1, 2]`);
    expect(await failure(outer)).toBeInstanceOf(DeadlockError);
    expect(await behind).toEqual([1, 2]);
  });

  test("waiting for what was performed before is no deadlock", async () => {
    const { session, main } = await opened();
    const before = session.call("len", ["before"]);
    expect(await main.apply(async () => Number(await before) + 1)).toBe(7);
  });
});

describe("an error that a callback throws", () => {
  test("passes through Python and comes back as itself", async () => {
    const { main } = await opened();
    const thrown = new RangeError("mine");
    const error = await failure(
      main.passing(() => {
        throw thrown;
      }),
    );
    expect(error).toBe(thrown);
    expect(await main.hooks.copy()).toEqual(["left"]);
    expect(await failure(main.passing(() => Promise.reject(thrown)))).toBe(thrown);
  });

  test("is an exception with its message in Python, and the cause of what Python raises for it", async () => {
    const { main } = await opened();
    const thrown = new RangeError("mine");
    const throwing = (): never => {
      throw thrown;
    };
    expect((await main.swallowing(throwing))[1]).toContain("mine");
    const error = await failure(main.reraising(throwing));
    expect(PythonError.is(error, "RuntimeError")).toBe(true);
    expect(error.cause).toBe(thrown);
  });

  test("that came from Python keeps its identity there", async () => {
    const { session, main } = await opened();
    const error = await failure(session.module("json").loads("{"));
    expect((await main.swallowing(() => rejecting(error)))[0]).toBe("JSONDecodeError");
    expect(await failure(main.passing(() => rejecting(error)))).toBe(error);
    expect(await session.eval`isinstance(${error}, ValueError)`).toBe(true);
  });

  test("may be no Error at all", async () => {
    const { main } = await opened();
    const error = await failure(main.passing(() => rejecting("text")));
    expect(error.message).toBe("text");
  });

  test("what it returns has to be convertible", async () => {
    const { main } = await opened();
    expect(await failure(main.passing(() => Symbol("x")))).toMatchObject({
      code: "CONVERSION_FAILED",
      path: "$.result",
    });
  });
});

test("a function and an error that were sent to two workers belong to both", async () => {
  const f = (x: number): number => x + 1;
  const [one, two] = [openSession(), openSession()];
  expect(
    await Promise.all([one, two].map((python) => python.call("list", [python.call("map", [f, [1]])]))),
  ).toEqual([[2], [2]]);
});
