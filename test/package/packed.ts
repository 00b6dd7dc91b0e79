/** Packs both packages once for all test files, which run beside each other and would write into one folder. */
import type { TestProject } from "vitest/node";
import { packAll } from "../../scripts/package.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Paths of the packages. */
    packed: { tarball: string; vsix: string };
  }
}

export default async function pack(project: TestProject): Promise<void> {
  project.provide("packed", await packAll({ build: false }));
}
