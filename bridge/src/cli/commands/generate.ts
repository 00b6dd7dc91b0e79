import { relative, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { ModuleReport, TypeCoverage } from "../../generate/index.js";
import { generateProject, type GenerateProjectResult } from "../../project/generate.js";
import { ProjectWatch } from "../../project/watch.js";
import type { Context, SharedOptions } from "../context.js";
import { CliError, reportError } from "../errors.js";
import { exitCodes, type ExitCode } from "../exit-codes.js";
import { table } from "../terminal/table.js";

export interface GenerateOptions extends SharedOptions {
  readonly modules: readonly string[];
  readonly outDir?: string;
  readonly output?: "js" | "ts";
  readonly used?: boolean;
  readonly check?: boolean;
  readonly watch?: boolean;
  readonly report?: string;
  readonly refresh?: boolean;
}

export async function generate(context: Context, options: GenerateOptions): Promise<ExitCode> {
  if (options.check === true && options.watch === true) {
    throw new CliError(
      exitCodes.usage,
      "USAGE",
      "--check and --watch exclude each other: one ends with an answer, the other stays.",
      "Leave one of them out.",
    );
  }
  if (options.watch === true) return await stay(context, options);
  const result = await generateOnce(context, options);
  return options.check === true ? printDrift(context, result) : printResult(context, result);
}

async function generateOnce(context: Context, options: GenerateOptions): Promise<GenerateProjectResult> {
  const project = await context.openProject();
  const result = await generateProject(project, {
    modules: options.modules,
    outDir: options.outDir === undefined ? undefined : resolve(options.outDir),
    output: options.output,
    used: options.used,
    check: options.check,
    refresh: options.refresh,
    signal: context.signal,
    onStep: (message) => {
      context.progress.step(message);
    },
    onDetail: (message) => {
      context.progress.detail(message);
    },
  });
  context.progress.stop();
  if (options.report !== undefined)
    await writeFileAtomic(resolve(options.report), `${JSON.stringify(result.report, null, 2)}\n`);
  return result;
}

/**
 * Generates now and after every change, until Ctrl+C. A run that fails is reported, and the next change is waited for. Ctrl+C while nothing is
 * going on is how it ends; during a generation it cancels that.
 */
async function stay(context: Context, options: GenerateOptions): Promise<ExitCode> {
  let whole = true;
  while (!context.interrupted()) {
    const project = await context.openProject();
    const used = options.used === true || project.config.used !== undefined;
    // Watched before the first run, so that no change falls between.
    const watch = await ProjectWatch.start(project, { used, signal: context.signal });
    try {
      whole = await untilConfigurationChanges(context, options, watch);
    } finally {
      await watch.close();
    }
  }
  return whole ? exitCodes.ok : exitCodes.interrupted;
}

/** The configuration says what is watched. @returns false where a generation was cancelled */
async function untilConfigurationChanges(
  context: Context,
  options: GenerateOptions,
  watch: ProjectWatch,
): Promise<boolean> {
  for (;;) {
    if (!(await generateOrReport(context, options))) return false;
    if (!context.json) context.print(context.style.dim("Watching for changes; Ctrl+C ends."));
    const event = await watch.next();
    if (event === undefined) return true;
    if (!context.json)
      context.print(
        context.style.dim(`The ${event.cause} changed (${relative(process.cwd(), event.path)}).`),
      );
    if (event.cause === "configuration" && (await isValid(context))) return true;
  }
}

/** @returns false where it was cancelled */
async function generateOrReport(context: Context, options: GenerateOptions): Promise<boolean> {
  try {
    printResult(context, await generateOnce(context, options));
  } catch (error) {
    context.progress.stop();
    reportError(error, context);
    return !context.interrupted();
  }
  return true;
}

/** A faulty configuration is reported by the next run, and the files of the last right one are watched on. */
async function isValid(context: Context): Promise<boolean> {
  return await context.openProject().then(
    () => true,
    () => false,
  );
}

function printResult(context: Context, result: GenerateProjectResult): ExitCode {
  const count = (state: string) => result.files.filter((file) => file.state === state).length;
  if (context.json) {
    context.printJson({
      outDir: result.outDir,
      python: result.python,
      modules: result.modules,
      files: result.files,
      omitted: result.omitted,
      report: result.report,
    });
    return exitCodes.ok;
  }
  const { green, dim, yellow, bold } = context.style;
  const shown = relative(process.cwd(), result.outDir) || ".";
  const parts = [
    `${count("written")} written`,
    `${count("unchanged")} unchanged`,
    ...(count("removed") > 0 ? [`${count("removed")} removed`] : []),
  ];
  context.print(`${green("Wrappers")} in ${bold(shown)}: ${parts.join(", ")}`);
  const rows = result.report.modules.map((module) => [
    module.module,
    dim(versionOf(module)),
    contentOf(module),
    typesOf(module),
  ]);
  if (rows.length > 0) context.print(table(rows, "  "));
  for (const { module, reason } of result.omitted)
    context.print(`  ${yellow("left out")} ${module}: ${reason}`);
  const beyond = result.report.closure?.beyondLimit ?? 0;
  if (beyond > 0)
    context.print(
      `  ${yellow("limit")} ${beyond} ${beyond === 1 ? "class that a type names is an opaque reference" : "classes that types name are opaque references"}: more than one run describes`,
    );
  for (const { path, state } of result.files)
    if (state === "kept")
      context.print(
        `  ${yellow("kept")} ${relative(process.cwd(), path)}: changed by hand since it was generated`,
      );
  const skipped = result.report.modules.flatMap(({ module, skipped: names }) =>
    names.map((each) => ({ module, ...each })),
  );
  if (skipped.length > 0)
    context.print(
      dim(
        `  ${skipped.length} ${skipped.length === 1 ? "name" : "names"} skipped: ${skipped
          .slice(0, 3)
          .map(({ module, name, reason }) => `${module}.${name} (${reason})`)
          .join(", ")}${skipped.length > 3 ? ", … (--report saves all)" : ""}`,
      ),
    );
  return exitCodes.ok;
}

function versionOf({ distribution, version }: ModuleReport): string {
  return distribution === undefined ? "" : `${distribution} ${version ?? ""}`.trim();
}

function contentOf({ functions, classes, values }: ModuleReport): string {
  const parts = [
    [functions, "function"],
    [classes, "class"],
    [values, "value"],
  ] as const;
  return parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${number === 1 ? word : word === "class" ? "classes" : `${word}s`}`)
    .join(", ");
}

/** The share of parameters and returns that somebody has given a type. */
function typesOf({ parameters, returns }: ModuleReport): string {
  const total = parameters.total + returns.total;
  if (total === 0) return "";
  const typed = total - missing(parameters) - missing(returns);
  return `${Math.floor((typed / total) * 100)} % typed`;
}

function missing(coverage: TypeCoverage): number {
  return coverage.missing;
}

function printDrift(context: Context, result: GenerateProjectResult): ExitCode {
  const { drift } = result;
  if (context.json) {
    context.printJson({ fresh: drift.length === 0, drift, outDir: result.outDir, modules: result.modules });
    return drift.length === 0 ? exitCodes.ok : exitCodes.drift;
  }
  const { green, red, dim, bold } = context.style;
  if (drift.length === 0) {
    context.print(
      `${green("Fresh:")} the wrappers of ${result.modules.join(", ")} are as they would be written.`,
    );
    return exitCodes.ok;
  }
  context.print(`${red("Drifted:")} the wrappers are not what would be written now.`);
  const most = 20;
  context.print(
    table(
      drift.slice(0, most).map(({ kind, name, reason }) => [red(kind), name, dim(reason)]),
      "  ",
    ),
  );
  if (drift.length > most) context.print(dim(`  and ${drift.length - most} more (--json lists all)`));
  context.print(`${bold("fix:")} run \`snakebridge generate\` and commit what it writes.`);
  return exitCodes.drift;
}
