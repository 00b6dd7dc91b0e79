import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withLock } from "../../src/environment/lock.js";

let cache: string;
let before: string | undefined;

beforeEach(() => {
  before = process.env["XDG_CACHE_HOME"];
  cache = mkdtempSync(join(tmpdir(), "snakebridge lock-"));
  process.env["XDG_CACHE_HOME"] = cache;
});

afterEach(() => {
  if (before === undefined) delete process.env["XDG_CACHE_HOME"];
  else process.env["XDG_CACHE_HOME"] = before;
  rmSync(cache, { recursive: true, force: true });
});

// Where the cache lies is told by a variable there alone.
describe.runIf(process.platform === "linux")("a lock", () => {
  test("lets one at a time", async () => {
    const order: string[] = [];
    let waited = 0;
    const work = (name: string) => async (): Promise<void> => {
      order.push(`${name} begins`);
      await wait(50);
      order.push(`${name} ends`);
    };
    const onWait = (): void => {
      waited += 1;
    };
    await Promise.all(["a", "b"].map((name) => withLock(join(cache, "x"), { onWait }, work(name))));
    expect(order.map((each) => each.split(" ")[1])).toEqual(["begins", "ends", "begins", "ends"]);
    expect(waited).toBe(1);
  });

  // As when the user empties the cache, or another process takes the lock of one whose machine was asleep.
  test("that is taken away ends neither the process nor the work", async () => {
    const done = await withLock(join(cache, "x"), {}, async () => {
      const locks = join(cache, "snakebridge", "locks");
      expect(readdirSync(locks)).toHaveLength(1);
      rmSync(locks, { recursive: true });
      // A lock is looked after every 2.5 seconds, by a timer that ends before this one.
      await wait(4_000);
      return "done";
    });
    expect(done).toBe("done");
  });
});
