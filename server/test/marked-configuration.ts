/** Opens `snakebridge.json` in a client where a fixture says. */
import type { Position } from "vscode-languageserver-protocol";
import type { TestClient } from "./client.js";

/** Opens a configuration with a `¦` where the cursor is. */
export async function openAt(
  client: TestClient,
  marked: string,
  name = "snakebridge.json",
): Promise<{ uri: string; text: string; position: Position }> {
  const [before, behind, more] = marked.split("¦");
  if (before === undefined || behind === undefined || more !== undefined)
    throw new Error(`Which ¦? ${marked}`);
  const uri = await client.open(name, before + behind, "jsonc");
  const lines = before.split("\n");
  return {
    uri,
    text: before + behind,
    position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
  };
}

export async function close(client: TestClient, uri: string): Promise<void> {
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
}
