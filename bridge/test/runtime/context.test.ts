/** Context managers, templates, coroutines, scopes: what has a meaning of its own beside calls. */
import { describe, expect, test } from "vitest";
import { PythonError } from "../../src/runtime/errors/python-error.js";
import { isReference } from "../../src/runtime/handles/is-reference.js";
import { openSession, openWatchedSession, untilState } from "./open.js";
import { failure } from "./failure.js";

describe("python.enter", () => {
  test("commits a transaction, and rolls it back when the body throws", async () => {
    const python = openSession();
    const database = await python.module("sqlite3").connect(":memory:");
    await database.execute("create table t (x integer)");
    const result = await python.enter(database, async (connection) => {
      await connection.execute("insert into t values (1)");
      return "done";
    });
    expect(result).toBe("done");
    const thrown = new Error("not this one");
    const error = await failure(
      python.enter(database, async (connection) => {
        await connection.execute("insert into t values (2)");
        throw thrown;
      }),
    );
    expect(error).toBe(thrown);
    expect(await database.execute("select x from t").fetchall()).toEqual([[1]]);
  });

  test("honours suppression, and hands the error over with its class", async () => {
    const python = openSession();
    const { suppress } = python.module("contextlib");
    const missing = python.enter(suppress(python.module("builtins").KeyError), () => python.eval`{}["x"]`);
    expect(await missing).toBeUndefined();
    const other = await failure(
      python.enter(suppress(python.module("builtins").KeyError), () => python.eval`1 / 0`),
    );
    expect(PythonError.is(other, "ZeroDivisionError")).toBe(true);
  });

  test("leaves with what __exit__ raises, and passes on what __enter__ raises", async () => {
    const python = openSession();
    await python.exec`
      class Manager:
          def __init__(self, where): self.where = where
          def __enter__(self):
              if self.where == "enter": raise ValueError("at enter")
              return self
          def __exit__(self, kind, error, trace):
              self.seen = (kind.__name__ if kind else None, str(error))
              if self.where == "exit": raise ValueError("at exit")
    `;
    const { Manager } = python.module("__main__");
    let ran = false;
    const enter = await failure(python.enter(Manager("enter"), () => (ran = true)));
    expect(enter.message).toBe("at enter");
    expect(ran).toBe(false);
    expect((await failure(python.enter(Manager("exit"), () => 1))).message).toBe("at exit");
    const manager = await Manager("none");
    await failure(python.enter(manager, () => Promise.reject(new TypeError("body"))));
    expect((await manager.seen)[1]).toContain("body");
    expect((await failure(python.enter(1, () => 1))).message).toContain("context manager");
  });

  test("awaits asynchronous context managers", async () => {
    const python = openSession();
    await python.exec`
      import asyncio, contextlib
      log = []
      @contextlib.asynccontextmanager
      async def managed():
          await asyncio.sleep(0)
          log.append("in")
          try:
              yield "value"
          finally:
              log.append("out")
    `;
    expect(await python.enter(python.module("__main__").managed(), (value) => value)).toBe("value");
    expect(await python.module("__main__").log.copy()).toEqual(["in", "out"]);
  });

  test("using and await using only free the reference", async () => {
    const { session, worker } = openWatchedSession();
    await session.exec`
      left = []
      class Manager:
          def __enter__(self): return self
          def __exit__(self, *details): left.append(1)
    `;
    {
      using manager = await session.module("__main__").Manager();
      expect(isReference(manager)).toBe(true);
      await using other = await session.module("__main__").Manager();
      expect(isReference(other)).toBe(true);
    }
    expect(await session.module("__main__").left.copy()).toEqual([]);
    await untilState(worker, (state) => state.refs === 0);
  });
});

describe("python.eval and python.exec", () => {
  test("pass values as arguments, never as text", async () => {
    const python = openSession();
    const evil = '"); import os; os._exit(1); ("';
    expect(await python.eval`len(${evil})`).toBe(evil.length);
    expect(await python.eval`sum(${[1, 2, 3]}) + ${4}`).toBe(10);
    expect(await python.eval`[x * ${2} for x in ${[1, 2]}]`).toEqual([2, 4]);
    expect(await python.eval`(lambda y: y + ${1})(2)`).toBe(3);
    expect(await python.eval`f"{${"inside"}}!"`).toBe("inside!");
    expect(await python.eval`${null} is None and ${undefined} is None`).toBe(true);
  });

  test("escapes are Python's, and the margin of a template does not count", async () => {
    const python = openSession();
    expect(await python.eval`"a\nb" + '\x41\\'`).toBe("a\nbA\\");
    expect(await python.eval`"\`\${x}"`).toBe("`${x}");
    await python.exec`
      def double(x):
          if x:
              return x * 2
          return ${"nothing"}
      limit = ${10}
    `;
    expect(await python.module("__main__").double(4)).toBe(8);
    expect(await python.eval`limit`).toBe(10);
  });

  test("take plain text with names too, and show the line of an error", async () => {
    const python = openSession();
    expect(await python.eval("a + b", { a: 1, b: 2 })).toBe(3);
    const error = await failure(python.exec("x = 1\nraise ValueError(x)"));
    expect(error.frames.at(-1)).toMatchObject({ line: 2, source: "raise ValueError(x)" });
    expect(PythonError.is(await failure(python.eval`1 +`), "SyntaxError")).toBe(true);
  });
});

