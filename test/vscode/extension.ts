/** The extension under test, by the API that it exports. */
import assert from "node:assert/strict";
import { extensions, workspace } from "vscode";
import type { SnakeBridgeApi } from "../../client/src/api.js";

export type { SnakeBridgeApi };

export const snakebridge = "snakebridge.snakebridge-vscode";

export async function activated(): Promise<SnakeBridgeApi> {
  const extension = extensions.getExtension<SnakeBridgeApi>(snakebridge);
  assert.ok(extension, "the extension is installed");
  return extension.activate();
}

/** Activates the extension and has it describe the modules, so that what a test asks is known. */
export async function discovered(...modules: string[]): Promise<SnakeBridgeApi> {
  const api = await activated();
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder, "a folder is open");
  for (const module of modules) await api.discover(folder.uri, module);
  return api;
}
