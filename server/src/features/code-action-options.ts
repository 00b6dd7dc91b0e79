/** What may be offered, and how an action names a command of the server. */
import type { Command } from "vscode-languageserver-protocol";

export interface CodeActionOptions {
  folder?: string;
  /** False in an untrusted workspace: nothing that writes or installs is offered. */
  mayWrite: boolean;
  /** Modules that `snakebridge.json` already names. */
  configured: ReadonlySet<string>;
}

export function command(title: string, name: string, argument: unknown): Command {
  return { title, command: name, arguments: [argument] };
}
