import { relative } from "node:path";
import { initProject } from "../../project/init.js";
import { defaultConfig, findConfig } from "../../config/index.js";
import { Project } from "../../project/project.js";
import { ownResources } from "../../resources.js";
import type { Context, SharedOptions } from "../context.js";
import { resolve } from "node:path";

export interface InitOptions extends SharedOptions {
  readonly force?: boolean;
}

export async function init(context: Context, options: InitOptions): Promise<undefined> {
  const config = await defaultConfig(process.cwd());
  // A faulty file must not stand in the way of a new one, so it is not read.
  const file = options.config === undefined ? undefined : resolve(options.config);
  const project = new Project({ ...config, file }, { python: options.python, resources: ownResources() });
  context.progress.step("Looking for Python modules in the program.");
  const result = await initProject(project, { force: options.force, signal: context.signal });
  context.progress.stop();
  if (context.json) {
    context.printJson(result);
    return undefined;
  }
  const { green, bold, dim } = context.style;
  const above = await findConfig(resolve(process.cwd(), ".."));
  context.print(`${green("Wrote")} ${bold(relative(process.cwd(), result.file))}`);
  context.print(
    result.modules.length === 0
      ? dim("  The program imports no Python module yet.")
      : `  modules: ${result.modules.join(", ")}`,
  );
  const { requirements } = result.content.python ?? {};
  if (requirements !== undefined) context.print(`  requirements: ${requirements.join(", ")}`);
  if (above !== undefined)
    context.print(
      dim(
        `  ${above} holds for the folders above; it does not count here any more, unless you add "extends".`,
      ),
    );
  context.print(`Next: ${bold("snakebridge setup")}, then ${bold("snakebridge generate")}`);
  return undefined;
}
