/** Callbacks that wait for what can't happen before they have returned: they are told, and nothing hangs. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DeadlockError } from "../../src/runtime/errors/errors.js";
import { openMain } from "./open.js";
import { runProgram } from "./program.js";
import { failure } from "./failure.js";

const SOURCE = `
import asyncio, threading
def apply(f, *args):
    return f(*args)
def count(n):
    yield from range(n)
def calling(f):
    yield 1
    yield f()
    yield 3
async def acount(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i
def later(f):
    threading.Timer(0.3, f).start()
`;

const opened = () => openMain(SOURCE);

async function collect(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** A program that has the functions above in `main`, and prints what becomes of its calls. */
function run(program: string, { hurried = true } = {}) {
  return runProgram(`
    ${hurried ? "const now = performance.now.bind(performance); performance.now = () => 20 * now();" : ""}
    await python.exec(${JSON.stringify(SOURCE)});
    const main = python.module("__main__");
    const told = (name, promise) =>
      Promise.resolve(promise).then((value) => console.log(name, value), (error) => console.log(name, error.name));
    const gate = () => { let open; const promise = new Promise((resolve) => (open = resolve)); return { open, promise }; };
    ${program}
  `);
}

describe("a callback that waits for what is queued behind it", () => {
  test("through a Promise that was made outside of the callback", async () => {
    const { output, code } = await run(`
      let behind;
      const outer = told("outer", main.apply(async () => behind.then((length) => length + 1)));
      behind = Promise.resolve(python.call("len", ["behind"]));
      await Promise.all([outer, told("behind", behind)]);
      console.log(await python.eval\`1\`);
    `);
    expect({ output, code }).toEqual({ output: "outer DeadlockError\nbehind 6\n1\n", code: 0 });
  });

  test("through a function that was called outside of the callback, inside another callback", async () => {
    const { output } = await run(`
      let work;
      const outer = told("outer", main.apply(() => main.apply(async () => await work)));
      work = (async () => { const length = await python.call("len", ["behind"]); return length * 2; })();
      await Promise.all([outer, told("work", work)]);
    `);
    expect(output).toBe("outer DeadlockError\nwork 12\n");
  });

  test("through a Promise that nobody will ever settle", async () => {
    const { output, code } = await run(`
      const outer = main.apply(() => new Promise(() => undefined));
      await told("outer", Promise.resolve(outer).catch((error) => console.log(error.message)));
    `);
    expect(output).toContain("a Promise that nothing in the program can settle any more");
    expect(code).toBe(0);
  });

  test("is no deadlock where it waits for what keeps no program alive", async () => {
    const { output, code } = await run(
      `
      const limit = () => new Promise((resolve) =>
        AbortSignal.timeout(1_500).addEventListener("abort", () => resolve("over")));
      await Promise.all([told("limit", main.apply(limit)), told("behind", python.call("len", ["behind"]))]);
    `,
      { hurried: false },
    );
    expect({ output, code }).toEqual({ output: "limit over\nbehind 6\n", code: 0 });
  });

  test("in two sessions that wait for each other", async () => {
    const { output } = await run(`
      const { openPython } = await import(${JSON.stringify(new URL("../../src/index.ts", import.meta.url).pathname)});
      const other = openPython({ environment: "python3" });
      await other.exec(${JSON.stringify(SOURCE)});
      const [a, b] = [gate(), gate()];
      const one = told("one", main.apply(() => b.promise));
      const two = told("two", other.module("__main__").apply(() => a.promise));
      python.call("len", ["a"]).then(a.open);
      other.call("len", ["b"]).then(b.open);
      await Promise.all([one, two]);
      await other.close();
    `);
    expect(output).toContain("DeadlockError");
  });

  test("is no deadlock where the callback waits for something else", async () => {
    const { output } = await run(`
      const { promise, open } = gate();
      await told("timer", main.apply(() => new Promise((resolve) => setTimeout(resolve, 1_500, "over"))));
      const waiting = told("thread", main.apply(async (start) => { await start(open); await promise; return "called"; }, main.later));
      const behind = told("behind", python.call("len", ["behind"]));
      await Promise.all([waiting, behind]);
      const task = gate();
      await python.exec("import asyncio\\nasync def soon(f):\\n    await asyncio.sleep(0.5)\\n    f()");
      const soon = told("soon", main.soon(task.open));
      await told("task", main.apply(() => task.promise.then(() => "told")));
      await soon;
    `);
    expect(output.trim().split("\n").sort()).toEqual(
      ["timer over", "thread called", "behind 6", "task told", "soon null"].sort(),
    );
  });
});

