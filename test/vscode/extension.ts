/** The extension under test, by the API that it exports. */
import assert from "node:assert/strict";
import { extensions } from "vscode";
import type { SnakeBridgeApi } from "../../client/src/api.js";

export type { SnakeBridgeApi };

export const snakebridge = "snakebridge.snakebridge-vscode";

export async function activated(): Promise<SnakeBridgeApi> {
  const extension = extensions.getExtension<SnakeBridgeApi>(snakebridge);
  assert.ok(extension, "the extension is installed");
  return extension.activate();
}
