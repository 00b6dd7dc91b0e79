/** Eight CPU-bound calls on one worker and on two, and how long code of ours held the event loop meanwhile. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { openPool } from "snakebridge";
import { folder } from "./party.ts";
import { median, type Check } from "./report.ts";

const ROUNDS = 5;

export async function measureParallel(python: string): Promise<Check[]> {
  const ratios: number[] = [];
  const times: number[][] = [];
  const held: number[] = [];
  const delays: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ofRound = [0, 0, 0];
    for (const size of round % 2 === 0 ? [1, 2] : [2, 1]) {
      await using pool = openPool({ environment: python, config: false, size, sysPath: [folder] });
      await Promise.all(Array.from({ length: size }, () => pool.run("functions.spin", [1_000])));
      const delay = monitorEventLoopDelay({ resolution: 1 });
      const loop = watchLoop();
      delay.enable();
      const started = performance.now();
      await Promise.all(Array.from({ length: 8 }, () => pool.run("functions.spin", [1_000_000])));
      ofRound[size] = performance.now() - started;
      delay.disable();
      delays.push(delay.max / 1e6);
      held.push(loop.stop());
    }
    times.push(ofRound);
    ratios.push(ofRound[2]! / ofRound[1]!);
  }
  const typical = (size: number): string => median(times.map((ofRound) => ofRound[size]!)).toFixed(0);
  return [
    {
      title: "8 CPU-bound calls, two workers against one",
      goal: 0.6,
      value: median(ratios),
      note: `${typical(2)} ms against ${typical(1)}; at best ${Math.min(...ratios).toFixed(2)}`,
    },
    {
      title: "longest that code held the event loop meanwhile, ms of the main thread's CPU time",
      goal: 10,
      value: Math.max(...held),
      note: `longest delay of a timer, which the system's scheduling is part of: ${median(delays).toFixed(1)} ms`,
    },
  ];
}

/**
 * The most CPU time that the main thread uses between two looks of a timer: what runs in one go can't use less, however busy
 * the machine is with other programs.
 */
function watchLoop(): { stop(): number } {
  let longest = 0;
  let before = threadTime();
  const timer = setInterval(() => {
    const now = threadTime();
    longest = Math.max(longest, now - before);
    before = now;
  }, 1);
  return {
    stop() {
      clearInterval(timer);
      return longest;
    },
  };
}

/** What Node has since 24, and the types of the oldest Node that the library runs on have not. */
const { threadCpuUsage } = process as NodeJS.Process & { threadCpuUsage: typeof process.cpuUsage };

/** Milliseconds. */
function threadTime(): number {
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
}
