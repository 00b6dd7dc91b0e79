/** Adds modules to `snakebridge.json`. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DescribedModule } from "../knowledge/knowledge.js";
import { newConfigText, saveModule, withModule, type Project } from "./bridge.js";

export async function addModuleToConfiguration(
  project: Project,
  described: DescribedModule | undefined,
  module: string,
): Promise<void> {
  if (described) {
    await saveModule(project, {
      module,
      ...(described.distribution === undefined ? {} : { distribution: described.distribution }),
      ...(described.version === undefined ? {} : { version: described.version }),
    });
    return;
  }
  const file = project.config.file ?? join(project.folder, "snakebridge.json");
  const before = await readFile(file, "utf8").catch(() => newConfigText({}));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, withModule(before, module));
}
