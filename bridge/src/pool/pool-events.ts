/** What a pool tells, and what it is asked for. */
import type { WorkerLoss, WorkerProcess } from "./worker.js";

export interface PoolEvents {
  start: [worker: WorkerProcess];
  ready: [worker: WorkerProcess];
  /** A worker is gone that was not asked to end. */
  lost: [worker: WorkerProcess, loss: WorkerLoss];
  recycle: [worker: WorkerProcess, why: RecycleReason];
  /** A worker has given no sign of life for so many milliseconds. */
  unresponsive: [worker: WorkerProcess, silence: number];
  responsive: [worker: WorkerProcess];
}

/**
 * Why a worker is replaced: what `RecycleOptions` say, it was leased as `fresh`, or its session was closed and what it had
 * called did not end.
 */
export type RecycleReason = "calls" | "age" | "memory" | "fresh" | "unfinished";

export interface LeaseOptions {
  /** How output tells of it. Default: a name that no other lease of the pool has. */
  readonly name?: string;
  /** A worker that nobody had before, and nobody gets after. */
  readonly fresh?: boolean;
  /** Gives up waiting. */
  readonly signal?: AbortSignal;
}

/** What `use` hands to a job. */
export type Job<T> = (worker: WorkerProcess) => Promise<T>;
