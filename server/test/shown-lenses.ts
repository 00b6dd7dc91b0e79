/** What an editor shows above a module that follows the server's refresh requests and asks at no other time. */
import { expect } from "vitest";
import type { CodeLens } from "vscode-languageserver-protocol/node";
import type { TestClient } from "./client.js";

export const refresh = "workspace/codeLens/refresh";

export const programOf = (module: string): string =>
  `import { python } from "snakebridge";\nconst it = python.module("${module}");\n`;

/** The lenses of one document as an editor shows them. */
export class Shown {
  titles: string[] | undefined;
  readonly history: string[] = [];
  private readonly client: TestClient;
  private readonly uri: string;

  constructor(client: TestClient, uri: string) {
    this.client = client;
    this.uri = uri;
  }

  /** The answer is shown, unless another was asked for since. */
  async ask(): Promise<void> {
    const lenses = await this.client.connection.sendRequest<CodeLens[] | null>("textDocument/codeLens", {
      textDocument: { uri: this.uri },
    });
    this.titles = (lenses ?? []).map(({ command }) => command?.title ?? "");
    this.history.push(this.titles.join(", "));
  }

  /** Until the titles are these; only what the server does can change them. */
  async become(...titles: unknown[]): Promise<void> {
    await expect
      .poll(() => this.titles, { timeout: 60_000, message: `after ${this.history.join(" | ")}` })
      .toEqual(titles);
  }
}

/** Opens the document in an editor that follows the server's refresh requests. */
export async function shownIn(client: TestClient, name: string, text: string): Promise<Shown> {
  const uri = await client.open(name, text);
  const shown = new Shown(client, uri);
  client.connection.onRequest(refresh, () => {
    void shown.ask();
    return null;
  });
  await shown.ask();
  return shown;
}
