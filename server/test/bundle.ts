/** Bundles the server as it ships, once for all test files, away from other runs; removed when they are through. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildServer } from "../build.mjs";

declare module "vitest" {
  interface ProvidedContext {
    serverModule: string;
  }
}

export default async function bundle(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "snakebridge-server-build-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    await buildServer({ folder });
  } catch (error) {
    remove();
    throw error;
  }
  project.provide("serverModule", join(folder, "server.cjs"));
  return remove;
}
