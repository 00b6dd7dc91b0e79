import { describe, expect, test } from "vitest";
import {
  StaleReferenceError,
  SessionClosedError,
  WrongWorkerError,
} from "../../src/runtime/errors/errors.js";
import { collectGarbage, openSession, openWatchedSession, until, untilState } from "./open.js";
import { PythonPool } from "../../src/runtime/sessions/python-pool.js";
import { adapterPath } from "../test-python.js";
import { failure } from "./failure.js";

describe("identity", () => {
  test("the same Python object is the same reference, and comes back as itself", async () => {
    const python = openSession();
    await python.exec`
      thing = object()
      def same(x): return x is thing
    `;
    const main = python.module("__main__");
    const thing = await main.thing;
    expect(await main.thing).toBe(thing);
    expect(await python.eval`[${thing}, {"x": ${thing}}]`).toEqual([thing, { x: thing }]);
    expect(await main.same(thing)).toBe(true);
    expect(await python.eval`${[thing]}[0] is ${thing}`).toBe(true);
  });

  test("functions and errors of ours come back as themselves", async () => {
    const python = openSession();
    const f = (): number => 1;
    expect(await python.eval`${f} is ${f}`).toBe(true);
    expect(await python.eval`${new Error("x")}.__class__.__mro__[-2].__name__`).toBe("BaseException");
  });
});

describe("the worker frees", () => {
  test("results that were received, and intermediates of chains", async () => {
    const { session, worker } = openWatchedSession();
    const { dumps } = session.module("json");
    for (let round = 0; round < 200; round++) await dumps([round]);
    for (let round = 0; round < 200; round++) await session.eval`"a b"`.split().copy().__len__();
    await untilState(worker, (state) => state.calls < 20);
  });

  test("what was dropped, whether awaited or not", async () => {
    const { session, worker } = openWatchedSession();
    for (let round = 0; round < 100; round++) await session.call("object");
    for (let round = 0; round < 100; round++) session.call("object");
    for (let round = 0; round < 100; round++) await session.eval`[[]]`;
    await untilState(worker, (state) => state.refs === 0 && state.calls === 0);
    expect(session.references()).toEqual([]);
  });

  test("in batches, many references with one message", async () => {
    const { session, worker, frames } = openWatchedSession();
    await Promise.all(Array.from({ length: 500 }, () => session.call("object")));
    frames.clear();
    await untilState(worker, (state) => state.refs === 0);
    const releases = frames.sent.filter((frame) => frame["t"] === "release");
    const freed = releases.reduce((sum, { refs }) => sum + (refs as unknown[]).length, 0);
    expect(freed).toBeGreaterThanOrEqual(500);
    expect(releases.length).toBeLessThan(50);
  });

  test("errors, enum members and named tuples", async () => {
    const { session, worker } = openWatchedSession();
    for (let round = 0; round < 20; round++) await failure(session.eval`1 / 0`);
    for (let round = 0; round < 20; round++) await session.module("http").HTTPStatus.OK;
    for (let round = 0; round < 20; round++) await session.call("collections.namedtuple", ["P", "x"])(1);
    await untilState(worker, (state) => state.refs === 0 && state.calls === 0);
  });

  test("what is disposed of, at once", async () => {
    const { session, worker } = openWatchedSession();
    const object = await session.call("object");
    object.$dispose();
    object.$dispose();
    await until(async () => (await worker.ping())?.refs === 0);
    expect(await failure(object.x)).toBeInstanceOf(StaleReferenceError);
    expect(await failure(session.call("repr", [object]))).toBeInstanceOf(StaleReferenceError);
  });

  test("not what a call that is under way uses", async () => {
    const { session } = openWatchedSession();
    const object = await session.eval`[1, 2, 3]`.$ref();
    const length = session.call("len", [object]);
    object.$dispose();
    expect(await length).toBe(3);
  });

  test("what the garbage collector took only behind the calls that name it", async () => {
    const { session, worker } = openWatchedSession();
    await session.exec`
      class Thing: values = [1, 2, 3]
      def held(f): return f()
      def total(thing): return sum(thing.values)
    `;
    const main = session.module("__main__");
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    /** A call that waits behind another one. Nothing but the call knows of what it names. */
    async function queued(): Promise<Promise<unknown>[]> {
      const thing = await main.Thing();
      return [Promise.resolve(main.held(() => gate)), Promise.resolve(main.total(thing))];
    }
    const calls = await queued();
    for (let round = 0; round < 20; round++) {
      collectGarbage();
      await new Promise(setImmediate);
      expect((await worker.ping())?.refs).toBe(1);
    }
    goOn();
    expect(await Promise.all(calls)).toEqual([null, 6]);
    calls.length = 0;
    await untilState(worker, (state) => state.refs === 0);
  });

  test("not what was sent again while its release was on the way", async () => {
    const { session, worker } = openWatchedSession();
    await session.exec`thing = object()`;
    const main = session.module("__main__");
    for (let round = 0; round < 300; round++) {
      const thing = await main.thing;
      if (round % 3 === 0) thing.$dispose();
      else if (round % 50 === 0) collectGarbage();
    }
    const last = await main.thing;
    collectGarbage();
    expect(await session.eval`${last} is thing`).toBe(true);
    expect((await worker.ping())?.refs).toBe(1);
  });
});

