/** What a connection needs of a worker process. `WorkerProcess` of `pool/` is one; tests wrap it to watch its messages. */
import type { Hello, MessageHandler, WorkerLoss } from "../../pool/worker.js";
import type { WorkerState } from "../../pool/worker-messages.js";

export interface Channel {
  readonly pid: number | undefined;
  /** The handshake, once it is there. */
  readonly hello: Hello | null;
  /** Why it is gone; `null` while it runs. */
  readonly loss: WorkerLoss | null;
  /** Whether it was closed from here, in good order: its end is no loss to tell of. */
  readonly closing: boolean;
  send(message: string | object, attachments?: readonly Uint8Array[]): void;
  onMessage(handler: MessageHandler): void;
  onLost(handler: (loss: WorkerLoss) => void): void;
  /** Keeps Node alive until the matching `unhold`. */
  hold(): void;
  unhold(): void;
  /** Keeps Node alive no longer, though something holds it, until `wake`. */
  rest(): void;
  wake(): void;
  /** Asks for a sign of life; `null` where it is gone. */
  ping(): Promise<WorkerState | null>;
  kill(cause?: WorkerLoss | string): void;
}