describe("a callback that waits for a stream", () => {
  test("for a stream that was begun outside of the callback", async () => {
    const { main } = await opened();
    const stream = main.count(5000).$stream({ ahead: 10 });
    expect(await stream.next()).toEqual({ done: false, value: 0 });
    const rest = await main.apply(async () => (await collect(stream)).length);
    expect(rest).toBe(4999);
    const async = main.acount(50).$stream({ ahead: 2 });
    expect(await main.apply(async () => await collect(async))).toHaveLength(50);
  });

  test("that was begun inside it", async () => {
    const { main, session } = await opened();
    expect(await main.apply(async () => await collect(main.count(3000)))).toHaveLength(3000);
    expect(await main.apply(async () => await collect(session.eval`[1, 2]`))).toEqual([1, 2]);
    expect(await main.apply(async () => await collect(main.acount(20)))).toHaveLength(20);
    expect(
      await main.apply(async () => {
        for await (const item of main.count(1_000_000)) if (item === 3) break;
        return "left";
      }),
    ).toBe("left");
  });

  test("whose next item it is called for is told so", async () => {
    const { main, session } = await opened();
    const own: { stream?: any } = {};
    const stream = (own.stream = main
      .calling(async () => {
        const items = [(await own.stream.next()).value];
        items.push((await own.stream.next()).value);
        return items;
      })
      .$stream());
    const error = await failure(collect(stream));
    expect(error).toBeInstanceOf(DeadlockError);
    expect(await session.call("len", ["next"])).toBe(4);
  });

  test("that is queued behind it is told so", async () => {
    const { main, session } = await opened();
    const own: { stream?: any } = {};
    const outer = main.apply(async () => (await own.stream.next()).value);
    own.stream = main.count(3).$stream();
    expect(await failure(outer)).toBeInstanceOf(DeadlockError);
    expect(await collect(own.stream)).toEqual([0, 1, 2]);
    expect(await session.call("len", ["next"])).toBe(4);
  });
});

describe("a callback that never returns, in a program that is never at its end", () => {
  const warnings: unknown[] = [];
  const listen = (warning: unknown): void => {
    warnings.push(warning);
  };

  beforeEach(() => {
    warnings.length = 0;
    process.on("warning", listen);
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  });

  afterEach(() => {
    vi.useRealTimers();
    process.off("warning", listen);
  });

  async function pass(milliseconds: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(milliseconds);
    // Node hands warnings over in a turn of their own.
    await new Promise(setImmediate);
  }

  /** A call that waits in a callback, until it is given up. */
  async function stuck(main: any) {
    const limit = new AbortController();
    const stop = new Error("stop");
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const never = new Promise<void>(() => undefined);
    const outer = failure(main.apply(() => (begin(), never)).$with({ signal: limit.signal }));
    await begun;
    return async (): Promise<void> => {
      limit.abort(stop);
      expect(await outer).toBe(stop);
    };
  }

  test("is told of once, as a warning that says how many calls wait for it, until a limit ends it", async () => {
    const { main, session } = await opened();
    const giveUp = await stuck(main);
    const behind = Promise.all([session.call("len", ["behind"]), session.call("len", ["it"])]);
    await pass(9_000);
    expect(warnings).toEqual([]);
    await pass(30_000);
    expect(warnings).toMatchObject([
      {
        code: "SNAKEBRIDGE_STANDSTILL",
        message: expect.stringMatching(/has not returned for 10 seconds, and 2 calls wait/),
      },
    ]);
    await giveUp();
    expect(await behind).toEqual([6, 2]);
    expect(warnings).toHaveLength(1);
  });

  test("is told of no more when Python has given it up: what comes after does not wait for it", async () => {
    const { main, session } = await opened();
    const giveUp = await stuck(main);
    await pass(1_000);
    await giveUp();
    await session.exec`
      async def wait():
          global gate
          gate = asyncio.Event()
          await gate.wait()
          return "waited"
      async def release():
          gate.set()
    `;
    const waiting = Promise.resolve(main.wait());
    await pass(30_000);
    await main.release();
    expect(await waiting).toBe("waited");
    expect(warnings).toEqual([]);
  });
});
