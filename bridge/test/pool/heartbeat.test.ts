/** When a worker counts as silent, on a clock of the test's own. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Heartbeat, type Living } from "../../src/pool/heartbeat.js";
import type { WorkerState } from "../../src/pool/worker.js";

const INTERVAL = 100;

class Listened implements Living {
  received = 0;
  readonly killed: string[] = [];
  answer: (() => void) | undefined;

  ping(): Promise<WorkerState> {
    return new Promise((resolve) => {
      this.answer = () => {
        resolve({ rss: 1, refs: 0, calls: 0, busy: false, others: 0 });
      };
    });
  }

  kill(why: string): void {
    this.killed.push(why);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function listen(unresponsiveAfter: number | null = 3 * INTERVAL): {
  worker: Listened;
  told: string[];
  beat: Heartbeat;
} {
  const worker = new Listened();
  const told: string[] = [];
  const beat = new Heartbeat(worker, {
    interval: INTERVAL,
    unresponsiveAfter: unresponsiveAfter ?? undefined,
    onState: () => told.push("state"),
    onUnresponsive: (silence) => told.push(`silent ${silence}`),
    onResponsive: () => told.push("back"),
  });
  return { worker, told, beat };
}

test("a worker that answers is asked again, and nothing is told but its state", async () => {
  const { worker, told } = listen();
  for (let beats = 0; beats < 5; beats++) {
    await vi.advanceTimersByTimeAsync(INTERVAL);
    worker.answer?.();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(told).toEqual(["state", "state", "state", "state", "state"]);
  expect(worker.killed).toEqual([]);
});

test("silence is told once, then kills", async () => {
  const { worker, told } = listen();
  await vi.advanceTimersByTimeAsync(3 * INTERVAL);
  expect(told).toEqual([`silent ${INTERVAL}`]);
  expect(worker.killed).toEqual([]);
  await vi.advanceTimersByTimeAsync(INTERVAL);
  expect(worker.killed).toEqual(["it gave no sign of life for 300 ms"]);
  expect(told).toHaveLength(1);
});

test("silence kills nobody where the options don't say so, however long it is", async () => {
  const { worker, told } = listen(null);
  await vi.advanceTimersByTimeAsync(10_000 * INTERVAL);
  expect(told).toEqual([`silent ${INTERVAL}`]);
  expect(worker.killed).toEqual([]);
});

test("an answer that comes late is told, and silence is counted anew", async () => {
  const { worker, told } = listen();
  await vi.advanceTimersByTimeAsync(3 * INTERVAL);
  worker.answer?.();
  await vi.advanceTimersByTimeAsync(3 * INTERVAL);
  expect(told).toEqual([`silent ${INTERVAL}`, "back", "state", `silent ${INTERVAL}`]);
  expect(worker.killed).toEqual([]);
});

test("a worker in the middle of a long message is not silent", async () => {
  const { worker, told } = listen();
  for (let beats = 0; beats < 20; beats++) {
    worker.received += 65_536;
    await vi.advanceTimersByTimeAsync(INTERVAL);
  }
  expect({ told, killed: worker.killed }).toEqual({ told: [], killed: [] });
});

test("nothing is asked after the end", async () => {
  const { worker, beat } = listen();
  beat.stop();
  await vi.advanceTimersByTimeAsync(10 * INTERVAL);
  expect(worker.answer).toBeUndefined();
});
