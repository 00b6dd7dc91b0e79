/** Sessions for the tests of the runtime: real Python, with a look at the frames. */
import { afterEach } from "vitest";
import { WorkerProcess, type MessageHandler, type WorkerMessage } from "../../src/pool/worker.js";
import type { WorkerOptions } from "../../src/pool/worker-options.js";
import type { Channel } from "../../src/runtime/connection/channel.js";
import { Connection, type ConnectionOptions } from "../../src/runtime/connection/connection.js";
import { OwnWorker, type OwnWorkerOptions } from "../../src/runtime/sessions/own-worker.js";
import { Session } from "../../src/runtime/sessions/session.js";
import { CodecRegistry } from "../../src/values/index.js";
import { adapterPath } from "../test-python.js";

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** A session on a worker of its own, closed after the test. */
export function openSession(
  worker: Partial<OwnWorkerOptions> = {},
  options: Partial<ConnectionOptions> = {},
): Session {
  const session = new Session(new OwnWorker({ python: "python3", adapterPath, ...worker }, options));
  open.push(() => session.close());
  return session;
}

/** What went over the wire. */
export interface Frames {
  readonly sent: Record<string, any>[];
  readonly received: WorkerMessage[];
  clear(): void;
}

/** A session whose frames can be looked at, unless a test makes too many of them. */
export function openWatchedSession(
  worker: Partial<WorkerOptions> = {},
  { record = true } = {},
): {
  session: Session;
  frames: Frames;
  worker: WorkerProcess;
} {
  const process = new WorkerProcess({ python: "python3", adapterPath, ...worker });
  const sent: Record<string, any>[] = [];
  const received: WorkerMessage[] = [];
  const channel: Channel = {
    get pid() {
      return process.pid;
    },
    get hello() {
      return process.hello;
    },
    get loss() {
      return process.loss;
    },
    get closing() {
      return process.closing;
    },
    send(message, attachments) {
      if (record)
        sent.push(typeof message === "string" ? JSON.parse(message) : (message as Record<string, unknown>));
      process.send(message, attachments);
    },
    onMessage(handler: MessageHandler) {
      process.onMessage((message, attachments) => {
        if (record) received.push(structuredClone(message));
        handler(message, attachments);
      });
    },
    onLost: (handler) => process.onLost(handler),
    hold: () => process.hold(),
    unhold: () => process.unhold(),
    rest: () => process.rest(),
    wake: () => process.wake(),
    ping: () => process.ping(),
    kill: (cause) => process.kill(cause),
  };
  const codecs = new CodecRegistry();
  const connection = new Connection(channel, { codecs });
  const session = new Session({
    codecs,
    current: connection,
    connection: () => connection,
    close: () => process.close(),
  });
  open.push(() => session.close());
  const clear = (): void => {
    sent.length = 0;
    received.length = 0;
  };
  return { session, frames: { sent, received, clear }, worker: process };
}

/** A watched session in which the source was run, and its `__main__`. */
export async function openMain(source: string) {
  const watched = openWatchedSession();
  await watched.session.exec(source);
  return { ...watched, main: watched.session.module("__main__") };
}

/** Waits until the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Waits until the worker's state fits, collecting garbage on both sides. */
export async function untilState(
  worker: WorkerProcess,
  fits: (state: { refs: number; calls: number }) => boolean,
): Promise<void> {
  await until(async () => {
    collectGarbage();
    const state = await worker.ping();
    return state !== null && fits(state);
  });
}

/** Collects garbage; vitest is started with `--expose-gc` for this. */
export function collectGarbage(): void {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error("Run the tests with --expose-gc.");
  collect();
}
