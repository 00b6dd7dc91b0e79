import { relative } from "node:path";
import type { DescribedModule, DescribeProgress, SearchResult } from "../../description/index.js";
import { withDescriptions } from "../../project/descriptions.js";
import { describeOptions, describeForSearch, saveModule } from "../../project/discover.js";
import type { Project } from "../../project/project.js";
import type { Context, SharedOptions } from "../context.js";
import { moduleTree, searchList } from "../terminal/module-view.js";

export interface DiscoverOptions extends SharedOptions {
  readonly module: string;
  readonly search?: string;
  readonly save?: boolean;
  readonly refresh?: boolean;
  readonly all?: boolean;
}

export async function discover(context: Context, options: DiscoverOptions): Promise<undefined> {
  const project = await context.openProject();
  const { module, search } = options;
  context.progress.step(`Describing ${module}.`);
  const onProgress = (progress: DescribeProgress) => {
    context.progress.detail(progressText(progress));
  };
  const describing = describeOptions({ refresh: options.refresh, signal: context.signal, onProgress });
  await withDescriptions(project, context.signal, async (store) => {
    const described = await store.describe(module, describing);
    if (search === undefined) {
      context.progress.stop();
      if (context.json) context.printJson(described.description());
      else context.print(moduleTree(described, { ...view(context), all: options.all === true }));
    } else {
      const names = await describeForSearch(store, described, describing);
      context.progress.stop();
      const results = store.search(search, names);
      if (context.json) context.printJson(results.map(plainResult));
      else {
        const memberOf = (result: SearchResult) => store.peek(result.module)?.member(result.name);
        context.print(searchList(described, results, search, { ...view(context), memberOf }));
      }
    }
    if (options.save === true) await save(context, project, described);
  });
  return undefined;
}

async function save(context: Context, project: Project, described: DescribedModule): Promise<void> {
  const { module, distribution, version, standardLibrary } = described;
  const description = {
    module,
    distribution,
    version,
    ...(standardLibrary ? { stdlib: true as const } : {}),
  };
  const { file, changed } = await saveModule(project, description);
  if (context.json) return;
  const shown = relative(process.cwd(), file);
  context.print(
    changed ? `${context.style.green("Added")} ${module} to ${shown}` : `${module} is in ${shown} already`,
  );
}

function plainResult({ module, name, kind, summary }: SearchResult) {
  return { module, name, kind, ...(summary === undefined ? {} : { summary }) };
}

function progressText({ phase, module, done, total }: DescribeProgress): string {
  if (phase === "importing") return `importing ${module}`;
  return done === undefined || total === undefined ? module : `${module} ${done}/${total}`;
}

/** Colours, and a terminal's width; elsewhere wide enough that little is cut. */
function view(context: Context) {
  const { style, stdout } = context;
  return { style, width: stdout.isTTY ? Math.max(60, stdout.columns) : 160 };
}
