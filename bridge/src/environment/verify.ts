import { dirname } from "node:path";
import { checkCancelled, EnvironmentError } from "./errors.js";
import { normalizedName, type InstalledPackage, type Interpreter } from "./interpreter.js";
import { run } from "./processes.js";
import { ANSWER_MARK, DO_THESE_IMPORT, EXEC } from "./questions.js";

/** Whether a module can be imported in an environment. */
export interface ImportCheck {
  readonly module: string;
  readonly ok: boolean;
  readonly milliseconds?: number;
  /** `ModuleNotFoundError: No module named 'x'`, or how the process ended. */
  readonly error?: string;
}

interface Answer {
  readonly module: string;
  readonly state: "start" | "ok" | "failed";
  readonly milliseconds?: number;
  readonly error?: string;
}

const importTimeout = 180_000;

/**
 * Imports modules in a process of their own. One that ends the process is reported as such, and the rest is checked in another.
 */
export async function checkImports(
  interpreter: Interpreter,
  modules: readonly string[],
  options: {
    /** Folders that come first on `sys.path`: the project's own code. */
    paths?: readonly string[] | undefined;
    signal?: AbortSignal | undefined;
    onModule?: (module: string) => void;
  } = {},
): Promise<ImportCheck[]> {
  const checks: ImportCheck[] = [];
  const paths = JSON.stringify(options.paths ?? []);
  let left = [...new Set(modules)];
  while (left.length > 0) {
    checkCancelled(options.signal);
    const result = await run(interpreter.path, ["-c", EXEC, DO_THESE_IMPORT, paths, ...left], {
      cwd: dirname(interpreter.path),
      signal: options.signal,
      timeout: importTimeout,
      onLine: (line) => {
        const answer = answerOf(line);
        if (answer?.state === "start") options.onModule?.(answer.module);
      },
    });
    checkCancelled(options.signal);
    const answers = result.stdout.split(/\r?\n/).flatMap((line) => answerOf(line) ?? []);
    let started: string | undefined;
    for (const { module, state, milliseconds, error } of answers) {
      if (state === "start") started = module;
      else {
        started = undefined;
        checks.push({
          module,
          ok: state === "ok",
          ...(milliseconds === undefined ? {} : { milliseconds }),
          ...(error === undefined ? {} : { error }),
        });
      }
    }
    const culprit = started ?? (answers.length === 0 ? left[0] : undefined);
    if (culprit !== undefined)
      checks.push({ module: culprit, ok: false, error: `importing it ${howItEnded(result)}` });
    const done = new Set(checks.map(({ module }) => module));
    left = left.filter((module) => !done.has(module));
  }
  return checks;
}

function howItEnded(result: { code: number | null; signal: string | null; timedOut: boolean }): string {
  if (result.timedOut) return `did not end within ${importTimeout / 1000} seconds`;
  return result.signal === null
    ? `ended the process with exit code ${result.code ?? "unknown"}`
    : `crashed the process (${result.signal})`;
}

function answerOf(line: string): Answer | undefined {
  const start = line.indexOf(ANSWER_MARK);
  if (start < 0) return undefined;
  try {
    return JSON.parse(line.slice(start + ANSWER_MARK.length)) as Answer;
  } catch {
    // Cut off: the process ended while it wrote.
    return undefined;
  }
}

/**
 * The module by which to check each distribution: the one of its own name, else all its public top-level ones. A distribution without
 * modules (types, data) has nothing to check.
 */
export function modulesToCheck(
  distributions: readonly string[],
  installed: readonly InstalledPackage[],
): Map<string, string[]> {
  const byName = new Map(installed.map((each) => [normalizedName(each.name), each]));
  const modules = new Map<string, string[]>();
  for (const name of distributions) {
    const found = byName.get(name)?.modules ?? [];
    const own = found.find((module) => normalizedName(module) === name);
    const shown = own === undefined ? found.filter((module) => !module.startsWith("_")) : [own];
    if (shown.length > 0) modules.set(name, shown);
  }
  return modules;
}

/** @throws {EnvironmentError} `verify-failed`, when a distribution has no module that can be imported, or a wanted module can't be. */
export function judge(
  checks: readonly ImportCheck[],
  distributions: ReadonlyMap<string, readonly string[]>,
  wanted: readonly string[],
): void {
  const ok = new Set(checks.filter((check) => check.ok).map(({ module }) => module));
  const faults: string[] = [];
  const errorOf = (module: string) => checks.find((check) => check.module === module)?.error ?? "not checked";
  for (const module of wanted) if (!ok.has(module)) faults.push(`${module} (${errorOf(module)})`);
  for (const [name, modules] of distributions) {
    const [first] = modules;
    if (first !== undefined && !modules.some((module) => ok.has(module)) && !wanted.includes(first)) {
      faults.push(`${first} of ${name} (${errorOf(first)})`);
    }
  }
  if (faults.length === 0) return;
  const missing = faults.some((fault) => fault.includes("ModuleNotFoundError"));
  throw new EnvironmentError(
    "verify-failed",
    `The environment is set up, but not everything can be imported: ${faults.join("; ")}.`,
    missing
      ? "Add what is missing to python.requirements in snakebridge.json and run `snakebridge setup` again."
      : "The package is installed but does not work with this Python or this machine; try another version of it.",
  );
}
