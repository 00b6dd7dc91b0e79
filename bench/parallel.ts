/** Eight CPU-bound calls on one worker and on two, and how long the event loop of the host was held meanwhile. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { openPool } from "snakebridge";
import { folder } from "./party.ts";
import { median } from "./report.ts";

export interface ParallelFigures {
  /** Milliseconds, medians. */
  one: number;
  two: number;
  /** The longest that the event loop was held, in milliseconds. */
  longestBlock: number;
  text: string;
}

export async function measureParallel(python: string): Promise<ParallelFigures> {
  const one: number[] = [];
  const two: number[] = [];
  const blocks: number[] = [];
  for (let round = 0; round < 5; round++) {
    for (const size of round % 2 === 0 ? [1, 2] : [2, 1]) {
      await using pool = openPool({ environment: python, config: false, size, sysPath: [folder] });
      const session = Array.from({ length: size }, () => pool.run("functions.spin", [1_000]));
      await Promise.all(session);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const started = performance.now();
      await Promise.all(Array.from({ length: 8 }, () => pool.run("functions.spin", [1_000_000])));
      (size === 1 ? one : two).push(performance.now() - started);
      delay.disable();
      blocks.push(delay.max / 1e6);
    }
  }
  const figures = { one: median(one), two: median(two), longestBlock: median(blocks) };
  return {
    ...figures,
    text: `\n8 CPU-bound calls: ${figures.two.toFixed(0)} ms on two workers, ${figures.one.toFixed(0)} ms on one, ratio ${(figures.two / figures.one).toFixed(2)} (goal 0.6); longest block of the event loop ${figures.longestBlock.toFixed(1)} ms (goal 10)`,
  };
}
