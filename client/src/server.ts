/** The life of the language server: started when first needed, restarted once however often that is asked for. */
import { EventEmitter, type Disposable, type Event, type LogOutputChannel } from "vscode";
import type { AskOptions, Connection, Params, RequestName, Result } from "./connection/connection.js";
import { failureOf } from "./errors.js";

export type ServerState = "stopped" | "starting" | "running" | "failed";

export class Server implements Disposable {
  readonly #open: () => Promise<Connection>;
  readonly #log: LogOutputChannel;
  readonly #states = new EventEmitter<ServerState>();
  #connection: Promise<Connection> | undefined;
  /** A restart that has not begun; whoever asks for one meanwhile waits for the same. */
  #restart: Promise<void> | undefined;
  #state: ServerState = "stopped";

  constructor(open: () => Promise<Connection>, log: LogOutputChannel) {
    this.#open = open;
    this.#log = log;
  }

  get state(): ServerState {
    return this.#state;
  }

  get onDidChangeState(): Event<ServerState> {
    return this.#states.event;
  }

  /** The connection, opened now if it is not. A failed start is tried again by the next caller. */
  start(): Promise<Connection> {
    this.#connection ??= this.#begin();
    return this.#connection;
  }

  /** Asks the server, which starts if it has to. Rejects with `CancellationError` or `SnakeBridgeError`. */
  async ask<Name extends RequestName>(
    name: Name,
    params: Params<Name>,
    options?: AskOptions,
  ): Promise<Result<Name>> {
    const connection = await this.start();
    try {
      return await connection.ask(name, params, options);
    } catch (error) {
      const failure = failureOf(error);
      this.#log.debug(`${name}: ${failure.message}`);
      throw failure;
    }
  }

  restart(): Promise<void> {
    this.#restart ??= this.#restartOnce().finally(() => (this.#restart = undefined));
    return this.#restart;
  }

  async stop(): Promise<void> {
    const open = this.#connection;
    this.#connection = undefined;
    if (open === undefined) return;
    const connection = await open.catch(() => undefined);
    await connection?.close();
    this.#become("stopped");
  }

  dispose(): void {
    void this.stop().finally(() => this.#states.dispose());
  }

  async #restartOnce(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async #begin(): Promise<Connection> {
    this.#become("starting");
    const started = performance.now();
    try {
      const connection = await this.#open();
      this.#log.info(`The language server runs after ${Math.round(performance.now() - started)} ms.`);
      this.#become("running");
      return connection;
    } catch (error) {
      this.#connection = undefined;
      this.#become("failed");
      throw failureOf(error);
    }
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.#states.fire(state);
  }
}
