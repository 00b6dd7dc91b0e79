import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WorkerLostError } from "../../src/pool/errors.js";
import { WorkerProcess } from "../../src/pool/worker.js";
import { CallTimeoutError, StaleReferenceError } from "../../src/runtime/errors/errors.js";
import type { CallLimits } from "../../src/runtime/handles/types.js";
import { openSession, openMain } from "./open.js";
import { failure } from "./failure.js";

const SOURCE = `
import asyncio, threading, time
log = []
started = threading.Event()
def spin(begun=lambda: None):
    log.append("spin")
    begun()
    while True:
        time.sleep(0.01)
def stubborn(seconds, begun=lambda: None):
    begun()
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            while time.monotonic() < deadline:
                time.sleep(0.01)
        except KeyboardInterrupt:
            log.append("interrupted")
    return "finished"
async def wait(begun):
    try:
        begun()
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        log.append("cancelled")
        raise
def held(until):
    until()
    return "finished"
class Spinner:
    @property
    def own(self): return self
    def spin(self, begun): return spin(begun)
def four():
    for _ in range(4):
        yield 1
    spin()
def endless():
    while True:
        yield 1
        time.sleep(0.005)
`;

const opened = () => openMain(SOURCE);

/** For Python to say that it has begun: how soon it does is the machine's affair, so no time limit may stand for it. */
function beginning(): { readonly begun: () => void; readonly awaited: Promise<void> } {
  let begun: () => void = () => undefined;
  const awaited = new Promise<void>((resolve) => (begun = resolve));
  return { begun, awaited };
}

/** How a call fails that is limited to 50 ms from the moment when Python has begun. */
async function failureOnceBegun(call: any, awaited: Promise<void>, limits: CallLimits = {}): Promise<any> {
  const outcome = failure(call.$with({ timeout: 60_000 }));
  await awaited;
  call.$with({ timeout: 50, ...limits });
  return outcome;
}

/**
 * Reads a stream of four items, after which Python never gives another, with a limit of one second. On the clock of the test, which
 * only goes on behind an item, each item comes in time, and the second is over behind the fourth.
 */
async function readUntilTheTimeout(open: (timeout: number) => AsyncIterable<unknown>): Promise<void> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  // Fires what is due, also while nothing comes.
  const due = setInterval(() => {
    void vi.advanceTimersByTimeAsync(0);
  }, 5);
  try {
    let items = 0;
    const error = await failure(
      (async () => {
        for await (const item of open(1_000)) {
          items += Number(item);
          await vi.advanceTimersByTimeAsync(300);
        }
      })(),
    );
    expect(error).toBeInstanceOf(CallTimeoutError);
    expect(items).toBe(4);
  } finally {
    clearInterval(due);
    vi.useRealTimers();
  }
}

