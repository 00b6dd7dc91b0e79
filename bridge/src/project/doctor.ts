import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultCacheFolder, DescriptionCache } from "../description/index.js";
import {
  chooseInstaller,
  EnvironmentError,
  listPackages,
  readMarker,
  type Interpreter,
  type InterpreterChoice,
} from "../environment/index.js";
import { OwnWorker } from "../runtime/sessions/own-worker.js";
import { Session } from "../runtime/sessions/session.js";
import { workerVariables } from "./descriptions.js";
import type { DoctorCheck } from "./doctor-check.js";
import { packageChecks, wrapperChecks } from "./doctor-project.js";
import type { Project } from "./project.js";

export type { DoctorCheck } from "./doctor-check.js";

/** Things that belong together. */
export interface DoctorSection {
  readonly title: string;
  readonly checks: readonly DoctorCheck[];
}

/** What the doctor found. */
export interface DoctorReport {
  /** No problem: warnings don't count. */
  readonly healthy: boolean;
  readonly sections: readonly DoctorSection[];
  /** The interpreter that is used and the search for it, where one was found. */
  readonly choice?: InterpreterChoice;
}

/** Explains a project's environment: which Python, why that one, what is missing, how to fix it. Changes nothing. */
export async function doctor(
  project: Project,
  options: { signal?: AbortSignal | undefined; onStep?: ((message: string) => void) | undefined } = {},
): Promise<DoctorReport> {
  const { signal, onStep } = options;
  const sections: DoctorSection[] = [{ title: "SnakeBridge", checks: await ourselves(project) }];
  onStep?.("Looking for Python.");
  const found = await choiceOf(project, signal);
  sections.push({ title: "Python", checks: await pythonChecks(project, found) });
  if (found.choice !== undefined) {
    const { interpreter } = found.choice;
    onStep?.("Reading the environment.");
    const packages = await listPackages(interpreter, { signal });
    sections.push({ title: "Packages", checks: await packageChecks(project, interpreter, packages, signal) });
    onStep?.("Calling Python.");
    sections.push({ title: "Bridge", checks: [await callCheck(project, interpreter)] });
  }
  sections.push({ title: "Wrappers", checks: await wrapperChecks(project) });
  const healthy = sections.every(({ checks }) => checks.every(({ status }) => status !== "problem"));
  return { healthy, sections, ...(found.choice === undefined ? {} : { choice: found.choice }) };
}

async function ourselves(project: Project): Promise<DoctorCheck[]> {
  const { config, resources } = project;
  const checks: DoctorCheck[] = [
    {
      status: "ok",
      title: `snakebridge ${resources.version} on Node ${process.versions.node}`,
      detail: `${process.platform} ${process.arch}`,
    },
    config.file === undefined
      ? {
          status: "information",
          title: "No snakebridge.json",
          detail: `The defaults hold in ${config.folder}.`,
          fix: "`snakebridge init` writes one.",
        }
      : {
          status: "ok",
          title: `Configuration ${config.file}`,
          ...(config.files.length > 1 ? { detail: `builds on ${config.files.slice(1).join(", ")}` } : {}),
        },
    await cacheCheck(project),
  ];
  if (resources.typeshed === undefined) {
    checks.push({
      status: "warning",
      title: "No types of the standard library",
      detail: "This installation lacks its typeshed folder: wrappers of standard modules have few types.",
      fix: "Install snakebridge again.",
    });
  }
  return checks;
}

async function cacheCheck(project: Project): Promise<DoctorCheck> {
  const folder = project.cacheFolder ?? defaultCacheFolder();
  try {
    await mkdir(folder, { recursive: true });
    // Rights alone don't tell of a full disk.
    const probe = join(folder, `.doctor-${process.pid}`);
    await writeFile(probe, Buffer.alloc(4096)).finally(() => rm(probe, { force: true }));
  } catch (error) {
    return {
      status: "warning",
      title: `The cache ${folder} can't be written`,
      detail: `${(error as Error).message}. Modules are described anew each time.`,
      fix: /ENOSPC|EDQUOT/.test((error as Error).message)
        ? "Make room on the disk."
        : "Make the folder writable.",
    };
  }
  return {
    status: "ok",
    title: `Cache ${folder}`,
    detail: `${(new DescriptionCache({ folder }).size() / 1e6).toFixed(1)} MB; \`snakebridge clean\` empties it`,
  };
}

