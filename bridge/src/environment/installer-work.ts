/** What the installers share: how a tool is started, and how it is told what to install. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cancelled, checkCancelled } from "./errors.js";
import type { InstallRequest, WorkOptions } from "./installer.js";
import type { Interpreter } from "./interpreter.js";
import { run, type RunResult } from "./processes.js";
import { EXEC, GUARDED } from "./questions.js";

/** The switches that both tools have. */
export function commonSwitches(request: InstallRequest): string[] {
  return [
    ...(request.upgrade === true ? ["--upgrade"] : []),
    ...(request.verified === true ? ["--require-hashes"] : []),
    ...(request.withoutDependencies === true ? ["--no-deps"] : []),
  ];
}

/** Requirements travel in files: no quoting, no limit on the length of a command. */
export async function withFiles(
  request: InstallRequest,
  action: (args: string[]) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "snakebridge-requirements-"));
  try {
    const args = request.files.flatMap((file) => ["-r", file]);
    if (request.requirements.length > 0) {
      const file = join(folder, "requirements.txt");
      await writeFile(file, `${request.requirements.join("\n")}\n`);
      args.push("-r", file);
    }
    const constraints = Object.entries(request.constraints ?? {});
    if (constraints.length > 0) {
      const file = join(folder, "constraints.txt");
      await writeFile(file, constraints.map(([name, version]) => `${name}==${version}\n`).join(""));
      args.push("-c", file);
    }
    await action(args);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a command so that it ends with us, however we end. */
export async function guarded(
  interpreter: Interpreter,
  command: readonly string[],
  options: WorkOptions,
): Promise<RunResult> {
  checkCancelled(options.signal);
  const result = await run(interpreter.path, ["-c", EXEC, GUARDED, ...command], {
    cwd: options.cwd,
    signal: options.signal,
    onLine: options.onLine,
    ...withEnv(options),
  });
  if (options.signal?.aborted === true) throw cancelled();
  return result;
}

/** The variables for a tool, without those that would lead it elsewhere. */
export function withEnv(options: WorkOptions): { env: NodeJS.ProcessEnv } {
  const env: NodeJS.ProcessEnv = {
    ...(options.env ?? process.env),
    PYTHONUNBUFFERED: "1",
    PYTHONIOENCODING: "utf-8",
  };
  // These would send pip and uv somewhere else than the environment that is meant.
  for (const name of [
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_USER",
    "PIP_REQUIRE_VIRTUALENV",
    "UV_SYSTEM_PYTHON",
    "UV_TARGET",
    "PYTHONHOME",
    "__PYVENV_LAUNCHER__",
  ]) {
    Reflect.deleteProperty(env, name);
  }
  return { env };
}
