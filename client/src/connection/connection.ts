/**
 * A running language server as the rest of the client sees it. Types only: the code that makes one is in
 * `open-connection.ts`, a bundle of its own, because loading `vscode-languageclient` takes over 100 ms.
 */
import type { NotificationType, RequestType, RequestType0 } from "vscode-languageserver-protocol";
import type { CancellationToken, Disposable, LogOutputChannel } from "vscode";
import type { InitializationOptions } from "../../../server/protocol/index.js";
import type { events, notifications, requests } from "./requests.js";

export type RequestName = keyof typeof requests;
type NotificationName = keyof typeof notifications;
type EventName = keyof typeof events;

export type Params<Name extends RequestName> =
  (typeof requests)[Name] extends RequestType0<infer _R, infer _E>
    ? undefined
    : (typeof requests)[Name] extends RequestType<infer P, infer _R, infer _E>
      ? P
      : never;
export type Result<Name extends RequestName> =
  (typeof requests)[Name] extends RequestType0<infer R, infer _E>
    ? R
    : (typeof requests)[Name] extends RequestType<infer _P, infer R, infer _E>
      ? R
      : never;
type NotificationParams<Name extends NotificationName> =
  (typeof notifications)[Name] extends NotificationType<infer P> ? P : never;
type EventParams<Name extends EventName> =
  (typeof events)[Name] extends NotificationType<infer P> ? P : never;

export interface ProgressStep {
  readonly message?: string | undefined;
  /** 0 to 100, where the server knows. */
  readonly percentage?: number | undefined;
}

export interface AskOptions {
  readonly token?: CancellationToken | undefined;
  /** Called for each step; the request then carries a work-done token. */
  readonly onProgress?: (step: ProgressStep) => void;
}

export interface Connection {
  ask<Name extends RequestName>(
    name: Name,
    params: Params<Name>,
    options?: AskOptions,
  ): Promise<Result<Name>>;
  tell<Name extends NotificationName>(name: Name, params: NotificationParams<Name>): Promise<void>;
  on<Name extends EventName>(name: Name, handler: (params: EventParams<Name>) => void): Disposable;
  /** True until the server has ended for good. */
  readonly alive: () => boolean;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  /** The bundled server. */
  readonly serverModule: string;
  readonly log: LogOutputChannel;
  readonly initializationOptions: InitializationOptions;
  /** A completion list that the server marked as unfinished was shown here. */
  readonly onIncompleteCompletion: (place: CompletionPlace) => void;
}

/** Where suggestions were asked for, and for which text. */
export interface CompletionPlace {
  readonly uri: string;
  readonly version: number;
  readonly line: number;
  readonly character: number;
  /** Nothing could be offered yet. */
  readonly empty: boolean;
}