describe("coroutines", () => {
  async function opened() {
    const python = openSession();
    await python.exec`
      import asyncio
      order = []
      ended = {}
      async def work(name, after=None):
          order.append("begin " + name)
          await asyncio.sleep(0)
          if after is not None:
              await ended.setdefault(after, asyncio.Event()).wait()
          order.append("end " + name)
          ended.setdefault(name, asyncio.Event()).set()
          return [name]
      async def gather(*tasks):
          return await asyncio.gather(*tasks)
    `;
    return { python, main: python.module("__main__") };
  }

  test("run as tasks, and may overlap until they are awaited", async () => {
    const { main } = await opened();
    const [slow, fast] = await Promise.all([main.work("slow", "fast"), main.work("fast")]);
    expect([slow, fast]).toEqual([["slow"], ["fast"]]);
    expect(await main.order.copy()).toEqual(["begin slow", "begin fast", "end fast", "end slow"]);
    await main.order.clear();
    await main.work("a");
    await main.work("b");
    expect(await main.order.copy()).toEqual(["begin a", "end a", "begin b", "end b"]);
  });

  test("as a target they are awaited first, as an argument they pass as their task", async () => {
    const { main } = await opened();
    expect(await main.work("target").index("target")).toBe(0);
    expect(await main.gather(main.work("x", "y"), main.work("y"))).toEqual([["x"], ["y"]]);
  });

  test("do not hold up other calls", async () => {
    const { python, main } = await opened();
    let finished = false;
    const slow = main.work("slow", "told").then(() => (finished = true));
    expect(await python.call("len", ["abc"])).toBe(3);
    expect(finished).toBe(false);
    await main.work("told");
    await slow;
  });

  test("have the event loop's own thread, blocking calls the main one; asyncio loads with the first", async () => {
    const python = openSession();
    await python.exec`
      import sys, threading
      def is_main(): return threading.current_thread() is threading.main_thread()
      async def is_main_in_task(): return is_main()
    `;
    const main = python.module("__main__");
    expect(await python.eval`"asyncio" in sys.modules`).toBe(false);
    expect(await Promise.all([main.is_main(), main.is_main_in_task()])).toEqual([true, false]);
    expect(await python.eval`"asyncio" in sys.modules`).toBe(true);
  });

  test("$coro gives the bare coroutine", async () => {
    const { python, main } = await opened();
    const coroutine = await main.work.$coro("bare");
    expect(await coroutine.$type.__name__).toBe("coroutine");
    expect(await main.order.copy()).toEqual([]);
    expect(await python.module("asyncio").run(coroutine)).toEqual(["bare"]);
  });

  test("a failure carries the call in TypeScript", async () => {
    const { python } = await opened();
    await python.exec("async def fail():\n    raise KeyError('k')");
    const error = await failure(python.module("__main__").fail());
    expect(PythonError.is(error, "KeyError")).toBe(true);
    expect(error.stack).toContain("context.test.ts");
  });
});

describe("python.scope", () => {
  test("frees what was received inside, except what it returns", async () => {
    const { session, worker } = openWatchedSession();
    const kept = await session.scope(async () => {
      const first = await session.call("object");
      const second = await session.call("object");
      expect(session.references()).toHaveLength(2);
      expect(await session.eval`${first} is ${second}`).toBe(false);
      return second;
    });
    expect(session.references()).toHaveLength(1);
    expect(await kept.$repr()).toContain("object");
    await untilState(worker, (state) => state.refs === 1);
  });

  test("with using, frees what was added", async () => {
    const { session, worker } = openWatchedSession();
    {
      using scope = session.scope();
      scope.add(await session.call("object"));
      scope.add(await session.call("object"));
      const kept = scope.keep(scope.add(await session.call("object")));
      expect(scope.size).toBe(2);
      expect(isReference(kept)).toBe(true);
    }
    await untilState(worker, (state) => state.refs <= 1);
  });

  test("what it has freed can't be used any more", async () => {
    const python = openSession();
    let leaked: any;
    await python.scope(async () => {
      leaked = await python.call("object");
    });
    expect(await failure(leaked.x)).toMatchObject({ code: "STALE_REFERENCE" });
  });
});
