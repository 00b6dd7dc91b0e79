/** What the command line does too, worded for an editor. */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { CallFunctionResult, TextReport } from "../../protocol/index.js";
import {
  cleanProject,
  doctor as examine,
  doctorText,
  generateProject,
  validateProject,
  type Project,
} from "./bridge.js";
import type { CallRequest, callFunction as callInRuntime } from "../runtime/call-function.js";
import type { GenerateOptions, GenerateOutcome, Task } from "./folder-python.js";

export async function generate(
  project: Project,
  options: GenerateOptions,
  task: Task,
): Promise<GenerateOutcome> {
  const result = await generateProject(project, {
    ...(options.modules.length > 0 ? { modules: options.modules } : {}),
    ...(options.used ? { used: options.used } : {}),
    signal: task.signal,
    onStep: (message) => task.progress.report(message),
  });
  const paths = (state: string): string[] =>
    result.files.filter((file) => file.state === state).map((file) => file.path);
  return {
    written: paths("written"),
    unchanged: paths("unchanged"),
    warnings: result.omitted.map(({ module, reason }) => `${module} was left out: ${reason}`),
  };
}

/** Calls in a Python of its own, which ends with the call. The library's runtime is a bundle of its own: few need it. */
export async function callFunction(request: CallRequest, task: Task): Promise<CallFunctionResult> {
  const load = createRequire(__filename);
  const { callFunction: call } = load(join(__dirname, "runtime.cjs")) as {
    callFunction: typeof callInRuntime;
  };
  return call(request, task.signal);
}

export async function clean(project: Project): Promise<TextReport> {
  const result = await cleanProject(project);
  const lines = [
    ...result.removed.map((path) => `Removed ${path}`),
    ...result.kept.map(({ path, reason }) => `Kept ${path}: ${reason}`),
    ...(result.cache
      ? [
          `Cleared ${result.cache.files} cached descriptions (${result.cache.bytes} bytes) in ${result.cache.folder}`,
        ]
      : []),
  ];
  return { ok: true, text: lines.length > 0 ? lines.join("\n") : "There was nothing to remove." };
}

export async function doctor(project: Project, task: Task): Promise<TextReport> {
  const report = await examine(project, {
    signal: task.signal,
    onStep: (message) => task.progress.report(message),
  });
  const ok = report.sections.every(({ checks }) => checks.every(({ status }) => status !== "problem"));
  return { ok, text: doctorText(report) };
}

export async function validate(folder: string): Promise<TextReport> {
  const { file, problems } = await validateProject(folder);
  if (problems.length === 0) {
    return { ok: true, text: `${file}: no problems.` };
  }
  const lines = problems.map(
    ({ file, range: { start }, message }) => `${file}:${start.line + 1}:${start.character + 1}: ${message}`,
  );
  return { ok: false, text: lines.join("\n") };
}
