import type { ModuleDescription } from "../../src/description/model.js";
import { generateWrappers, type ModuleOptions } from "../../src/generate/index.js";
import { description } from "./descriptions.js";

/** The text of each file that is written for the modules, by its path. */
export function generate(
  modules: readonly ModuleDescription[],
  options: ModuleOptions = {},
  more: { output?: "js" | "ts" } = {},
): Map<string, string> {
  const { files } = generateWrappers({
    modules: modules.map((one) => ({ description: one, options })),
    generator: "snakebridge 0.3.0",
    ...more,
  });
  return new Map(files.map((file) => [file.path, file.text]));
}

/** The declarations of a module `m` of these members. */
export function declarations(members: ModuleDescription["members"], options: ModuleOptions = {}): string {
  return generate([description("m", members)], options).get("m.d.ts") ?? "";
}
