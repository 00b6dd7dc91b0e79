/** Questions for a sign of life, and the answers. */
import type { WorkerMessage, WorkerState } from "./worker-messages.js";

export class Pings {
  readonly #waiting = new Map<number, (state: WorkerState | null) => void>();
  #number = 0;

  /** @param send takes the message. @returns the worker's state, or `null` where it is lost before it answers */
  ask(send: (message: object) => void): Promise<WorkerState | null> {
    const number = ++this.#number;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      send({ t: "ping", n: number });
    });
  }

  answer(message: WorkerMessage): void {
    const number = Number(message["n"]);
    const resolve = this.#waiting.get(number);
    this.#waiting.delete(number);
    resolve?.(stateOf(message));
  }

  /** The worker is gone. */
  lost(): void {
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
  }
}

function stateOf(message: WorkerMessage): WorkerState {
  return {
    rss: Number(message["rss"] ?? 0),
    refs: Number(message["refs"] ?? 0),
    calls: Number(message["calls"] ?? 0),
    busy: message["busy"] === true,
    others: Number(message["others"] ?? 0),
  };
}
