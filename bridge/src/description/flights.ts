/** Discoveries under way: callers that want the same thing share one, and it is given up when all of them did. */
import type { DescribeProgress } from "./answer.js";

export interface Passenger {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DescribeProgress) => void;
}

interface Flight {
  readonly result: Promise<unknown>;
  readonly cancel: AbortController;
  readonly listeners: Set<(progress: DescribeProgress) => void>;
  passengers: number;
}

export interface SharedOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DescribeProgress) => void;
}

export class Flights {
  readonly #flights = new Map<string, Flight>();

  /**
   * Joins the discovery of that name, or starts it.
   *
   * @throws (rejects) what the discovery rejects with, or this caller's own abort reason
   */
  async join<T>(
    name: string,
    { signal, onProgress }: Passenger,
    start: (options: SharedOptions) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    let flight = this.#flights.get(name);
    if (flight === undefined || flight.cancel.signal.aborted) {
      flight = this.#depart(name, start);
    }
    return (await this.#ride(flight, signal, onProgress)) as T;
  }

  #depart(name: string, start: (options: SharedOptions) => Promise<unknown>): Flight {
    const cancel = new AbortController();
    const listeners = new Set<(progress: DescribeProgress) => void>();
    const result = start({
      signal: cancel.signal,
      onProgress: (progress) => {
        for (const listener of listeners) listener(progress);
      },
    });
    const flight: Flight = { result, cancel, listeners, passengers: 0 };
    this.#flights.set(name, flight);
    const arrived = (): void => {
      if (this.#flights.get(name) === flight) this.#flights.delete(name);
    };
    result.then(arrived, arrived);
    return flight;
  }

  async #ride(
    flight: Flight,
    signal: AbortSignal | undefined,
    onProgress: Passenger["onProgress"],
  ): Promise<unknown> {
    flight.passengers++;
    if (onProgress !== undefined) flight.listeners.add(onProgress);
    let abort: (() => void) | undefined;
    try {
      if (signal === undefined) return await flight.result;
      const aborted = new Promise<never>((_, reject) => {
        abort = () => reject(signal.reason as Error);
        signal.addEventListener("abort", abort, { once: true });
      });
      return await Promise.race([flight.result, aborted]);
    } finally {
      if (abort !== undefined) signal?.removeEventListener("abort", abort);
      if (onProgress !== undefined) flight.listeners.delete(onProgress);
      if (--flight.passengers === 0) flight.cancel.abort(signal?.reason);
    }
  }
}
