/** The process under a worker: its pipes, its output and its end. It knows frames, and no message. */
import type { Buffer } from "node:buffer";
import { spawn, type ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import { ProtocolError } from "../wire/errors.js";
import { FrameDecoder, encodeFrame, type Frame } from "../wire/frame.js";
import { BOOTSTRAP } from "./bootstrap.js";
import type { WorkerEnd } from "./errors.js";
import { OutputTail } from "./output-tail.js";
import { workerEnvironment, type WorkerOptions } from "./worker-options.js";

/**
 * How long the pipes of an ended process may stay open before they are closed from here: a child of its own may have
 * inherited them.
 */
const LEFT_OPEN_GRACE = 250;

export interface SubprocessHandlers {
  readonly frame: (frame: Frame) => void;
  /** The bytes on the pipe are no frames. */
  readonly broken: (error: ProtocolError) => void;
  /** The process could not be started. */
  readonly failed: (error: NodeJS.ErrnoException) => void;
  /** It is gone, and all that it had sent was read. `cut` says that it ended inside a frame. */
  readonly ended: (end: WorkerEnd, cut: ProtocolError | null) => void;
}

export class Subprocess {
  readonly #child: ChildProcess;
  readonly #writer: Socket;
  readonly #reader: Socket;
  readonly #tail = new OutputTail();
  readonly #handlers: SubprocessHandlers;
  #cut: ProtocolError | null = null;
  #received = 0;
  #exited = false;
  #held = false;
  /** Standard error is passed on to the host's; until the handshake it belongs into the error of a failed start. */
  #passOn = false;

  constructor(options: WorkerOptions, handlers: SubprocessHandlers) {
    this.#handlers = handlers;
    const { onOutput } = options;
    this.#child = spawn(options.python, ["-c", BOOTSTRAP, options.adapterPath], {
      cwd: options.cwd,
      env: workerEnvironment(options),
      stdio: ["ignore", onOutput === undefined ? "inherit" : "pipe", "pipe", "pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    // A child process's pipes are sockets; the type of `ChildProcess` does not say so.
    const [, stdout, stderr, writer, reader, lifeline] = this.#child.stdio as unknown as [
      null,
      Socket | null,
      Socket,
      Socket,
      Socket,
      Socket,
    ];
    this.#writer = writer;
    this.#reader = reader;
    const origin = { pid: this.#child.pid, session: undefined };
    if (stdout !== null) readText(stdout, (text) => onOutput?.("stdout", text, origin));
    readText(stderr, (text) => {
      this.#tail.add(text);
      if (onOutput !== undefined) onOutput("stderr", text, origin);
      else if (this.#passOn) process.stderr.write(text);
    });
    this.#read();
    this.#watch();
    this.#child.unref();
    writer.unref();
    reader.unref();
    // Nothing travels on it: its end, when this process is gone, is what it is for.
    lifeline.on("error", () => undefined);
    lifeline.unref();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get exited(): boolean {
    return this.#exited;
  }

  /** The last lines of its standard error. */
  get stderr(): string {
    return this.#tail.toString();
  }

  /** Bytes of frames that it has sent. */
  get received(): number {
    return this.#received;
  }

  /** Bytes that wait to be written. */
  get backlog(): number {
    return this.#writer.writableLength;
  }

  /** Keeps Node alive, until `unref` or until the end of the process was told. */
  ref(): void {
    this.#held = true;
    this.#reader.ref();
    if (this.#reader.readableEnded) this.#child.ref();
  }

  unref(): void {
    this.#held = false;
    this.#reader.unref();
    if (this.#reader.readableEnded) this.#child.unref();
  }

  /** Where nobody takes its output, shows standard error on the host's from now on, with what came before. */
  showErrors(): void {
    this.#passOn = true;
    const early = this.stderr;
    if (early !== "") process.stderr.write(`${early}\n`);
  }

  /** Sends one frame. A process that is gone takes it silently: its end tells. @throws ProtocolError beyond a limit */
  send(header: string, attachments: readonly Uint8Array[] | undefined): void {
    const buffers = encodeFrame(header, attachments);
    if (!this.#writer.writable) return;
    const [first] = buffers;
    if (buffers.length === 1 && first !== undefined) {
      this.#writer.write(first);
      return;
    }
    // Corked writes leave as one `writev`.
    this.#writer.cork();
    for (const buffer of buffers) this.#writer.write(buffer);
    this.#writer.uncork();
  }

  /** Sends nothing more: the process reads the end of its file. */
  endInput(): void {
    this.#writer.end();
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #read(): void {
    const decoder = new FrameDecoder((frame) => this.#handOver(frame));
    this.#reader.on("data", (chunk: Buffer) => {
      this.#received += chunk.length;
      try {
        decoder.push(chunk);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.#handlers.broken(error);
      }
    });
    this.#reader.on("end", () => {
      // A crash ends the pipe before the process is reaped; whoever waits for it must hear of both.
      if (this.#held) this.#child.ref();
      try {
        decoder.end();
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.#cut = error;
      }
    });
    // A broken pipe is told by the end of the process.
    this.#reader.on("error", () => undefined);
    this.#writer.on("error", () => undefined);
  }

  /** A fault in a handler must not cost the frames behind this one: it is thrown where it is seen, and reading goes on. */
  #handOver(frame: Frame): void {
    try {
      this.#handlers.frame(frame);
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  #watch(): void {
    let grace: NodeJS.Timeout | undefined;
    this.#child.on("error", (error) => {
      // Also told for a `kill` that failed, which says nothing about the process.
      if (this.pid === undefined) this.#handlers.failed(error);
    });
    this.#child.on("exit", () => {
      this.#exited = true;
      grace = setTimeout(() => {
        for (const stream of this.#child.stdio) stream?.destroy();
      }, LEFT_OPEN_GRACE);
    });
    this.#child.on("close", (exitCode, signal) => {
      clearTimeout(grace);
      if (this.pid !== undefined)
        this.#handlers.ended({ pid: this.pid, exitCode, signal, stderr: this.stderr }, this.#cut);
    });
  }
}

function readText(stream: Socket, take: (text: string) => void): void {
  const decoder = new StringDecoder("utf8");
  stream.on("data", (chunk: Buffer) => take(decoder.write(chunk)));
  stream.on("error", () => undefined);
  stream.unref();
}