test("python.references() lists what is alive, with stacks in debug mode", async () => {
  const python = openSession({}, { debug: true });
  const object = await python.module("types").SimpleNamespace();
  expect(python.references()).toEqual([
    expect.objectContaining({
      type: "types.SimpleNamespace",
      repr: "namespace()",
      stack: expect.stringContaining("lifetime.test.ts"),
    }),
  ]);
  object.$dispose();
  expect(python.references()).toEqual([]);
  // Each of many calls of one turn, and each item of a stream, has its own.
  const makeOne = (): unknown => python.call("object");
  const many = await Promise.all(Array.from({ length: 100 }, makeOne));
  const stacks = python.references().map(({ stack }) => stack ?? "");
  expect(stacks.filter((stack) => /makeOne .*lifetime\.test\.ts/.test(stack))).toHaveLength(many.length);
  for await (const item of python.eval`iter([__import__("types").SimpleNamespace(x=1)])`)
    expect(
      python.references().find(({ repr }) => repr === "namespace(x=1)"),
      String(item),
    ).toMatchObject({ stack: expect.stringContaining("lifetime.test.ts") });
  const plain = openSession();
  const kept = await plain.module("types").SimpleNamespace();
  expect(plain.references()).toEqual([expect.objectContaining({ type: "types.SimpleNamespace" })]);
  expect(plain.references()[0]?.stack).toBeUndefined();
  expect(await kept.$repr()).toBe("namespace()");
});

