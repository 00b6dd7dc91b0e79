/** What *Discover Module* reports of a description. */
import type { DiscoverModuleResult } from "../../protocol/index.js";
import type { DescribedModule } from "../knowledge/knowledge.js";

export function moduleCounts(module: DescribedModule): DiscoverModuleResult {
  const counts = { functions: 0, classes: 0, values: 0 };
  for (const { kind } of module.entries) {
    if (kind === "callable") {
      counts.functions += 1;
    } else if (kind === "class") {
      counts.classes += 1;
    } else if (kind === "value") {
      counts.values += 1;
    }
  }
  return {
    module: module.module,
    ...(module.distribution === undefined ? {} : { distribution: module.distribution }),
    ...(module.version === undefined ? {} : { version: module.version }),
    ...counts,
    submodules: module.submodules.length,
    ...(module.importOutput === undefined ? {} : { importOutput: module.importOutput }),
  };
}
