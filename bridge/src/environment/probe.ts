import { lstat, readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { OLDEST_PYTHON } from "../pool/bootstrap.js";
import { checkCancelled, EnvironmentError } from "./errors.js";
import type { InstalledPackage, Interpreter } from "./interpreter.js";
import { interpreterIn } from "./layout.js";
import { isUnfinished } from "./marker.js";
import { unfinished } from "./search-errors.js";
import { run, withoutControl, type RunResult } from "./processes.js";
import { ANSWER_MARK, EXEC, WHAT_IS_INSTALLED, WHO_ARE_YOU } from "./questions.js";

/** How an interpreter is asked. */
export interface ProbeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until an interpreter that does not answer is given up. Default 20,000. */
  readonly timeout?: number;
  readonly env?: NodeJS.ProcessEnv;
  /** Ask an interpreter whose environment is still being made: for those who make it. */
  readonly evenUnfinished?: boolean;
}

const defaultTimeout = 20_000;

/**
 * Asks an interpreter what it is.
 *
 * @param path An interpreter, or the folder of an environment.
 * @throws {EnvironmentError} The path leads nowhere, is not Python, is a Python too old, a broken environment, one that is still being
 * made, or Windows' store placeholder.
 */
export async function probeInterpreter(path: string, options: ProbeOptions = {}): Promise<Interpreter> {
  checkCancelled(options.signal);
  const program = await programAt(resolve(path), options.evenUnfinished ?? false);
  const result = await ask(program, WHO_ARE_YOU, options);
  checkCancelled(options.signal);
  const answer = answerIn(result.stdout);
  if (answer === undefined) throw await noAnswer(program, result, options.timeout ?? defaultTimeout);
  const { version, path: executable } = answer as { version: string; path: string };
  if (!isSupported(version)) {
    throw new EnvironmentError(
      "python-too-old",
      `${program} is Python ${version}; SnakeBridge needs Python ${OLDEST_PYTHON} or later.`,
      "Choose a newer interpreter with --python or SNAKEBRIDGE_PYTHON, or install one.",
      { path: program, version },
    );
  }
  // A shim of pyenv or asdf answers with the interpreter behind it, which does not depend on the working directory.
  const found = executable !== "" && isAbsolute(executable) ? executable : program;
  return { ...(answer as Interpreter), path: found };
}

/** @throws {EnvironmentError} As {@link probeInterpreter}, when the interpreter does not answer. */
export async function listPackages(
  interpreter: Interpreter,
  options: ProbeOptions = {},
): Promise<InstalledPackage[]> {
  checkCancelled(options.signal);
  const result = await ask(interpreter.path, WHAT_IS_INSTALLED, { timeout: 60_000, ...options });
  checkCancelled(options.signal);
  const answer = answerIn(result.stdout);
  if (answer === undefined) throw await noAnswer(interpreter.path, result, options.timeout ?? 60_000);
  return (answer as InstalledPackage[]).sort((one, other) =>
    one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1,
  );
}

function ask(program: string, question: string, options: ProbeOptions): Promise<RunResult> {
  return run(program, ["-c", EXEC, question], {
    // Not the user's folder: a file there named like a standard module must not take its place.
    cwd: dirname(program),
    env: { ...(options.env ?? process.env), PYTHONIOENCODING: "utf-8", PYTHONDONTWRITEBYTECODE: "1" },
    timeout: options.timeout ?? defaultTimeout,
    signal: options.signal,
  });
}

