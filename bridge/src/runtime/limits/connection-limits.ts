/** The limits of a connection's calls and streams: what is watched, and what is cancelled when a limit is reached. */
import type { CallTable } from "../connection/call-table.js";
import { Limits, type CancelHome } from "./cancel.js";
import type { Pending } from "../handles/pending.js";
import type { AheadStream } from "../streams/stream.js";
import type { CallLimits, CallSettings, ConversionOptions, StreamOptions } from "../handles/types.js";

export class ConnectionLimits {
  readonly #calls: CallTable;
  readonly #limits: Limits;
  readonly #session: CallLimits | undefined;

  /** @param session the limits of every call: whether its worker is killed holds for limits of single calls as well */
  constructor(calls: CallTable, home: Omit<CancelHome, "isUnanswered">, session: CallLimits | undefined) {
    this.#calls = calls;
    this.#session = session;
    this.#limits = new Limits({ ...home, isUnanswered: (id) => calls.isUnanswered(id) });
  }

  /** Changes how a result converts, and watches its limits. @returns false for a call that must not even leave */
  apply(pending: Pending, settings: CallSettings): boolean {
    if (settings.int !== undefined || settings.dict !== undefined || settings.frame !== undefined) {
      pending.detail({ conversion: { ...pending.conversion, ...conversionOf(settings) } });
    }
    if (pending.isSettled || (settings.signal === undefined && settings.timeout === undefined)) return true;
    if (settings.signal?.aborted === true && pending.state === "queued" && !pending.consumed) return false;
    pending.details.unlimit?.();
    const calls = this.#calls;
    pending.detail({
      unlimit: this.#limits.watch(
        {
          get operations() {
            return chainOf(pending);
          },
          get settled() {
            return pending.isSettled;
          },
          fail(error) {
            calls.abandon(pending.id);
            pending.reject(error);
          },
        },
        this.#inSession(settings),
      ),
    });
    return true;
  }

  #inSession(limits: CallLimits): CallLimits {
    const { kill, grace } = this.#session ?? {};
    return { ...limits, kill: limits.kill ?? kill, grace: limits.grace ?? grace };
  }

  /** @param close asks Python to end the stream */
  applyToStream(stream: AheadStream, id: number, options: StreamOptions, close: () => void): void {
    if (options.signal === undefined && options.timeout === undefined) return;
    stream.unlimit = this.#limits.watch(
      {
        operations: [id],
        get settled() {
          return stream.ended;
        },
        fail(error) {
          close();
          stream.reject(error);
        },
      },
      this.#inSession(options),
    );
  }

  /** The connection has ended. */
  clear(): void {
    this.#limits.clear();
  }
}

/** The calls to cancel for a result: itself and what it alone waits for, the first first. */
function chainOf(pending: Pending): number[] {
  const chain: number[] = [];
  const seen = new Set<Pending>([pending]);
  for (const call of seen) {
    chain.unshift(call.id);
    for (const dependency of call.details.dependencies ?? [])
      if (dependency.pull === undefined) seen.add(dependency);
  }
  return chain;
}

function conversionOf({ int, dict, frame }: CallSettings): ConversionOptions {
  return { ...(int && { int }), ...(dict && { dict }), ...(frame && { frame }) };
}

/** How a result converts: by its operation, and else as what it is got from says. */
export function mergeConversions(
  base: ConversionOptions | undefined,
  own: ConversionOptions | undefined,
): ConversionOptions | undefined {
  return base === undefined || own === undefined ? (own ?? base) : { ...base, ...own };
}
