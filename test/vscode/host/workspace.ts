/** Copies a fixture to a fresh folder and gives it the library of this checkout, as an install would. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SuiteDefinition } from "./suites.ts";

const fixtures = fileURLToPath(new URL("../fixtures", import.meta.url));
const library = fileURLToPath(new URL("../../../bridge", import.meta.url));

export function prepareWorkspace(suite: SuiteDefinition, home: string): string {
  const workspace = join(home, "workspace");
  cpSync(join(fixtures, suite.workspace), workspace, { recursive: true });
  rmSync(join(workspace, ".gitkeep"), { force: true });
  const folders = [workspace, ...readdirSync(workspace).map((name) => join(workspace, name))];
  for (const folder of folders) {
    if (!existsSync(join(folder, "package.json"))) continue;
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(library, join(folder, "node_modules", "snakebridge"), "junction");
  }
  return workspace;
}
