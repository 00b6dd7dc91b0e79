import { availableParallelism } from "node:os";
import type { WorkerOptions } from "./worker-options.js";

/** When a worker is replaced by a new one, once it is free. */
export interface RecycleOptions {
  /** After this many calls. */
  readonly calls?: number;
  /** After this many milliseconds. */
  readonly age?: number;
  /** When its Python process holds more resident memory than this many bytes. */
  readonly memory?: number;
}

export interface PoolOptions extends WorkerOptions {
  /** The most workers at a time. Default: the number of processors. */
  readonly size?: number;
  /** Workers that are started at once and kept. Default 0: workers start when they are needed. */
  readonly minimum?: number;
  /** The most callers that may wait for a worker; more reject with `SaturationError`. Default: no limit. */
  readonly queueLimit?: number;
  /** How many jobs of `use` and `map` run on one worker at a time; more than one helps coroutines. Default 1. */
  readonly concurrency?: number;
  readonly recycle?: RecycleOptions;
  /** Milliseconds between two signs of life. Default 5,000, or a third of `unresponsiveAfter`. */
  readonly heartbeat?: number;
  /** Milliseconds of silence after which a worker is killed. Default: never. */
  readonly unresponsiveAfter?: number;
}

/** The options of a pool with every default filled in. */
export interface PoolSettings {
  readonly worker: WorkerOptions;
  readonly size: number;
  readonly minimum: number;
  readonly queueLimit: number;
  readonly concurrency: number;
  readonly recycle: RecycleOptions;
  readonly heartbeat: number;
  readonly unresponsiveAfter: number | undefined;
}

/** @throws RangeError for a number that makes no sense */
export function poolSettings(options: PoolOptions): PoolSettings {
  const {
    size = availableParallelism(),
    minimum = 0,
    queueLimit = Infinity,
    concurrency = 1,
    recycle = {},
    unresponsiveAfter,
    heartbeat = unresponsiveAfter === undefined ? 5_000 : Math.max(10, unresponsiveAfter / 3),
    ...worker
  } = options;
  atLeast("size", size, 1);
  atLeast("minimum", minimum, 0);
  atLeast("queueLimit", queueLimit, 0);
  atLeast("concurrency", concurrency, 1);
  atLeast("heartbeat", heartbeat, 1);
  return {
    worker: { ...worker, ...threadCap(worker, size) },
    size,
    minimum: Math.min(minimum, size),
    queueLimit,
    concurrency,
    recycle,
    heartbeat,
    unresponsiveAfter,
  };
}

function atLeast(name: string, value: number, least: number): void {
  if (!(value >= least)) throw new RangeError(`${name} must be ${least} or more, not ${value}.`);
}

/** Several workers share the processors; every BLAS would otherwise start a thread for each of them. */
function threadCap(worker: WorkerOptions, size: number): { threads?: number } {
  if (worker.threads !== undefined || size === 1) return {};
  return { threads: Math.max(1, Math.floor(availableParallelism() / size)) };
}
