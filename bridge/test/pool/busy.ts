/** A process that computes for long, without the time that this takes. */
import { vi } from "vitest";

/** What `begin` gives, which this process left alone for a minute: its timers of half a minute came late, and before anything was read. */
export function afterBeingBusy<Result>(begin: () => Result): Result {
  let now = performance.now();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
  try {
    const result = begin();
    now += 60_000;
    vi.advanceTimersByTime(30_000);
    return result;
  } finally {
    clock.mockRestore();
    vi.useRealTimers();
  }
}
