import type { Context } from "./context.js";
import { exitCodes, type ExitCode } from "./exit-codes.js";
import { fold, widthOfStream } from "./terminal/table.js";

/** A fault of the command line's own: wrong use, or drift. Carries its exit code. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly code: string;
  /** What to do next. */
  readonly fix: string | undefined;

  constructor(exitCode: ExitCode, code: string, message: string, fix?: string) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
    this.code = code;
    this.fix = fix;
  }
}

/** An error as `--json` shows it. */
interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
  readonly [detail: string]: unknown;
}

/** Reports an error where the user looks for it, and says with which code to exit. */
export function reportError(
  error: unknown,
  context: Pick<Context, "json" | "printJson" | "stderr" | "errorStyle" | "interrupted">,
): ExitCode {
  const report = reportOf(error);
  const exitCode = context.interrupted() ? exitCodes.interrupted : exitCodeOf(error, report.code);
  if (context.json) {
    context.printJson({ error: report });
    return exitCode;
  }
  const { red, dim, bold } = context.errorStyle;
  if (context.interrupted()) {
    context.stderr.write(`${red("Cancelled.")} Nothing half-made was left.\n`);
    return exitCode;
  }
  const log = [...framesOf(error), ...logOf(error)];
  if (log.length > 0) context.stderr.write(`${log.map((line) => dim(`  ${line}`)).join("\n")}\n`);
  const { message, fix } = report;
  const what = fix !== undefined && message.endsWith(fix) ? message.slice(0, -fix.length).trimEnd() : message;
  const folded = (text: string): string =>
    text.includes("\n") ? text : fold(text, widthOfStream(context.stderr), "       ", 7);
  context.stderr.write(`${red("error:")} ${folded(what)}\n`);
  if (fix !== undefined && fix !== "") context.stderr.write(`${bold("fix:")}   ${folded(fix)}\n`);
  return exitCode;
}

function reportOf(error: unknown): ErrorReport {
  if (!(error instanceof Error)) return { code: "UNKNOWN", message: String(error) };
  const { code, problems, path, log, pyType } = error as Error &
    Record<"code" | "problems" | "path" | "log" | "pyType", unknown>;
  const fix = "fix" in error ? error.fix : typeof code === "string" ? systemFix(code) : undefined;
  return {
    code: typeof code === "string" ? code : typeof pyType === "string" ? "PYTHON_ERROR" : "INTERNAL",
    // A Python error is told as Python tells it: its type first.
    message: typeof pyType === "string" ? `${error.name}: ${error.message}` : error.message,
    ...(typeof fix === "string" && fix !== "" ? { fix } : {}),
    ...(typeof pyType === "string" ? { type: pyType } : {}),
    ...(typeof path === "string" ? { path } : {}),
    ...(Array.isArray(problems) ? { problems } : {}),
    ...(Array.isArray(log) && log.length > 0 ? { log } : {}),
  };
}

/** What the operating system's refusals ask for. */
function systemFix(code: string): string | undefined {
  if (code === "ENOSPC" || code === "EDQUOT") return "Make room on the disk and run the command again.";
  if (code === "EROFS" || code === "EACCES" || code === "EPERM")
    return "Make the place writable, or choose another.";
  return undefined;
}

/** Where in Python it happened, innermost last, as Python's own traceback has it. */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error) || !("frames" in error) || !Array.isArray(error.frames)) return [];
  const frames = error.frames as { file: string; line: number; function: string; source?: string }[];
  return frames
    .slice(-6)
    .flatMap(({ file, line, function: name, source }) => [
      `${file}:${line} in ${name}`,
      ...(source === undefined ? [] : [`    ${source.trim()}`]),
    ]);
}

function logOf(error: unknown): string[] {
  if (!(error instanceof Error) || !("log" in error) || !Array.isArray(error.log)) return [];
  return error.log.slice(-15).map(String);
}

function exitCodeOf(error: unknown, code: string): ExitCode {
  if (error instanceof CliError) return error.exitCode;
  if (error instanceof Error && error.name === "ModuleNotFoundError") return exitCodes.environment;
  if (code === "ENVIRONMENT_FROZEN_MISMATCH") return exitCodes.drift;
  if (code.startsWith("CONFIG_") || code.startsWith("LOCK_")) return exitCodes.configuration;
  if (/^(ENVIRONMENT|INTERPRETER|WORKER_START|DESCRIPTION|MODULE_NOT_FOUND)/.test(code))
    return exitCodes.environment;
  return exitCodes.failed;
}
