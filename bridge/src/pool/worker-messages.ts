/** What a worker sends, as far as its process is concerned. */
import type { SnakeBridgeError } from "../wire/errors.js";

export const PROTOCOL_VERSION = 1;

/** The worker's first message. */
export interface Hello {
  readonly t: "hello";
  readonly protocol: number;
  readonly pid: number;
  /** `3.11.7` */
  readonly python: string;
  readonly implementation: string;
  readonly executable: string;
  readonly prefix: string;
  readonly platform: string;
}

/** Any message of a worker; `t` is one of those in `docs/wire.md`. */
export type WorkerMessage = Readonly<Record<string, unknown>> & { readonly t: string };

/** How many calls a `results` message answers: the results of a run of calls stand in one. */
export function countAnswers(message: WorkerMessage): number {
  let count = 0;
  for (const result of message["r"] as readonly { readonly 1?: unknown; readonly 2?: unknown }[]) {
    const { 1: form, 2: values } = result;
    count += form === 4 && Array.isArray(values) ? values.length : 1;
  }
  return count;
}

/** Takes what the worker itself does not handle: results, items, callbacks, releases and log records. */
export type MessageHandler = (
  message: WorkerMessage,
  attachments: readonly Uint8Array<ArrayBuffer>[],
) => void;

/** Why a worker is gone. */
export type WorkerLoss = SnakeBridgeError;

/** What a worker says about itself when it is asked. */
export interface WorkerState {
  /** Resident memory of the Python process in bytes. */
  readonly rss: number;
  /** Objects that references hold. */
  readonly refs: number;
  /** Results of calls that are held. */
  readonly calls: number;
  readonly busy: boolean;
  /** Threads of the user's and tasks that are under way: any of them may call the host. */
  readonly others: number;
}
