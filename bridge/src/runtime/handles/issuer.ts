/** What handles ask for, and of whom. */
import type { IterationHint } from "../../values/index.js";
import type { Handle } from "./handle.js";
import type { CallHints } from "../declared/hints.js";
import type { CallLimits, ConversionOptions, PyStream, StreamOptions } from "./types.js";

/** How a result is sent: converted by type, as a reference, converted in depth, or not at all but that it is there. */
export const PULL = { value: 1, reference: 2, deep: 3, settled: 4 } as const;
export type Pull = (typeof PULL)[keyof typeof PULL];

/** One operation of `docs/wire.md`, with values that are not encoded yet. */
export interface OperationRequest {
  readonly op: string;
  readonly on?: Handle;
  readonly args?: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly key?: unknown;
  readonly value?: unknown;
  readonly operator?: string;
  readonly other?: unknown;
  readonly name?: string;
  readonly code?: string;
  readonly names?: Readonly<Record<string, unknown>>;
  readonly send?: unknown;
  /** What a wrapper declares of the iteration that a `next` goes on with. */
  readonly iteration?: IterationHint | undefined;
  readonly throw?: unknown;
  readonly error?: unknown;
  /** The stream that an `iter` operation starts; its id is the operation's. */
  readonly stream?: { readonly credit: number };
  /** Asks for the result at once. */
  readonly pull?: Pull;
  readonly conversion?: ConversionOptions | undefined;
  /** What a wrapper declares of the result, where that is not the target's own. */
  readonly declared?: CallHints | undefined;
  readonly limits?: CallLimits | undefined;
}

/** The pending result that an operation gives. */
export interface Issued extends Handle {
  /** Says that nobody outside holds it, so that its result is freed as soon as it is settled. */
  keepPrivate(): this;
  /** Settles when the worker has answered, without asking for the value. Never rejects. */
  whenAnswered(): Promise<void>;
}

/** Performs operations in the order in which they are issued. Never throws: what fails is a result that rejects. */
export interface Issuer {
  call(
    op: "call" | "coro",
    on: Handle,
    args: readonly unknown[],
    kwargs?: Readonly<Record<string, unknown>>,
  ): Issued;
  issue(request: OperationRequest): Issued;
  iterate(on: Handle, options: StreamOptions): PyStream;
}
