/** The work on a folder's environment: what it is, what else there is, making and filling it. */
import { resolve } from "node:path";
import type { EnvironmentStatus, InterpreterChoice } from "../../protocol/index.js";
import { findInterpreters, installPackages, listPackages, probeInterpreter, setUpProject } from "./bridge.js";
import { explainError } from "./explain-error.js";
import type { FolderEnvironment } from "./folder-environment.js";
import type { SetUpOptions, SetUpOutcome, Task } from "./folder-python.js";

/** Absolute paths of the folders into which the environment installs packages. */
export async function sitePackages(environment: FolderEnvironment): Promise<readonly string[]> {
  const { interpreter } = await environment.open();
  return (await probeInterpreter(interpreter.path)).sitePackages;
}

/** Which Python the folder uses and why; what keeps it from having one is part of the answer. */
export async function environmentStatus(environment: FolderEnvironment): Promise<EnvironmentStatus> {
  for (;;) {
    const asked = environment.changes;
    const status = await statusNow(environment);
    // What was found out about an environment that has been replaced meanwhile would be believed of the new one.
    if (environment.changes === asked || environment.isDisposed()) {
      return status;
    }
  }
}

async function statusNow(environment: FolderEnvironment): Promise<EnvironmentStatus> {
  try {
    const { interpreter, reason } = await environment.open();
    const probed = await probeInterpreter(interpreter.path);
    const packages = await listPackages(probed);
    return {
      state: "ready",
      interpreter: probed.path,
      version: probed.version,
      ...(probed.virtual ? { prefix: probed.prefix } : {}),
      reason,
      packages: packages.map(({ name, version }) => ({ name, version })),
    };
  } catch (error) {
    const { kind, message, remedy } = explainError(error);
    return {
      state: kind === "no-environment" ? "missing" : "failed",
      problem: remedy === undefined ? message : `${message} ${remedy}`,
    };
  }
}

/** Interpreters that the folder could use, best first. */
export async function interpreterChoices(environment: FolderEnvironment): Promise<InterpreterChoice[]> {
  const project = await environment.openNewProject();
  const used = environment.current?.interpreter.path;
  // A shim, like pyenv's, was found by its own path; the interpreter behind it says another, by which it is listed.
  const current =
    used === undefined
      ? undefined
      : await probeInterpreter(used).then(
          ({ path }) => path,
          () => used,
        );
  const found = await findInterpreters(project.search);
  return found.flatMap((each) => {
    const path = each.interpreter?.path ?? each.path;
    return path === undefined
      ? []
      : [
          {
            path,
            ...(each.version === undefined ? {} : { version: each.version }),
            origin: each.why,
            ...(path === current ? { current: true } : {}),
            ...(each.reason === undefined ? {} : { problem: each.reason }),
          },
        ];
  });
}

/** Makes the environment and installs what the project or the options ask for. */
export async function setUp(
  environment: FolderEnvironment,
  folder: string,
  options: SetUpOptions,
  task: Task,
): Promise<SetUpOutcome> {
  const project = await environment.openNewProject();
  const log: string[] = [];
  const result = await setUpProject(project, {
    ...(options.interpreter === undefined ? {} : { python: options.interpreter }),
    ...(options.environment === undefined ? {} : { environment: resolve(folder, options.environment) }),
    packages: options.packages,
    onlyPackages: !options.projectRequirements,
    signal: task.signal,
    onProgress: ({ message, line }) => {
      log.push(line ?? message);
      task.progress.report(message);
    },
  });
  const installed = Object.entries(result.changes).flatMap(([name, [, after]]) =>
    after === undefined ? [] : [`${name} ${after}`],
  );
  const base =
    result.base === undefined
      ? {}
      : { base: { path: result.base.interpreter.path, reason: result.base.reason } };
  return { created: result.created, ...base, installed, log: log.join("\n") };
}

/** Installs packages into the environment that is there. */
export async function install(
  environment: FolderEnvironment,
  folder: string,
  requirements: readonly string[],
  task: Task,
): Promise<SetUpOutcome> {
  const { interpreter } = await environment.open();
  const log: string[] = [];
  const packages = await installPackages(await probeInterpreter(interpreter.path), requirements, {
    cwd: folder,
    signal: task.signal,
    onProgress: ({ message, line }) => {
      log.push(line ?? message);
      task.progress.report(message);
    },
  });
  return {
    created: false,
    installed: packages.map(({ name, version }) => `${name} ${version}`),
    log: log.join("\n"),
  };
}
