/** A worker as its pool sees it: what it is doing, and whether it is due for replacement. */
import type { RecycleOptions } from "./pool-options.js";
import type { WorkerProcess, WorkerState } from "./worker.js";

export class Member {
  readonly worker: WorkerProcess;
  /** Past its handshake and its warm-up imports. */
  ready = false;
  /** Held exclusively by a lease. */
  leased = false;
  /** The name of that lease. */
  session: string | undefined;
  /** Shared jobs that run on it. */
  jobs = 0;
  /** Served somebody before. */
  used = false;
  /** Asked to end, and not to be given out again. */
  retired = false;
  /** What it last told about itself. */
  state: WorkerState | null = null;

  constructor(worker: WorkerProcess) {
    this.worker = worker;
  }

  get idle(): boolean {
    return this.ready && !this.leased && this.jobs === 0 && !this.retired && this.worker.usable;
  }

  /** Why it should be replaced now, or `null`. */
  due(recycle: RecycleOptions): "calls" | "age" | "memory" | null {
    const { worker, state } = this;
    if (recycle.calls !== undefined && worker.calls >= recycle.calls) return "calls";
    if (recycle.age !== undefined && performance.now() - worker.startedAt >= recycle.age) return "age";
    if (recycle.memory !== undefined && state !== null && state.rss > recycle.memory) return "memory";
    return null;
  }
}
