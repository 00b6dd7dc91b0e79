/** The worker of a session of a pool. A session does not outlive it: its state is gone with it. */
import { Deadline } from "../../pool/deadline.js";
import type { Lease } from "../../pool/lease.js";
import type { CodecRegistry } from "../../values/index.js";
import type { Connection } from "../connection/connection.js";
import { SessionClosedError } from "../errors/errors.js";
import type { ConnectionSource } from "./session-issuer.js";

/** Milliseconds for which closing waits for what is under way, unless it is told otherwise. */
const CLOSE_TIMEOUT = 5_000;

export class LeasedWorker implements ConnectionSource {
  readonly codecs: CodecRegistry;
  readonly name: string;
  readonly measure: (milliseconds: number) => void;
  readonly #lease: Lease;
  readonly #connection: Connection;
  #closing: Promise<void> | undefined;

  constructor(
    lease: Lease,
    connection: Connection,
    codecs: CodecRegistry,
    measure: (milliseconds: number) => void,
  ) {
    this.name = lease.name;
    connection.session = lease.name;
    this.measure = measure;
    this.#lease = lease;
    this.#connection = connection;
    this.codecs = codecs;
  }

  get current(): Connection | undefined {
    return this.#closing === undefined ? this.#connection : undefined;
  }

  connection(): Connection {
    // What is under way is finished, with all that its callbacks call.
    if (this.#closing !== undefined && !this.#connection.isAnswering) throw new SessionClosedError();
    return this.#connection;
  }

  /** Hands the worker back to the pool; where something of the session does not end in time, the pool replaces it. */
  close(timeout = CLOSE_TIMEOUT): Promise<void> {
    return (this.#closing ??= this.#close(timeout));
  }

  async #close(timeout: number): Promise<void> {
    if (await endsWithin(this.#settle(), timeout)) {
      this.#connection.session = undefined;
      this.#lease.release();
      return;
    }
    this.#lease.discard();
    await this.#lease.worker.lost;
  }

  /** Waits until the worker has done all that the session asked for, and all that it printed is here. */
  async #settle(): Promise<void> {
    await this.#connection.handOver();
    await this.#lease.worker.outputSettled();
  }
}

/** Whether it ends within so many milliseconds in which this process could listen. Meanwhile Node does not. */
async function endsWithin(work: Promise<void>, milliseconds: number): Promise<boolean> {
  let deadline: Deadline | undefined;
  const over = new Promise<boolean>((resolve) => {
    deadline = new Deadline(milliseconds, () => {
      resolve(false);
    });
  });
  try {
    return await Promise.race([work.then(() => true), over]);
  } finally {
    deadline?.clear();
  }
}
