/** What a connection writes, and what it makes of answers, without a worker. */
import type { WorkerMessage } from "../../src/pool/worker.js";
import type { Channel } from "../../src/runtime/connection/channel.js";

/** A channel without a worker: keeps what is sent, and gives what a test says. */
export function openChannel(): { channel: Channel; sent: any[]; receive: (message: WorkerMessage) => void } {
  const sent: unknown[] = [];
  let handler: (message: WorkerMessage, attachments: readonly Uint8Array<ArrayBuffer>[]) => void;
  const channel: Channel = {
    pid: 1,
    closing: false,
    hello: null,
    loss: null,
    send: (message) => sent.push(typeof message === "string" ? JSON.parse(message) : message),
    onMessage: (given) => (handler = given),
    onLost: () => undefined,
    hold: () => undefined,
    unhold: () => undefined,
    rest: () => undefined,
    wake: () => undefined,
    ping: () => Promise.resolve(null),
    kill: () => undefined,
  };
  return { channel, sent, receive: (message) => handler(message, []) };
}
