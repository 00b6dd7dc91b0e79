/**
 * Eight CPU-bound calls on one worker and on two, and how long code of ours held the event loop meanwhile. How much two processes gain over one
 * differs from machine to machine, and on a shared one from minute to minute, so bare Python processes do the same work in the same round.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { openPool } from "snakebridge";
import { folder } from "./party.ts";
import { median, type Check } from "./report.ts";

const ROUNDS = 7;
const CALLS = 8;
/** About a fifth of a second. */
const COUNT = 3_000_000;

/** Milliseconds on one process and on two. */
type Times = Record<1 | 2, number>;

const sizes = [1, 2] as const;

export async function measureParallel(python: string): Promise<Check[]> {
  const bare: Times[] = [];
  const pools: Times[] = [];
  const held: number[] = [];
  const delays: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ofBare: Times = { 1: 0, 2: 0 };
    const ofPools: Times = { 1: 0, 2: 0 };
    for (const size of round % 2 === 0 ? sizes : sizes.toReversed()) {
      ofBare[size] = await timeBare(python, size);
      const pool = await timePool(python, size);
      ofPools[size] = pool.milliseconds;
      held.push(pool.held);
      delays.push(pool.delay);
    }
    bare.push(ofBare);
    pools.push(ofPools);
  }
  const own = ratios(bare);
  const ours = ratios(pools);
  const typical = (size: 1 | 2): string => median(pools.map((ofRound) => ofRound[size])).toFixed(0);
  return [
    {
      title: `${CALLS} CPU-bound calls, two workers against one`,
      goal: 0.6,
      value: median(ours),
      note:
        `${typical(2)} ms against ${typical(1)}; at best ${Math.min(...ours).toFixed(2)}. ` +
        `Two bare Python processes against one in the same rounds: ${median(own).toFixed(2)}, at best ${Math.min(...own).toFixed(2)}`,
    },
    {
      title: "longest that code held the event loop meanwhile, ms of the main thread's CPU time",
      goal: 10,
      value: Math.max(...held),
      note: `longest delay of a timer, which the system's scheduling is part of: ${median(delays).toFixed(1)} ms`,
    },
  ];
}

function ratios(times: readonly Times[]): number[] {
  return times.map((ofRound) => ofRound[2] / ofRound[1]);
}

async function timePool(
  python: string,
  size: number,
): Promise<{ milliseconds: number; held: number; delay: number }> {
  await using pool = openPool({ environment: python, config: false, size, sysPath: [folder] });
  await Promise.all(Array.from({ length: size }, () => pool.run("functions.spin", [1_000])));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const loop = watchLoop();
  delay.enable();
  const started = performance.now();
  await Promise.all(Array.from({ length: CALLS }, () => pool.run("functions.spin", [COUNT])));
  const milliseconds = performance.now() - started;
  delay.disable();
  return { milliseconds, held: loop.stop(), delay: delay.max / 1e6 };
}

const BARE = `
import functions, sys
functions.spin(1000)
print("ready", flush=True)
for line in sys.stdin:
    for _ in range(int(line)):
        functions.spin(${COUNT})
    print("done", flush=True)
`;

/** The same calls in processes that do nothing else, shared out evenly before. */
async function timeBare(python: string, size: number): Promise<number> {
  const children = Array.from({ length: size }, () =>
    spawn(python, ["-c", BARE], {
      cwd: folder,
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  const lines = children.map((child) => createInterface({ input: child.stdout })[Symbol.asyncIterator]());
  await Promise.all(lines.map((line) => line.next()));
  const started = performance.now();
  for (const child of children) child.stdin.write(`${CALLS / size}\n`);
  await Promise.all(lines.map((line) => line.next()));
  const milliseconds = performance.now() - started;
  await Promise.all(
    children.map((child) => {
      child.stdin.end();
      return once(child, "exit");
    }),
  );
  return milliseconds;
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
