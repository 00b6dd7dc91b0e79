/** What a pool counts and measures. */
import { createHistogram, type RecordableHistogram } from "node:perf_hooks";

/** A distribution of times, in milliseconds. */
export interface Distribution {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export interface PoolStatistics {
  /** Workers that run or start, and how they are used now. */
  readonly workers: {
    readonly total: number;
    readonly starting: number;
    readonly idle: number;
    readonly busy: number;
    readonly leased: number;
  };
  /** Callers that wait for a worker now. */
  readonly waiting: number;
  /** Calls that workers have answered, those of sessions included. */
  readonly calls: number;
  /** How long callers waited for a worker. */
  readonly waits: Distribution;
  /** How long jobs of `use` and `map` took. */
  readonly latencies: Distribution;
  /** How long workers took to be ready. */
  readonly starts: Distribution;
  /** Workers that were lost without being asked to end. */
  readonly losses: number;
  /** Workers started in the place of lost or recycled ones. */
  readonly restarts: number;
  readonly recycled: number;
  readonly saturations: number;
}

/** Collects times. */
export class Times {
  readonly #histogram: RecordableHistogram = createHistogram();

  /** @param milliseconds less than a microsecond counts as one */
  add(milliseconds: number): void {
    this.#histogram.record(Math.max(1, Math.round(milliseconds * 1000)));
  }

  summary(): Distribution {
    const histogram = this.#histogram;
    if (histogram.count === 0) return { count: 0, min: 0, max: 0, mean: 0, p50: 0, p90: 0, p99: 0 };
    const at = (percentile: number): number => histogram.percentile(percentile) / 1000;
    return {
      count: histogram.count,
      min: histogram.min / 1000,
      max: histogram.max / 1000,
      mean: histogram.mean / 1000,
      p50: at(50),
      p90: at(90),
      p99: at(99),
    };
  }
}