interface Found {
  readonly choice?: InterpreterChoice;
  readonly error?: EnvironmentError;
}

async function choiceOf(project: Project, signal: AbortSignal | undefined): Promise<Found> {
  try {
    return { choice: await project.interpreter(signal) };
  } catch (error) {
    if (!(error instanceof EnvironmentError) || error.problem === "cancelled") throw error;
    return { error };
  }
}

async function pythonChecks(project: Project, { choice, error }: Found): Promise<DoctorCheck[]> {
  const installer = await chooseInstaller(project.env);
  const tool: DoctorCheck = {
    status: "information",
    title: `Environments are made with ${installer.name === "uv" ? "uv" : "venv and pip"}`,
    ...(installer.name === "uv" ? {} : { detail: "uv, where it is installed, is many times faster." }),
  };
  if (choice === undefined) {
    const what = error?.what ?? "No Python was found.";
    return [
      {
        status: "problem",
        title: what,
        ...(error === undefined || error.considered.length === 0
          ? {}
          : { detail: searchText(error.considered, what) }),
        ...(error === undefined || error.fix === "" ? {} : { fix: error.fix }),
      },
      tool,
    ];
  }
  const { interpreter, reason, considered } = choice;
  const checks: DoctorCheck[] = [
    {
      status: "ok",
      title: `Python ${interpreter.version} (${interpreter.implementation}, ${interpreter.machine})`,
      detail: interpreter.path,
    },
  ];
  checks.push({ status: "information", title: reason, detail: searchText(considered) });
  checks.push(await kindCheck(interpreter));
  const wanted = project.config.python.version;
  if (wanted !== undefined) checks.push({ status: "ok", title: `Fits python.version ${wanted}` });
  checks.push(tool);
  return checks;
}

/**
 * The search, station by station.
 *
 * @param told what the check's title says already: beside its station it would only be repeated
 */
function searchText(considered: InterpreterChoice["considered"], told?: string): string {
  // Several places of one station that have nothing are one line.
  const stations = considered.filter(
    ({ source, outcome }, index) =>
      outcome !== "nothing" || considered.findIndex((each) => each.source === source) === index,
  );
  return stations
    .map(({ source, path, outcome, reason, why }) => {
      if (outcome === "nothing") return `${source}: nothing${why === "no such file" ? ` (${why})` : ""}`;
      const found = `${source}: ${path ?? ""}`;
      if (outcome === "chosen") return `${found} <- used`;
      return `${found} (${reason === told ? "not usable" : (reason ?? outcome)})`;
    })
    .join("\n");
}

async function kindCheck(interpreter: Interpreter): Promise<DoctorCheck> {
  if (interpreter.virtual) {
    const marker = await readMarker(interpreter.prefix);
    return {
      status: "ok",
      title: `In the environment ${interpreter.prefix}`,
      detail: marker?.ours === true ? "made by snakebridge setup" : `from ${interpreter.basePrefix}`,
    };
  }
  if (interpreter.conda) return { status: "ok", title: `In the conda environment ${interpreter.prefix}` };
  return {
    status: "warning",
    title: "Not in an environment of its own",
    detail:
      "Packages would be shared with everything else on this machine, so SnakeBridge installs none here.",
    fix: "`snakebridge setup` makes .venv for this project.",
  };
}

/** One real call, there and back. */
async function callCheck(project: Project, interpreter: Interpreter): Promise<DoctorCheck> {
  const started = performance.now();
  const { paths } = project.config.python;
  const session = new Session(
    new OwnWorker({
      python: interpreter.path,
      adapterPath: project.resources.adapterPath,
      env: workerVariables(project.config.pool.environmentVariables ?? {}),
      ...(paths === undefined ? {} : { sysPath: paths }),
    }),
  );
  try {
    const answer: unknown = await session.call("math.sqrt", [4]);
    const milliseconds = Math.round(performance.now() - started);
    if (answer === 2)
      return { status: "ok", title: `A call to Python and back works (${milliseconds} ms with its start)` };
    return { status: "problem", title: `math.sqrt(4) gave ${JSON.stringify(answer)}` };
  } catch (error) {
    return {
      status: "problem",
      title: "A call to Python fails",
      detail: (error as Error).message,
      fix: "Make the environment again with `snakebridge setup --recreate`.",
    };
  } finally {
    await session.close();
  }
}
