import { relative } from "node:path";
import { formatProblem } from "../../config/index.js";
import { validateProject } from "../../project/validate.js";
import type { Context, SharedOptions } from "../context.js";
import { exitCodes, type ExitCode } from "../exit-codes.js";

export async function validate(context: Context, options: SharedOptions): Promise<ExitCode> {
  const report = await validateProject(process.cwd(), options.config);
  const valid = report.problems.length === 0;
  if (context.json) {
    context.printJson({ file: report.file, valid, files: report.files, problems: report.problems });
    return valid ? exitCodes.ok : exitCodes.configuration;
  }
  const { red, green, dim, bold } = context.style;
  const shown = (file: string) => relative(process.cwd(), file) || file;
  for (const problem of report.problems) {
    const [place = "", ...message] = formatProblem({ ...problem, file: shown(problem.file) }).split(
      /(?<=:\d+:\d+): /,
    );
    context.print(`${bold(`${place}:`)} ${red("error")} ${message.join(": ")}`);
  }
  if (valid) {
    const bases = report.files.slice(1).map(shown);
    const modules = Object.keys(report.config?.modules ?? {});
    context.print(
      `${green("valid")} ${shown(report.file)}${bases.length === 0 ? "" : dim(` (builds on ${bases.join(", ")})`)}`,
    );
    context.print(
      dim(
        modules.length === 0
          ? "  no modules yet: add one with `snakebridge discover MODULE --save`"
          : `  modules: ${modules.join(", ")}`,
      ),
    );
    return exitCodes.ok;
  }
  const count = report.problems.length;
  context.print(
    `${red(`${count} ${count === 1 ? "problem" : "problems"}`)} in ${[...new Set(report.problems.map(({ file }) => shown(file)))].join(", ")}`,
  );
  return exitCodes.configuration;
}