describe("a timeout", () => {
  test("interrupts the running call, and the worker goes on", async () => {
    const { session, main } = await opened();
    const { begun, awaited } = beginning();
    const error = await failureOnceBegun(main.spin(begun), awaited);
    expect(error).toBeInstanceOf(CallTimeoutError);
    expect(error.message).toContain("50 ms");
    expect(await session.call("len", ["next"])).toBe(4);
    expect(await main.log.copy()).toEqual(["spin"]);
  });

  test("holds for a chain: whichever step runs is interrupted", async () => {
    const { session, main } = await opened();
    const first = beginning();
    expect(await failureOnceBegun(main.spin(first.begun).a().b.c(), first.awaited)).toBeInstanceOf(
      CallTimeoutError,
    );
    const later = beginning();
    expect(await failureOnceBegun(main.Spinner().own.spin(later.begun), later.awaited)).toBeInstanceOf(
      CallTimeoutError,
    );
    expect(await main.log.copy()).toEqual(["spin", "spin"]);
    expect(await session.call("len", ["next"])).toBe(4);
  });

  test("cancels a coroutine's task", async () => {
    const { main } = await opened();
    const { begun, awaited } = beginning();
    expect(await failureOnceBegun(main.wait(begun), awaited)).toBeInstanceOf(CallTimeoutError);
    await expect.poll(() => main.log.copy().then((log: unknown) => log)).toEqual(["cancelled"]);
  });

  test("holds for a stream as a whole", async () => {
    const { session, main } = await opened();
    await readUntilTheTimeout((timeout) => main.four().$stream({ timeout }));
    expect(await session.call("len", ["next"])).toBe(4);
  });

  test("holds for a stream in lock-step as a whole, with one deadline for all its steps", async () => {
    const { session, main } = await opened();
    await readUntilTheTimeout((timeout) => main.four().$stream({ ahead: 0, timeout }));
    expect(await session.call("len", ["next"])).toBe(4);
  });

  test("is not set by default: a call may take a day", async () => {
    const { session, main } = await opened();
    const { begun, awaited } = beginning();
    let finish: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (finish = resolve));
    vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "Date", "performance"] });
    try {
      const held = main.held(() => {
        begun();
        return done;
      });
      const outcome = Promise.resolve(held);
      await awaited;
      await vi.advanceTimersByTimeAsync(24 * 3_600_000);
      finish();
      expect(await outcome).toBe("finished");
      expect(await session.call("len", ["same worker"])).toBe(11);
    } finally {
      vi.useRealTimers();
    }
  });

  test("of a session holds for all its calls", async () => {
    const session = openSession({}, { limits: { timeout: 200 } });
    expect(await session.eval`1`.$with({ timeout: 60_000 })).toBe(1);
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
    const { begun, awaited } = beginning();
    let finish: () => void = () => undefined;
    const running = main.held(async () => {
      begun();
      await new Promise<void>((resolve) => (finish = resolve));
    });
    const queued = failure(main.log.append("never").$with({ signal: controller.signal }));
    await awaited;
    controller.abort();
    expect((await queued).name).toBe("AbortError");
    finish();
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

  test("holds for a chain, a stream and a session", async () => {
    const { session, main } = await opened();
    const stop = new Error("stop");
    const chain = new AbortController();
    const spinning = failure(
      main
        .spin(() => {
          chain.abort(stop);
        })
        .a()
        .b()
        .$with({ signal: chain.signal }),
    );
    expect(await spinning).toBe(stop);
    for (const ahead of [0, 10]) {
      const stream = new AbortController();
      let items = 0;
      const reading = (async () => {
        for await (const item of main.endless().$stream({ ahead, signal: stream.signal })) {
          items += Number(item);
          if (items === 3) stream.abort(stop);
        }
      })();
      expect(await failure(reading)).toBe(stop);
      expect(items).toBeGreaterThanOrEqual(3);
    }
    expect(await session.call("len", ["next"])).toBe(4);
    const whole = new AbortController();
    const limited = openSession({}, { limits: { signal: whole.signal } });
    await limited.exec(SOURCE);
    const { begun, awaited } = beginning();
    const running = failure(limited.module("__main__").spin(begun));
    await awaited;
    whole.abort(stop);
    expect(await running).toBe(stop);
    expect(await failure(limited.eval`1`)).toBe(stop);
  });

  test("interrupts exactly the call that it belongs to", async () => {
    const { main } = await opened();
    const controller = new AbortController();
    const first = main.stubborn(0.2);
    const second = failure(
      main
        .spin(() => {
          controller.abort(new Error("stop"));
        })
        .$with({ signal: controller.signal }),
    );
    const third = main.log.copy();
    expect(await first).toBe("finished");
    expect((await second).message).toBe("stop");
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
    const elsewhere = await openMain(SOURCE);
    const kept = await elsewhere.session.call("object");
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const running = elsewhere.main.held(() => finished);
    const { begun, awaited } = beginning();
    const stubborn = failureOnceBegun(main.stubborn(60, begun), awaited, { kill: true, grace: 100 });
    const behind = failure(session.call("len", ["behind"]));
    expect(await stubborn).toBeInstanceOf(CallTimeoutError);
    const loss = await behind;
    expect(loss).toBeInstanceOf(WorkerLostError);
    expect(loss.message).toContain("a cancelled call did not end");
    expect(await session.call("len", ["new worker"])).toBe(10);
    expect(await failure(object.__repr__())).toBeInstanceOf(StaleReferenceError);
    // What lives in another worker goes on.
    finish();
    expect(await running).toBe("finished");
    expect(await elsewhere.session.call("isinstance", [kept, kept.$type])).toBe(true);
  });

  test("spares a worker whose call ends within the grace period", async () => {
    const session = openSession();
    await session.exec(SOURCE);
    await session.eval`1`;
    const { pid } = session;
    const { begun, awaited } = beginning();
    expect(
      await failureOnceBegun(session.module("__main__").spin(begun), awaited, { kill: true, grace: 60_000 }),
    ).toBeInstanceOf(CallTimeoutError);
    expect(await session.eval`log`).toEqual(["spin"]);
    expect(session.pid).toBe(pid);
  });
});

