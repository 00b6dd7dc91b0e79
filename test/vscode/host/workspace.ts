/** Copies a fixture to a fresh folder and gives it the library of this checkout, as an install would. */
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SuiteDefinition } from "./suites.ts";

const fixtures = fileURLToPath(new URL("../fixtures", import.meta.url));
const library = fileURLToPath(new URL("../../../bridge", import.meta.url));

export function prepareWorkspace(suite: SuiteDefinition, home: string): string {
  const workspace = join(home, "workspace");
  cpSync(join(fixtures, suite.workspace), workspace, { recursive: true });
  rmSync(join(workspace, ".gitkeep"), { force: true });
  if (existsSync(join(workspace, "package.json"))) {
    mkdirSync(join(workspace, "node_modules"), { recursive: true });
    symlinkSync(library, join(workspace, "node_modules", "snakebridge"), "junction");
  }
  return workspace;
}
