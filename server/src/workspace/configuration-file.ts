/** What the server does with the text of `snakebridge.json`: it finds faults, and adds modules. */
import { readFile } from "node:fs/promises";
import type { ConfigFault } from "../configuration/config-diagnostics.js";
import type { DescribedModule } from "../knowledge/knowledge.js";
import { inspectConfig, saveModule, type Project } from "./bridge.js";

/** What is wrong with the text of a file, whose other files are read from disk, up to the workspace's folder. */
export async function configurationFaults(
  file: string,
  text: string,
  workspace: string,
): Promise<ConfigFault[]> {
  const { problems } = await inspectConfig(file, {
    workspace,
    readText: (path) => (path === file ? Promise.resolve(text) : readFile(path, "utf8")),
  });
  return problems
    .filter((problem) => problem.file === file)
    .map(({ code, message, range, suggestion }) => ({
      code,
      message,
      range,
      ...(suggestion === undefined ? {} : { suggestion }),
    }));
}

/** Makes the file where there is none. What a module was described as says which package it needs. */
export async function addModuleToConfiguration(
  project: Project,
  described: DescribedModule | undefined,
  module: string,
): Promise<void> {
  await saveModule(project, {
    module,
    ...(described?.distribution === undefined ? {} : { distribution: described.distribution }),
    ...(described?.version === undefined ? {} : { version: described.version }),
  });
}
