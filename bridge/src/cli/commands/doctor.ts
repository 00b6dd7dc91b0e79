import { doctor as examine } from "../../project/doctor.js";
import { doctorText } from "../../project/doctor-text.js";
import type { Context, SharedOptions } from "../context.js";
import { exitCodes, type ExitCode } from "../exit-codes.js";
import { fold, widthOfStream } from "../terminal/table.js";

export async function doctor(context: Context, _options: SharedOptions): Promise<ExitCode> {
  const project = await context.openProject();
  const report = await examine(project, {
    signal: context.signal,
    onStep: (message) => {
      context.progress.step(message);
    },
  });
  context.progress.stop();
  if (context.json) context.printJson(report);
  else {
    const { bold, dim, green, yellow, red, cyan } = context.style;
    const colours = { ok: green, warning: yellow, problem: red, information: dim };
    context.print(
      doctorText(report, {
        title: bold,
        detail: dim,
        fix: cyan,
        fold: (text, indent) => fold(text, widthOfStream(context.stdout), indent, indent.length),
        mark: (status, mark) => colours[status](mark),
      }),
    );
  }
  return report.healthy ? exitCodes.ok : exitCodes.environment;
}