describe("sessions", () => {
  test("don't take each other's references", async () => {
    const [one, two] = [openSession(), openSession()];
    const object = await one.call("object");
    const pending = one.eval`[1]`;
    await two.eval`1`;
    expect(await failure(two.call("repr", [object]))).toBeInstanceOf(WrongWorkerError);
    expect(await failure(two.call("repr", [[pending]]))).toBeInstanceOf(WrongWorkerError);
    expect(await two.call("repr", [one.module("math")])).toContain("module 'math'");
  });

  test("reject after they were closed, and close finishes what is under way", async () => {
    const python = openSession();
    const object = await python.call("object");
    const slow = Promise.resolve(python.call("time.sleep", [0.1]));
    await new Promise(setImmediate);
    await python.close(60_000);
    expect(await slow).toBeNull();
    expect(await failure(python.eval`1`)).toBeInstanceOf(SessionClosedError);
    expect(await failure(object.__repr__())).toBeInstanceOf(StaleReferenceError);
    await python.close();
  });

  test.each([
    ["a session of its own", () => Promise.resolve({ session: openSession(), end: () => undefined })],
    [
      "a session of a pool",
      async () => {
        const pool = new PythonPool({ python: "python3", adapterPath, size: 1 });
        return { session: await pool.session(), end: () => pool.close() };
      },
    ],
  ])("%s lets a callback of a call that is under way call Python while it closes", async (_, open) => {
    const { session, end } = await open();
    await session.exec`def apply(f): return f()`;
    let begun: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (begun = resolve));
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const outer = Promise.resolve(
      session.module("__main__").apply(async () => {
        begun();
        await gate;
        const list = session.eval`[1, 2]`.copy();
        for await (const item of session.call("iter", [[3]])) await list.append(item);
        return session.module("builtins").len(await list.$ref());
      }),
    );
    await running;
    const closed = session.close(60_000);
    await new Promise(setImmediate);
    expect(await failure(session.eval`1`)).toBeInstanceOf(SessionClosedError);
    goOn();
    expect(await outer).toBe(3);
    await closed;
    expect(await failure(session.eval`1`)).toBeInstanceOf(SessionClosedError);
    await end();
  });

  test("take no call any more inside a callback that has been answered", async () => {
    const session = openSession();
    await session.exec`def apply(f): return f()`;
    let late: Promise<unknown> = Promise.resolve();
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    await session.module("__main__").apply(() => {
      late = gate.then(() => failure(session.eval`1`));
      return 1;
    });
    await session.close();
    goOn();
    expect(await late).toBeInstanceOf(SessionClosedError);
  });

  test("bind a wrapper to themselves", async () => {
    const [one, two] = [openSession(), openSession()];
    const wrapper = { getpid: one.module("os").getpid, os: one.module("os"), constant: 5 };
    const bound = two.bind(wrapper);
    const pid = await two.call("os.getpid");
    expect(await bound.getpid()).toBe(pid);
    expect(await bound.os.getpid()).toBe(pid);
    expect(bound.constant).toBe(5);
    expect(await wrapper.getpid()).not.toBe(pid);
  });

  test("register codecs in both directions", async () => {
    class Money {
      readonly amount: string;
      constructor(amount: string) {
        this.amount = amount;
      }
    }
    const python = openSession();
    await python.exec`
      class Cash:
          def __init__(self, text): self.text = text
    `;
    python.register<Money, string>({
      name: "__main__.Cash",
      class: Money,
      encode: (money) => money.amount,
      construct: "lambda text: __import__('__main__').Cash(text)",
      reduce: "lambda cash: cash.text",
      decode: (text) => new Money(text),
    });
    expect(await python.eval`${[new Money("1.10")]}[0].text`).toBe("1.10");
    expect(await python.eval`Cash("2.20")`).toEqual(new Money("2.20"));
    await python.exec`import os`;
    await python.call("os._exit", [1]).catch(() => undefined);
    await python.exec`
      class Cash:
          def __init__(self, text): self.text = text
    `;
    expect(await python.eval`[Cash("3")]`).toEqual([new Money("3")]);
  });

  test("copy binary data for a call after which it changes", async () => {
    const python = openSession();
    const data = new Uint8Array(100_000).fill(1);
    const sum = python.call("sum", [python.copy(data)]);
    data.fill(2);
    expect(await sum).toBe(100_000);
  });
});

test("declared types act when arguments are encoded, on members of results too", async () => {
  const python = openSession();
  await python.exec`
    class Box:
        def __init__(self, value): self.value = value
        def add(self, other): return repr((self.value, other))
    def show(*args, **kwargs): return repr((args, kwargs))
    def box(value): return Box(value)
  `;
  const show = python.declared("__main__", ["show"], {
    positional: ["float", { tuple: [] }, { item: "float" }],
    rest: "float",
    keywords: { f: "float" },
  });
  expect(await show(1, [], [1, 2], 3, 4)).toBe("((1.0, (), [1.0, 2.0], 3.0, 4.0), {})");
  expect(await show.$call([1], { f: 2, g: 2 })).toBe("((1.0,), {'f': 2.0, 'g': 2})");
  const box = python.declared("__main__", ["box"], { members: { add: { positional: ["float"] } } });
  expect(await box(1).add(2)).toBe("(1, 2.0)");
  const reference = await box(1);
  expect(await reference.add(2)).toBe("(1, 2.0)");
});
