/** A time limit for something that this process has to hear of. */

/**
 * Calls `reached` when `milliseconds` have passed in which this process could listen. A plain timer fires first when a program that
 * computed for long comes back to its event loop, before what arrived meanwhile is read.
 */
export class Deadline {
  readonly #milliseconds: number;
  readonly #step: number;
  readonly #reached: () => void;
  #timer: NodeJS.Timeout | null;
  #listened = 0;
  #since = performance.now();

  constructor(milliseconds: number, reached: () => void) {
    this.#milliseconds = milliseconds;
    this.#step = Math.min(1_000, Math.max(10, milliseconds / 4));
    this.#reached = reached;
    this.#timer = setTimeout(this.#tick, this.#step);
  }

  /** Stops it. */
  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  readonly #tick = (): void => {
    const now = performance.now();
    this.#listened += Math.min(now - this.#since, 2 * this.#step);
    this.#since = now;
    if (this.#listened < this.#milliseconds) {
      this.#timer = setTimeout(this.#tick, this.#step);
      return;
    }
    // What lies in the pipe is read first.
    setImmediate(() => {
      if (this.#timer === null) return;
      this.#timer = null;
      this.#reached();
    });
  };
}
