/**
 * Callbacks that can never return. What a callback awaits is the program's affair: a Promise of its own making may wait for a call that
 * Python performs only after the callback. Where that call is named, `deadlock.ts` tells at once. Here is the rest: where nothing that
 * was asked of Python can go on before the callback returns, its worker keeps Node alive no longer, after a while. If Node then comes to
 * the end of all it has to do, nothing can wake the callback any more, but what keeps no program alive either, such as `AbortSignal.timeout`:
 * that is what the while is for.
 */
import type { WorkerState } from "../../pool/worker-messages.js";
import type { CallbackContext } from "./context.js";

/** The callback that Python's main thread waits for, where nothing else that was asked for can go on meanwhile. */
export interface Stuck {
  readonly callback: CallbackContext;
  /** How many calls and streams wait for it. */
  readonly behind: number;
}

/** A connection, as far as its callbacks are concerned. */
export interface StandstillHome {
  readonly stuck: Stuck | undefined;
  /** Lets Node end, though something waits for the worker; `wake` takes it back. */
  rest(): void;
  wake(): void;
  ping(): Promise<WorkerState | null>;
  /** Has Python go on, with an error instead of what the callback would have returned. */
  giveUp(stuck: Stuck): void;
}

const TICK = 200;
/** Milliseconds that a callback may wait for what doesn't keep Node alive. */
const PATIENCE = 5_000;
/** Milliseconds after which a standstill that can't be decided is told. */
const LONG = 10_000;

class Standstills {
  /** Connections with a callback that blocks their main thread. */
  readonly #homes = new Set<StandstillHome>();
  readonly #resting = new Set<StandstillHome>();
  readonly #since = new WeakMap<CallbackContext, number>();
  readonly #told = new WeakSet<CallbackContext>();
  #timer: NodeJS.Timeout | undefined;
  #listening = false;

  watch(home: StandstillHome): void {
    this.#homes.add(home);
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => {
      this.#look();
    }, TICK);
    this.#timer.unref();
    if (this.#listening) return;
    this.#listening = true;
    process.on("beforeExit", () => {
      this.#atTheEnd();
    });
  }

  leave(home: StandstillHome): void {
    if (!this.#homes.delete(home)) return;
    this.#wake(home);
    if (this.#homes.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    for (const home of this.#homes) {
      const { stuck } = home;
      if (stuck === undefined) {
        this.#wake(home);
        continue;
      }
      const waited = this.#waited(stuck.callback);
      this.#tell(stuck, waited);
      if (waited < PATIENCE || this.#resting.has(home)) continue;
      this.#resting.add(home);
      home.rest();
    }
  }

  #wake(home: StandstillHome): void {
    if (this.#resting.delete(home)) home.wake();
  }

  /** Node has nothing to do any more but what the resting workers might still bring. */
  #atTheEnd(): void {
    const resting = [...this.#resting];
    for (const home of resting) this.#wake(home);
    for (const home of resting) void this.#decide(home);
  }

  async #decide(home: StandstillHome): Promise<void> {
    const state = await home.ping();
    // Another thread, or a task, may still call: who that is for, nobody knows.
    if (state === null || state.others > 0) return;
    const { stuck } = home;
    if (stuck !== undefined) home.giveUp(stuck);
  }

  /** Milliseconds since the callback was first seen stuck. */
  #waited(callback: CallbackContext): number {
    const now = performance.now();
    const since = this.#since.get(callback) ?? now;
    this.#since.set(callback, since);
    return now - since;
  }

  /** A server is never at the end of what it has to do: there, the program is told once what it may be waiting for. */
  #tell({ callback, behind }: Stuck, waited: number): void {
    if (waited > LONG && behind > 0 && !this.#told.has(callback)) {
      this.#told.add(callback);
      process.emitWarning(
        `A callback from Python has not returned for ${LONG / 1_000} seconds, and ${behind === 1 ? "a call waits" : `${behind} calls wait`} for it. ` +
          "If it waits for one of those, neither will end: make the call inside the callback, or limit the outer call with a timeout.",
        { code: "SNAKEBRIDGE_STANDSTILL" },
      );
    }
  }
}

export const standstills = new Standstills();
