/** Programs that bind one module, and what a user sees behind its dot. */
import type { TestClient } from "./client.js";

/** The cursor of whoever completes stands at line 2, character 6. */
export const programOf = (module: string): string =>
  `import { python } from "snakebridge";\nconst thing = python.module("${module}");\nthing.\n`;

export async function labels(client: TestClient, uri: string): Promise<string[]> {
  const list = await client.complete(uri, 2, 6);
  return list?.items.map(({ label }) => label) ?? [];
}

/** Waits until completion offers the name, woken by the server's news. */
export async function offered(client: TestClient, uri: string, name: string): Promise<void> {
  await client.completeWhenReady(uri, 2, 6, 60_000, ({ items }) => items.some(({ label }) => label === name));
}