function answerIn(stdout: string): unknown {
  const start = stdout.lastIndexOf(ANSWER_MARK);
  if (start < 0) return undefined;
  const [line = ""] = stdout.slice(start + ANSWER_MARK.length).split("\n", 1);
  try {
    return JSON.parse(line);
  } catch {
    // Cut off: the process was ended while it wrote.
    return undefined;
  }
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_PYTHON.split(".").map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** The program to start for a path that may be an environment's folder. */
async function programAt(path: string, evenUnfinished: boolean): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw await nothingAt(path);
  if (!found.isDirectory()) {
    if (!evenUnfinished && (await isUnfinished(dirname(dirname(path)))))
      throw unfinished(dirname(dirname(path)));
    return path;
  }
  if (!evenUnfinished && (await isUnfinished(path))) throw unfinished(path);
  const program = interpreterIn(path);
  if ((await stat(program).catch(() => undefined)) !== undefined) return program;
  if ((await stat(join(path, "pyvenv.cfg")).catch(() => undefined)) !== undefined) throw await broken(path);
  throw new EnvironmentError(
    "not-an-environment",
    `${path} is a folder without a Python environment in it.`,
    "Give the path of an interpreter or of an environment.",
    { path },
  );
}

async function nothingAt(path: string): Promise<EnvironmentError> {
  const link = await lstat(path).catch(() => undefined);
  if (link?.isSymbolicLink() === true) return broken(dirname(dirname(path)));
  return new EnvironmentError(
    "interpreter-missing",
    `There is no Python interpreter at ${path}: the path does not exist.`,
    "Correct the path, or leave it out to let SnakeBridge look for one.",
    { path },
  );
}

async function broken(environment: string): Promise<EnvironmentError> {
  const config = await readFile(join(environment, "pyvenv.cfg"), "utf8").catch(() => "");
  const home = /^home\s*=\s*(.+)$/m.exec(config)?.[1]?.trim();
  const why =
    home === undefined ? "its interpreter is gone" : `the Python that it was made from (in ${home}) is gone`;
  return new EnvironmentError(
    "environment-broken",
    `The environment ${environment} is broken: ${why}.`,
    "Make it again with `snakebridge setup --recreate`.",
    { path: environment },
  );
}

async function noAnswer(program: string, result: RunResult, timeout: number): Promise<EnvironmentError> {
  const said = lastLines(result.stderr === "" ? result.stdout : result.stderr);
  if (isStorePlaceholder(program, result)) {
    return new EnvironmentError(
      "store-placeholder",
      `${program} is not Python but Windows' placeholder, which only opens the Microsoft Store.`,
      "Install Python (`winget install Python.Python.3.13`) or uv, or switch the placeholder off in Settings, App execution aliases.",
      { path: program },
    );
  }
  const environment = dirname(dirname(program));
  const isEnvironment = (await stat(join(environment, "pyvenv.cfg")).catch(() => undefined)) !== undefined;
  if (isEnvironment && !result.timedOut) {
    return new EnvironmentError(
      "environment-broken",
      `The environment ${environment} is broken: its interpreter does not start.${quoted(said)}`,
      "Make it again with `snakebridge setup --recreate`.",
      { path: environment },
    );
  }
  const how = whatHappened(result, timeout);
  return new EnvironmentError(
    "not-python",
    `${program} is not a usable Python interpreter: ${how}.${quoted(said)}`,
    "Give the path of a Python 3 interpreter.",
    { path: program },
  );
}

function whatHappened(result: RunResult, timeout: number): string {
  if (result.error?.code === "EACCES") return "it is not executable";
  if (result.error !== undefined)
    return `it could not be started (${result.error.code ?? result.error.message})`;
  if (result.timedOut) return `it did not answer within ${timeout / 1000} seconds`;
  if (result.signal !== null) return `it was ended by ${result.signal}`;
  return `it did not answer as Python does (exit code ${result.code ?? "unknown"})`;
}

/** The placeholder exits with 9009 and tells the user to use the store. */
function isStorePlaceholder(program: string, result: RunResult): boolean {
  const inStoreFolder = /[\\/]Microsoft[\\/]WindowsApps[\\/]/i.test(program);
  return inStoreFolder && (result.code === 9009 || /Microsoft Store/i.test(result.stderr + result.stdout));
}

function lastLines(text: string): string {
  const lines = text
    .split("\n")
    .map(withoutControl)
    .filter((line) => line.trim() !== "");
  return lines.slice(-3).join("\n").slice(-500);
}

function quoted(said: string): string {
  return said === "" ? "" : ` It wrote: ${said}`;
}
