import { resolve } from "node:path";
import { candidates, type Candidate, type InterpreterSource, type SearchOptions } from "./candidates.js";
import { checkCancelled, EnvironmentError } from "./errors.js";
import type { Interpreter } from "./interpreter.js";
import { noneFound, notMadeYet } from "./search-errors.js";
import { probeInterpreter } from "./probe.js";
import { matchesVersion } from "./versions.js";

/** One step of the search and what came of it. */
export interface Considered {
  readonly source: InterpreterSource;
  readonly path?: string;
  /** In words: where it comes from. */
  readonly why: string;
  readonly outcome: "chosen" | "nothing" | "unsuitable" | "not reached";
  /** Why it is unsuitable, with its path. */
  readonly reason?: string;
  readonly version?: string;
}

/** The interpreter that is used, and the whole search that led to it. */
export interface InterpreterChoice {
  readonly interpreter: Interpreter;
  readonly source: InterpreterSource;
  /** One sentence: why this one. */
  readonly reason: string;
  readonly considered: readonly Considered[];
}

/** What the interpreter must be, and for what. */
export interface ChoiceOptions extends SearchOptions {
  /** A PEP 440 specifier; `>=3.11`. */
  readonly version?: string | undefined;
  /** Default `run`. */
  readonly purpose?: "run" | "make";
  /** To make an environment with the standard library, since there is no uv. */
  readonly needsVenv?: boolean;
}

/**
 * Finds the interpreter for a project: the first that can be used, in the documented order (`docs/environments.md`).
 *
 * @throws {EnvironmentError} One that was asked for by name can't be used, or there is none at all.
 */
export async function chooseInterpreter(options: ChoiceOptions): Promise<InterpreterChoice> {
  const purpose = options.purpose ?? "run";
  const considered: Considered[] = [];
  for await (const candidate of candidates(options, purpose)) {
    checkCancelled(options.signal);
    if (candidate.path === undefined) {
      note(considered, { source: candidate.source, why: candidate.why, outcome: "nothing" });
      continue;
    }
    const path = candidate.path;
    if (considered.some((each) => each.path === path)) continue;
    try {
      const interpreter = await suitable(candidate, path, options);
      considered.push({
        source: candidate.source,
        path,
        why: candidate.why,
        outcome: "chosen",
        version: interpreter.version,
      });
      return {
        interpreter,
        source: candidate.source,
        reason: `Chosen because ${candidate.why}.`,
        considered,
      };
    } catch (error) {
      if (!(error instanceof EnvironmentError) || error.problem === "cancelled") throw error;
      considered.push({
        source: candidate.source,
        path,
        why: candidate.why,
        outcome: "unsuitable",
        reason: error.what,
        ...(error.version === undefined ? {} : { version: error.version }),
      });
      if (!candidate.binding) continue;
      error.considered = considered;
      throw error;
    }
  }
  const none = noneFound(options.version, considered);
  none.considered = considered;
  throw none;
}

/** A source that offers nothing is told once. */
function note(considered: Considered[], entry: Considered): void {
  if (!considered.some((each) => each.source === entry.source && each.why === entry.why))
    considered.push(entry);
}

async function suitable(candidate: Candidate, path: string, options: ChoiceOptions): Promise<Interpreter> {
  const interpreter = await probe(candidate, path, options);
  if (options.version !== undefined && !matchesVersion(interpreter.version, options.version)) {
    throw new EnvironmentError(
      "wrong-version",
      `${interpreter.path} is Python ${interpreter.version}, but the project asks for Python ${options.version}.`,
      candidate.source === "project environment" || candidate.source === "configuration"
        ? "Make the environment again with `snakebridge setup --recreate`, or change python.version in snakebridge.json."
        : "Choose another interpreter with --python, or change python.version in snakebridge.json.",
      { path: interpreter.path, version: interpreter.version },
    );
  }
  if (options.needsVenv === true && !interpreter.canMakeEnvironments) throw withoutVenv(interpreter);
  return interpreter;
}

async function probe(candidate: Candidate, path: string, options: ChoiceOptions): Promise<Interpreter> {
  try {
    return await probeInterpreter(resolve(options.folder, path), { signal: options.signal });
  } catch (error) {
    // An environment that the configuration names and that isn't there is the normal state of a fresh clone.
    const missing = error instanceof EnvironmentError && error.problem === "interpreter-missing";
    if (missing && candidate.source === "configuration") throw notMadeYet(path);
    throw error;
  }
}

function withoutVenv(interpreter: Interpreter): EnvironmentError {
  const [major = "3", minor = ""] = interpreter.version.split(".");
  return new EnvironmentError(
    "venv-unavailable",
    `${interpreter.path} (Python ${interpreter.version}) lacks the modules venv and ensurepip, so it can't make an environment.`,
    `Install them (on Debian and Ubuntu: \`apt install python${major}.${minor}-venv\`), or install uv.`,
    { path: interpreter.path, version: interpreter.version },
  );
}

/** Every interpreter on this machine that the search can see, suitable or not, each once, in the order of the search. */
export async function findInterpreters(
  options: SearchOptions,
): Promise<(Considered & { interpreter?: Interpreter })[]> {
  const paths = new Map<string, Candidate>();
  for await (const candidate of candidates(options, "run")) {
    checkCancelled(options.signal);
    if (candidate.path !== undefined) {
      const path = resolve(options.folder, candidate.path);
      if (!paths.has(path)) paths.set(path, candidate);
    }
  }
  const found: (Considered & { interpreter?: Interpreter })[] = [];
  const seen = new Set<string>();
  const probed = await inParallel([...paths], 4, async ([path, candidate]) => {
    try {
      return { path, candidate, interpreter: await probeInterpreter(path, { signal: options.signal }) };
    } catch (error) {
      if (!(error instanceof EnvironmentError) || error.problem === "cancelled") throw error;
      return { path, candidate, error };
    }
  });
  for (const { path, candidate, interpreter, error } of probed) {
    const { source, why } = candidate;
    if (interpreter === undefined) {
      const version = error.version === undefined ? {} : { version: error.version };
      found.push({ source, path, why, outcome: "unsuitable", reason: error.what, ...version });
    } else if (!seen.has(interpreter.path)) {
      seen.add(interpreter.path);
      found.push({
        source,
        path: interpreter.path,
        why,
        outcome: "not reached",
        version: interpreter.version,
        interpreter,
      });
    }
  }
  return found;
}

async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  action: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await action(item);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
