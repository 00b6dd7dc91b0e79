import { join, resolve } from "node:path";
import {
  DEFAULT_ENVIRONMENT,
  firstFile,
  interpreterIn,
  interpretersOfInstallation,
  isFile,
} from "./layout.js";

/** Where an interpreter was found, in the order in which we look. */
export const interpreterSources = [
  "option",
  "SNAKEBRIDGE_PYTHON",
  "configuration",
  "project environment",
  "active environment",
  ".python-version",
  "PATH",
  "Python launcher",
  "pyenv",
  "uv",
  "usual folders",
] as const;

/** One step of the search. */
export type InterpreterSource = (typeof interpreterSources)[number];

/** A path at which there may be an interpreter. */
export interface Candidate {
  readonly source: InterpreterSource;
  /** An interpreter or the folder of an environment; undefined where this source has nothing to offer. */
  readonly path: string | undefined;
  /** In words: where it comes from. `VIRTUAL_ENV is set`. */
  readonly why: string;
  /** Someone asked for exactly this one: if it can't be used that is an error, never a reason to take another. */
  readonly binding: boolean;
}

/** What the search depends on. */
export interface SearchOptions {
  /** The project's folder: that of `snakebridge.json`, or the working directory. */
  readonly folder: string;
  /** Given on the command line or by the caller. */
  readonly python?: string | undefined;
  /** `python.environment` of the configuration, absolute. */
  readonly environment?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The places where an interpreter may be, in order. Lazy: asking for the first costs nothing of the later ones.
 *
 * @param purpose `run`: to run programs with, environments included. `make`: to make an environment from, so the project's own
 * environment does not count, nor does an active one.
 */
export async function* candidates(
  options: SearchOptions,
  purpose: "run" | "make",
): AsyncGenerator<Candidate> {
  const env = options.env ?? process.env;
  yield { source: "option", path: options.python, why: "given explicitly (--python)", binding: true };
  const named = env["SNAKEBRIDGE_PYTHON"];
  yield {
    source: "SNAKEBRIDGE_PYTHON",
    path: named === undefined || named === "" ? undefined : resolve(options.folder, named),
    why: "the environment variable SNAKEBRIDGE_PYTHON names it",
    binding: true,
  };
  if (purpose === "run") yield* environments(options, env);
  // Loaded here: every program's start comes by, and most have an environment.
  const { installations } = await import("./installations.js");
  yield* installations(options, env);
}

async function* environments(options: SearchOptions, env: NodeJS.ProcessEnv): AsyncGenerator<Candidate> {
  yield {
    source: "configuration",
    path: options.environment,
    why: "snakebridge.json names it (python.environment)",
    binding: true,
  };
  for (const name of [DEFAULT_ENVIRONMENT, "venv"]) {
    const path = join(options.folder, name);
    // A folder called `venv` may be anything: only one with an environment's mark is an environment.
    const exists = await isFile(join(path, "pyvenv.cfg"));
    yield {
      source: "project environment",
      path: exists ? path : undefined,
      why: `the project has an environment in ${name}`,
      binding: true,
    };
  }
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    const path = env[name];
    const program =
      path === undefined || path === ""
        ? undefined
        : await firstFile([interpreterIn(path), ...interpretersOfInstallation(path)]);
    yield {
      source: "active environment",
      path: program ?? (path === "" ? undefined : path),
      why: `an environment is active (${name})`,
      binding: false,
    };
  }
}