test("kill: true of the session holds for every call that is limited in it", async () => {
  const session = openSession({}, { limits: { kill: true, grace: 100 } });
  await session.exec(SOURCE);
  const { pid } = session;
  const { begun, awaited } = beginning();
  const stubborn = failureOnceBegun(session.module("__main__").stubborn(60, begun), awaited);
  const behind = failure(session.call("len", ["behind"]));
  expect(await stubborn).toBeInstanceOf(CallTimeoutError);
  expect(await behind).toBeInstanceOf(WorkerLostError);
  expect(await session.call("len", ["new worker"])).toBe(10);
  expect(session.pid).not.toBe(pid);
});

describe("unresponsiveAfter", () => {
  // On a clock of the test's own: how long a healthy worker takes on a busy machine is no silence.
  const heartbeat = 10_000;
  const unresponsiveAfter = 3 * heartbeat;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test("kills a worker that gives no sign of life; the next call gets a new one", async () => {
    const silences: number[] = [];
    const session = openSession({
      unresponsiveAfter,
      heartbeat,
      onUnresponsive: (silence) => silences.push(silence),
    });
    await session.eval`1`;
    const pid = session.pid ?? expect.fail("the worker runs");
    const pending = failure(session.call("time.sleep", [60]));
    process.kill(pid, "SIGSTOP");
    // The first heartbeat asks for a sign of life.
    await vi.advanceTimersByTimeAsync(heartbeat + unresponsiveAfter);
    const error = await pending;
    expect(error).toBeInstanceOf(WorkerLostError);
    expect(error.message).toMatch(/no sign of life for 30000 ms/);
    expect(silences).toEqual([heartbeat]);
    expect(await session.call("len", ["new"])).toBe(3);
    expect(session.pid).not.toBe(pid);
  });

  test("spares a worker that is busy with Python code", async () => {
    const ping = vi.spyOn(WorkerProcess.prototype, "ping");
    try {
      const session = openSession({ unresponsiveAfter, heartbeat });
      await session.exec(SOURCE);
      const { begun, awaited } = beginning();
      const busy = session.module("__main__").spin(begun);
      const outcome = failure(busy);
      await awaited;
      const { pid } = session;
      // Each sign of life comes while Python computes, however long that takes it.
      for (let beats = 0; beats < 10; beats++) {
        await vi.advanceTimersByTimeAsync(heartbeat);
        expect(await ping.mock.results[beats]?.value).toMatchObject({ busy: true });
      }
      busy.$with({ signal: AbortSignal.abort() });
      expect(await outcome).toMatchObject({ name: "AbortError" });
      expect(await session.call("len", ["same"])).toBe(4);
      expect(session.pid).toBe(pid);
    } finally {
      ping.mockRestore();
    }
  });
});
