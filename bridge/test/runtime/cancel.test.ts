import { describe, expect, test } from "vitest";
import { WorkerLostError } from "../../src/pool/errors.js";
import { CallTimeoutError, StaleReferenceError } from "../../src/runtime/errors.js";
import { openSession, openWatchedSession } from "./open.js";

const SOURCE = `
import asyncio, threading, time
log = []
started = threading.Event()
def spin():
    log.append("spin")
    while True:
        time.sleep(0.01)
def stubborn(seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            while time.monotonic() < deadline:
                time.sleep(0.01)
        except KeyboardInterrupt:
            log.append("interrupted")
    return "finished"
async def wait():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        log.append("cancelled")
        raise
def endless():
    while True:
        yield 1
        time.sleep(0.005)
`;

async function opened() {
  const watched = openWatchedSession();
  await watched.session.exec(SOURCE);
  return { ...watched, main: watched.session.module("__main__") };
}

const failure = (promise: PromiseLike<unknown>): Promise<any> =>
  Promise.resolve(promise).then(
    () => expect.fail("it should fail"),
    (error: unknown) => error,
  );

describe("a timeout", () => {
  test("interrupts the running call, and the worker goes on", async () => {
    const { session, main } = await opened();
    const error = await failure(main.spin().$with({ timeout: 50 }));
    expect(error).toBeInstanceOf(CallTimeoutError);
    expect(error.message).toContain("50 ms");
    expect(await session.call("len", ["next"])).toBe(4);
    expect(await main.log.copy()).toEqual(["spin"]);
  });

  test("holds for a chain: whichever step runs is interrupted", async () => {
    const { session, main } = await opened();
    const error = await failure(main.spin().a().b.c().$with({ timeout: 50 }));
    expect(error).toBeInstanceOf(CallTimeoutError);
    expect(await session.call("len", ["next"])).toBe(4);
  });

  test("cancels a coroutine's task", async () => {
    const { main } = await opened();
    expect(await failure(main.wait().$with({ timeout: 50 }))).toBeInstanceOf(CallTimeoutError);
    await expect.poll(() => main.log.copy().then((log: unknown) => log)).toEqual(["cancelled"]);
  });

  test("holds for a stream as a whole", async () => {
    const { session, main } = await opened();
    let items = 0;
    const error = await failure(
      (async () => {
        for await (const item of main.endless().$stream({ timeout: 100 })) items += Number(item);
      })(),
    );
    expect(error).toBeInstanceOf(CallTimeoutError);
    expect(items).toBeGreaterThan(0);
    expect(await session.call("len", ["next"])).toBe(4);
  });

  test("of a session holds for all its calls", async () => {
    const session = openSession({}, { limits: { timeout: 200 } });
    expect(await session.eval`1`.$with({ timeout: 5_000 })).toBe(1);
    expect(await failure(session.call("time.sleep", [60]))).toBeInstanceOf(CallTimeoutError);
  });

  test("a call that ends in time is not disturbed, and Node may end", async () => {
    const { session } = await opened();
    expect(await session.call("len", ["abc"]).$with({ timeout: 60_000 })).toBe(3);
  });
});

describe("an AbortSignal", () => {
  test("removes a call from the queue, so that it never runs", async () => {
    const { main } = await opened();
    const controller = new AbortController();
    const running = main.stubborn(0.3);
    const queued = main.log.append("never").$with({ signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    const error = await failure(queued);
    expect(error.name).toBe("AbortError");
    expect(await running).toBe("finished");
    expect(await main.log.copy()).toEqual([]);
  });

  test("that was aborted before keeps the call from leaving", async () => {
    const { session, frames, main } = await opened();
    frames.clear();
    const reason = new Error("not today");
    expect(await failure(main.log.append("never").$with({ signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(frames.sent).toEqual([]);
    expect(await session.eval`log`).toEqual([]);
  });

  test("interrupts exactly the call that it belongs to", async () => {
    const { main } = await opened();
    const controller = new AbortController();
    const first = main.stubborn(0.2);
    const second = main.spin().$with({ signal: controller.signal });
    const third = main.log.copy();
    setTimeout(() => controller.abort(new Error("stop")), 400);
    expect(await first).toBe("finished");
    expect((await failure(second)).message).toBe("stop");
    expect(await third).toEqual(["spin"]);
  });
});

describe("kill: true", () => {
  test("kills the worker after the grace period, with exactly what lived in it", async () => {
    const session = openSession();
    await session.exec(SOURCE);
    const main = session.module("__main__");
    const list = await main.log;
    const object = await session.call("object");
    expect(list).toEqual([]);
    const other = session.call("len", ["queued behind"]);
    await other;
    const stubborn = failure(main.stubborn(60).$with({ timeout: 50, kill: true, grace: 100 }));
    const behind = failure(session.call("len", ["behind"]));
    expect(await stubborn).toBeInstanceOf(CallTimeoutError);
    expect(await behind).toBeInstanceOf(WorkerLostError);
    expect(await session.call("len", ["new worker"])).toBe(10);
    expect(await failure(object.__repr__())).toBeInstanceOf(StaleReferenceError);
  });

  test("spares a worker whose call ends within the grace period", async () => {
    const session = openSession();
    await session.exec(SOURCE);
    await session.eval`1`;
    const { pid } = session;
    expect(
      await failure(session.module("__main__").spin().$with({ timeout: 50, kill: true, grace: 5_000 })),
    ).toBeInstanceOf(CallTimeoutError);
    expect(await session.eval`log`).toEqual(["spin"]);
    expect(session.pid).toBe(pid);
  });
});

describe("unresponsiveAfter", () => {
  test("kills a worker that gives no sign of life; the next call gets a new one", async () => {
    const silences: number[] = [];
    const session = openSession({
      unresponsiveAfter: 300,
      heartbeat: 50,
      onUnresponsive: (silence) => silences.push(silence),
    });
    await session.eval`1`;
    const pid = session.pid ?? expect.fail("the worker runs");
    const pending = failure(session.call("time.sleep", [60]));
    process.kill(pid, "SIGSTOP");
    const error = await pending;
    expect(error).toBeInstanceOf(WorkerLostError);
    expect(silences).toHaveLength(1);
    expect(await session.call("len", ["new"])).toBe(3);
    expect(session.pid).not.toBe(pid);
  });

  test("spares a worker that is busy with Python code", async () => {
    const session = openSession({ unresponsiveAfter: 300, heartbeat: 50 });
    expect(await session.call("time.sleep", [0.8])).toBeNull();
  });
});
