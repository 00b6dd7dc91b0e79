/** Sends the operations of a session to the connection that it has now. */
import type { CodecRegistry } from "../../values/index.js";
import type { Connection } from "../connection/connection.js";
import type { Handle } from "../handles/handle.js";
import type { Issued, Issuer, OperationRequest } from "../handles/issuer.js";
import { Refusal } from "./refusal.js";
import type { PyStream, StreamOptions } from "../handles/types.js";

/** Where a session's calls go. */
export interface ConnectionSource {
  readonly codecs: CodecRegistry;
  /** The connection of now: a new one where the worker of the last is gone. @throws where there can't be one any more */
  connection(): Connection;
  /** The name of a pool's session. */
  readonly name?: string | undefined;
  /** Takes up how long each call took, where somebody counts. */
  readonly measure?: ((milliseconds: number) => void) | undefined;
  /** The connection, if there is one: never starts a worker. */
  readonly current: Connection | undefined;
  /** Finishes what is under way, for as many milliseconds at the most, and gives the worker up. */
  close(timeout?: number): Promise<void>;
}

export class SessionIssuer implements Issuer {
  readonly #source: ConnectionSource;

  constructor(source: ConnectionSource) {
    this.#source = source;
  }

  call(
    op: "call" | "coro",
    on: Handle,
    args: readonly unknown[],
    kwargs?: Readonly<Record<string, unknown>>,
  ): Issued {
    return this.#measured(this.#now().call(op, on, args, kwargs));
  }

  issue(request: OperationRequest): Issued {
    return this.#measured(this.#now().issue(request));
  }

  iterate(on: Handle, options: StreamOptions): PyStream {
    return this.#now().iterate(on, options);
  }

  #measured(issued: Issued): Issued {
    const { measure } = this.#source;
    if (measure === undefined) return issued;
    const began = performance.now();
    void issued.whenAnswered().then(() => {
      measure(performance.now() - began);
    });
    return issued;
  }

  #now(): Issuer {
    try {
      return this.#source.connection();
    } catch (error) {
      return new Refusal(error);
    }
  }
}
