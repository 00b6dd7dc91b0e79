import { relative } from "node:path";
import { summaryOf } from "../../description/summary.js";
import type {
  DescribedModule,
  DescribeProgress,
  ModuleMember,
  SearchResult,
} from "../../description/index.js";
import { withDescriptions } from "../../project/descriptions.js";
import { describeOptions, saveModule } from "../../project/discover.js";
import type { Context, SharedOptions } from "../context.js";
import { behindName, signatureText } from "../terminal/python-text.js";
import { cut, table } from "../terminal/table.js";

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
  await withDescriptions(project, context.signal, async (store) => {
    const described = await store.describe(
      module,
      describeOptions({ refresh: options.refresh, signal: context.signal, onProgress }),
    );
    const results = search === undefined ? undefined : store.search(search, [module]);
    context.progress.stop();
    if (context.json) printJson(context, described, results);
    else if (results === undefined) printTree(context, described, options.all === true);
    else printResults(context, described, results, search ?? "");
    if (options.save === true) {
      const { distribution, version, standardLibrary } = described;
      const { file, changed } = await saveModule(project, {
        module,
        distribution,
        version,
        ...(standardLibrary ? { stdlib: true } : {}),
      });
      const shown = relative(process.cwd(), file);
      if (!context.json)
        context.print(
          changed
            ? `${context.style.green("Added")} ${module} to ${shown}`
            : `${module} is in ${shown} already`,
        );
    }
  });
  return undefined;
}

function progressText({ phase, module, done, total }: DescribeProgress): string {
  return phase === "importing"
    ? `importing ${module}`
    : `${module}${done === undefined || total === undefined ? "" : ` ${done}/${total}`}`;
}

function printJson(
  context: Context,
  described: DescribedModule,
  results: readonly SearchResult[] | undefined,
): void {
  if (results === undefined) context.printJson(described.description());
  else
    context.printJson(
      results.map(({ module, name, kind, summary }) => ({
        module,
        name,
        kind,
        ...(summary === undefined ? {} : { summary }),
      })),
    );
}

const groups = [
  ["functions", "callable"],
  ["classes", "class"],
  ["values", "value"],
  ["types", "alias"],
] as const;

function printTree(context: Context, described: DescribedModule, all: boolean): void {
  printHead(context, described);
  const width = widthOf(context);
  for (const [title, kind] of groups) {
    const members = described.entries
      .filter((entry) => entry.kind === kind)
      .flatMap((entry) => described.member(entry.name) ?? []);
    if (members.length === 0) continue;
    context.print(`\n${context.style.bold(title)} ${context.style.dim(String(members.length))}`);
    context.print(all ? whole(context, members) : overview(context, described, members, width));
  }
  const submodules = described.submodules.map(({ name }) =>
    name.startsWith(`${described.module}.`) ? name : `${described.module}.${name}`,
  );
  if (submodules.length > 0) {
    context.print(`\n${context.style.bold("submodules")} ${context.style.dim(String(submodules.length))}`);
    context.print(
      columns(
        submodules.map((name) => name.slice(described.module.length + 1)),
        width,
      ),
    );
  }
  if (!all && groups.some(([, kind]) => described.entries.some((entry) => entry.kind === kind))) {
    context.print(
      context.style.dim(`\n--all shows whole signatures and members of classes, --search finds names.`),
    );
  }
}

function printHead(context: Context, described: DescribedModule): void {
  const { bold, dim } = context.style;
  const from = described.standardLibrary
    ? "standard library"
    : described.distribution === undefined
      ? (described.file ?? "")
      : `${described.distribution} ${described.version ?? ""}`;
  context.print(`${bold(described.module)} ${dim(`${from}, Python ${described.python}`)}`);
  const summary = summaryOf(described.doc);
  if (summary !== "") context.print(cut(summary, widthOf(context)));
}

/** One line a name: the name with its signature, as far as there is room, and what it is for. */
function overview(
  context: Context,
  described: DescribedModule,
  members: readonly ModuleMember[],
  width: number,
): string {
  const { dim, yellow } = context.style;
  const summaries = new Map(described.entries.map((entry) => [entry.name, entry]));
  const left = Math.min(46, Math.floor(width * 0.5));
  const rows = members.map((member) => {
    const room = left - member.name.length;
    const behind = room < 8 ? "" : cut(behindName(member, false), room);
    const entry = summaries.get(member.name);
    const deprecated = entry?.deprecated === true ? yellow("deprecated ") : "";
    return [
      `${member.name}${dim(behind)}`,
      `${deprecated}${cut(entry?.summary ?? "", Math.max(20, width - left - 4))}`,
    ];
  });
  return table(rows, "  ");
}

/** Every signature whole, and the members of classes. */
function whole(context: Context, members: readonly ModuleMember[]): string {
  const { bold, dim, yellow } = context.style;
  const lines: string[] = [];
  for (const member of members) {
    const deprecated =
      member.deprecated === undefined
        ? ""
        : ` ${yellow(`deprecated${member.deprecated.message === "" ? "" : `: ${member.deprecated.message}`}`)}`;
    if (member.kind === "callable" && member.signatures.length > 1) {
      for (const signature of member.signatures)
        lines.push(`  ${bold(member.name)}${signatureText(signature, true)}${deprecated}`);
    } else lines.push(`  ${bold(member.name)}${behindName(member, true)}${deprecated}`);
    if (member.kind !== "class") continue;
    for (const inner of member.members) {
      if (inner.kind === "callable" && inner.inheritedFrom === undefined && !inner.name.startsWith("__"))
        lines.push(`    ${inner.name}${dim(behindName(inner, true))}`);
      else if (inner.kind === "property" && inner.inheritedFrom === undefined)
        lines.push(`    ${inner.name}`);
    }
  }
  return lines.join("\n");
}

function printResults(
  context: Context,
  described: DescribedModule,
  results: readonly SearchResult[],
  query: string,
): void {
  printHead(context, described);
  if (results.length === 0) {
    context.print(`\nNothing in ${described.module} fits "${query}".`);
    if (described.submodules.length > 0)
      context.print(
        context.style.dim(
          `Its submodules are modules of their own: snakebridge discover ${described.module}.${described.submodules[0]?.name.split(".").at(-1) ?? "…"}`,
        ),
      );
    return;
  }
  const width = widthOf(context);
  const rows = results.map(({ name, kind, summary = "" }) => {
    const member = described.member(name);
    const behind = member === undefined ? "" : cut(behindName(member, false), 40);
    return [
      context.style.dim(kind === "callable" ? "function" : kind),
      `${name}${context.style.dim(behind)}`,
      cut(summary, Math.max(20, width - 66)),
    ];
  });
  context.print(`\n${table(rows, "  ")}`);
}

/** Names in columns, as `ls` writes them. */
function columns(names: readonly string[], width: number): string {
  const widest = Math.max(...names.map((name) => name.length)) + 2;
  const perLine = Math.max(1, Math.floor((width - 2) / widest));
  const lines: string[] = [];
  for (let start = 0; start < names.length; start += perLine) {
    lines.push(
      `  ${names
        .slice(start, start + perLine)
        .map((name) => name.padEnd(widest))
        .join("")}`.trimEnd(),
    );
  }
  return lines.join("\n");
}

/** A terminal's width; elsewhere wide enough that little is cut. */
function widthOf(context: Context): number {
  return context.stdout.isTTY ? Math.max(60, context.stdout.columns) : 160;
}
