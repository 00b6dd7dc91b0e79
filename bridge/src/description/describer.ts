/** Worker processes that describe: one for each package, apart from the workers that run the user's calls. */
import { InterpreterError, WorkerLostError, WorkerStartError } from "../pool/errors.js";
import { WorkerProcess } from "../pool/worker.js";
import { ProtocolError } from "../wire/errors.js";
import type { DescribeProgress, Evidence } from "./answer.js";
import { DescriptionError } from "./errors.js";
import { GatheredEvidence } from "./evidence.js";
import { failureOf, isFailure, lossOf, REPORT, timeoutOf } from "./failure.js";

export interface DescriberOptions {
  /** The interpreter that imports the modules. */
  readonly python: string;
  /** The folder that holds `snakebridge_adapter`. */
  readonly adapterPath: string;
  /** The folder with the bundled stubs (`stdlib/`, `stubs/`). Without it the standard library has few types. */
  readonly typeshed?: string;
  /** Where user code is found: put first on `sys.path`. */
  readonly sysPath?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that an idle process is kept for the next request about the same package. Default 10,000. */
  readonly idle?: number;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DescribeProgress) => void;
  /** Milliseconds until the process is ended and the request rejected. */
  readonly timeout: number;
  /** Ask a process that has imported nothing yet. */
  readonly fresh?: boolean;
}

interface Slot {
  worker: WorkerProcess | null;
  /** Requests run one after the other, so that cancelling one never ends another. */
  queue: Promise<unknown>;
  waiting: number;
  idleTimer: NodeJS.Timeout | null;
  /** What the process has read: once it changed, the process remembers what is no longer true. */
  evidence: GatheredEvidence;
}

const DEFAULT_IDLE = 10_000;

/** Sends requests to describing processes. A library that prints, exits or crashes takes down only its own process. */
export class Describer {
  readonly #options: DescriberOptions;
  readonly #slots = new Map<string, Slot>();
  #closed = false;

  constructor(options: DescriberOptions) {
    this.#options = options;
  }

  /**
   * Sends a request to the process of a package.
   *
   * @param module the module that the request is about, for the error
   * @throws (rejects) DescriptionError, the signal's reason, or why the interpreter could not be started
   */
  async ask(
    request: Readonly<Record<string, unknown>>,
    module: string,
    options: AskOptions,
  ): Promise<unknown> {
    this.#requireOpen();
    const slot = this.#slot(module.split(".", 1)[0] ?? module);
    slot.waiting++;
    if (slot.idleTimer !== null) clearTimeout(slot.idleTimer);
    slot.idleTimer = null;
    const turn = slot.queue.then(() => this.#perform(slot, request, module, options));
    slot.queue = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      if (--slot.waiting === 0) this.#rest(slot);
    }
  }

  /** How many processes there are now: one for each package that is, or just was, described. */
  get processes(): number {
    return [...this.#slots.values()].filter(({ worker }) => worker !== null).length;
  }

  /** Ends all processes. Requests that are under way are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    const ends: Promise<unknown>[] = [];
    for (const slot of this.#slots.values()) {
      if (slot.idleTimer !== null) clearTimeout(slot.idleTimer);
      if (slot.worker === null) continue;
      slot.worker.kill();
      ends.push(slot.worker.lost);
    }
    this.#slots.clear();
    await Promise.all(ends);
  }

  #requireOpen(): void {
    if (this.#closed) throw new Error("The description store is closed.");
  }

  #slot(name: string): Slot {
    let slot = this.#slots.get(name);
    if (slot === undefined) {
      slot = {
        worker: null,
        queue: Promise.resolve(),
        waiting: 0,
        idleTimer: null,
        evidence: new GatheredEvidence(),
      };
      this.#slots.set(name, slot);
    }
    return slot;
  }

  async #perform(
    slot: Slot,
    request: Readonly<Record<string, unknown>>,
    module: string,
    { signal, onProgress, timeout, fresh }: AskOptions,
  ): Promise<unknown> {
    signal?.throwIfAborted();
    // It may have waited for its turn while the store was closed.
    this.#requireOpen();
    const deadline = AbortSignal.timeout(timeout);
    const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    const { typeshed } = this.#options;
    const once = async (worker: WorkerProcess): Promise<unknown> => {
      const answer = await worker.describe(typeshed === undefined ? request : { ...request, typeshed }, {
        signal: either,
        ...(onProgress === undefined
          ? {}
          : { onProgress: (progress: unknown) => onProgress(progress as DescribeProgress) }),
      });
      if (isFailure(answer)) throw failureOf(answer, this.#options.python);
      return answer;
    };
    try {
      let answer = await once(this.#workerOf(slot, fresh === true));
      // Read anew by a process that remembers nothing. Once: a module may write to its own files whenever it is imported.
      if (evidenceOf(answer)?.changed === true) answer = await once(this.#workerOf(slot, true));
      const evidence = evidenceOf(answer);
      if (evidence !== undefined) slot.evidence.add(evidence);
      return answer;
    } catch (error) {
      throw this.#explained(error, module, signal, deadline, timeout);
    }
  }

  #workerOf(slot: Slot, fresh: boolean): WorkerProcess {
    if (slot.worker?.usable === true) {
      if (!fresh && slot.evidence.stillHolds()) return slot.worker;
      slot.worker.kill();
    }
    slot.evidence = new GatheredEvidence();
    slot.worker = this.#start();
    return slot.worker;
  }

  #start(): WorkerProcess {
    const { python, adapterPath, sysPath, cwd, env } = this.#options;
    return new WorkerProcess({
      python,
      adapterPath,
      ...(sysPath === undefined ? {} : { sysPath }),
      ...(cwd === undefined ? {} : { cwd }),
      // Reading an API needs no threads of numerical libraries.
      threads: 1,
      // Some libraries make `__all__` from a set: the same input shall give the same description every time.
      env: { PYTHONHASHSEED: "0", ...env },
      // What modules print while they are imported is part of their description, not output of the program.
      onOutput: () => undefined,
    });
  }

  #explained(
    error: unknown,
    module: string,
    signal: AbortSignal | undefined,
    deadline: AbortSignal,
    timeout: number,
  ): unknown {
    if (error instanceof DescriptionError) return error;
    if (signal?.aborted === true) return signal.reason;
    if (deadline.aborted) return timeoutOf(module, timeout);
    if (error instanceof WorkerLostError) return lossOf(module, error);
    if (
      error instanceof InterpreterError ||
      error instanceof WorkerStartError ||
      error instanceof ProtocolError
    ) {
      return error;
    }
    const text = error instanceof Error ? error.message : String(error);
    const what = `${module} could not be described: ${text}`;
    return new DescriptionError({ problem: "failed", module }, what, REPORT, { cause: error });
  }

  #rest(slot: Slot): void {
    slot.idleTimer = setTimeout(() => {
      slot.idleTimer = null;
      const { worker } = slot;
      slot.worker = null;
      // A library's threads or exit handlers may hang: nothing in this process is worth waiting for.
      worker?.kill();
    }, this.#options.idle ?? DEFAULT_IDLE);
    slot.idleTimer.unref();
  }
}

const evidenceOf = (answer: unknown): Evidence | undefined => (answer as { evidence?: Evidence }).evidence;
