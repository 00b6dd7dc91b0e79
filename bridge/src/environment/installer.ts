import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cancelled, checkCancelled, EnvironmentError } from "./errors.js";
import type { Interpreter } from "./interpreter.js";
import { run, type RunResult } from "./processes.js";
import { EXEC, GUARDED } from "./questions.js";
import { findUv } from "./uv.js";

/** What is to be installed. */
export interface InstallRequest {
  readonly requirements: readonly string[];
  /** Files for `-r`. */
  readonly files: readonly string[];
  /** Exact versions to stay at, by name. */
  readonly constraints?: Readonly<Record<string, string>> | undefined;
  readonly upgrade?: boolean | undefined;
  /** Install exactly what is named and nothing that it depends on. */
  readonly withoutDependencies?: boolean | undefined;
  /** Leave out everything published after this date. */
  readonly excludeNewer?: string | undefined;
}

/** What every piece of work here takes. */
export interface WorkOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Relative paths in requirements count from here. */
  readonly cwd: string;
}

/** A tool that makes environments and installs into them: uv, or venv with pip. */
export interface Installer {
  readonly name: "uv" | "pip";
  /** Makes an empty environment in a folder that may exist. */
  create(base: Interpreter, environment: string, options: WorkOptions): Promise<void>;
  install(environment: Interpreter, request: InstallRequest, options: WorkOptions): Promise<void>;
  uninstall(environment: Interpreter, names: readonly string[], options: WorkOptions): Promise<void>;
  /** Brings a Python to the machine; only where the tool can. */
  readonly installPython?: (version: string | undefined, options: WorkOptions) => Promise<void>;
}

/** uv where it is present, else the interpreter's own venv and pip. */
export async function chooseInstaller(env: NodeJS.ProcessEnv = process.env): Promise<Installer> {
  const uv = await findUv(env);
  return uv === undefined ? pip : uvInstaller(uv);
}

function uvInstaller(uv: string): Installer {
  const quiet = ["--color", "never", "--no-progress"];
  return {
    name: "uv",
    async create(base, environment, options) {
      const args = ["venv", "--allow-existing", "--no-project", "--python", base.path, ...quiet, environment];
      const result = await guarded(base, [uv, ...args], options);
      if (result.code !== 0) throw createFailed("uv", environment, result);
    },
    async install(environment, request, options) {
      const newer = request.excludeNewer === undefined ? [] : ["--exclude-newer", request.excludeNewer];
      await withFiles(request, async (files) => {
        const args = [
          "pip",
          "install",
          "--python",
          environment.path,
          ...quiet,
          ...newer,
          ...common(request),
          ...files,
        ];
        const result = await guarded(environment, [uv, ...args], options);
        if (result.code !== 0) throw installFailed("uv", result);
      });
    },
    async uninstall(environment, names, options) {
      const result = await guarded(
        environment,
        [uv, "pip", "uninstall", "--python", environment.path, ...quiet, ...names],
        options,
      );
      if (result.code !== 0) throw installFailed("uv", result);
    },
    async installPython(version, options) {
      const args = ["python", "install", ...quiet, ...(version === undefined ? [] : [version])];
      checkCancelled(options.signal);
      const result = await run(uv, args, {
        cwd: options.cwd,
        signal: options.signal,
        onLine: options.onLine,
        ...withEnv(options),
      });
      checkCancelled(options.signal);
      if (result.code !== 0) throw installFailed("uv", result);
    },
  };
}

/** pip's own switch for {@link InstallRequest.excludeNewer} came with this version. */
const pipWithDates = "pip>=26";
const pipQuiet = ["--disable-pip-version-check", "--no-input", "--no-color", "--progress-bar", "off"];

const pip: Installer = {
  name: "pip",
  async create(base, environment, options) {
    const result = await guarded(base, [base.path, "-m", "venv", environment], options);
    if (result.code !== 0) throw createFailed("venv", environment, result);
  },
  async install(environment, request, options) {
    await ensurePip(environment, options);
    const newer =
      request.excludeNewer === undefined
        ? []
        : ["--uploaded-prior-to", await dateForPip(environment, request.excludeNewer, options)];
    await withFiles(request, async (files) => {
      const command = [
        environment.path,
        "-m",
        "pip",
        "install",
        ...pipQuiet,
        ...newer,
        ...common(request),
        ...files,
      ];
      const result = await guarded(environment, command, options);
      if (result.code !== 0) throw installFailed("pip", result);
    });
  },
  async uninstall(environment, names, options) {
    await ensurePip(environment, options);
    const command = [
      environment.path,
      "-m",
      "pip",
      "uninstall",
      "--yes",
      "--disable-pip-version-check",
      ...names,
    ];
    const result = await guarded(environment, command, options);
    if (result.code !== 0) throw installFailed("pip", result);
  },
};

/** An environment that uv made has no pip. */
async function ensurePip(environment: Interpreter, options: WorkOptions): Promise<void> {
  const there = await run(environment.path, ["-c", EXEC, "import pip"], {
    signal: options.signal,
    ...withEnv(options),
  });
  checkCancelled(options.signal);
  if (there.code === 0) return;
  const result = await guarded(environment, [environment.path, "-m", "ensurepip", "--default-pip"], options);
  if (result.code !== 0) throw createFailed("ensurepip", environment.prefix, result);
}

async function dateForPip(environment: Interpreter, date: string, options: WorkOptions): Promise<string> {
  const upgrade = [environment.path, "-m", "pip", "install", ...pipQuiet, "--quiet", pipWithDates];
  const result = await guarded(environment, upgrade, options);
  if (result.code !== 0) throw installFailed("pip", result);
  return date;
}

function common(request: InstallRequest): string[] {
  return [
    ...(request.upgrade === true ? ["--upgrade"] : []),
    ...(request.withoutDependencies === true ? ["--no-deps"] : []),
  ];
}

/** Requirements travel in files: no quoting, no limit on the length of a command. */
async function withFiles(request: InstallRequest, action: (args: string[]) => Promise<void>): Promise<void> {
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
async function guarded(
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

function withEnv(options: WorkOptions): { env: NodeJS.ProcessEnv } {
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

function createFailed(tool: string, environment: string, result: RunResult): EnvironmentError {
  const log = logOf(result);
  const lacksVenv = /ensurepip is not\s+available|No module named (venv|ensurepip)/.test(
    result.stdout + result.stderr,
  );
  return new EnvironmentError(
    lacksVenv ? "venv-unavailable" : "create-failed",
    `Making the environment ${environment} with ${tool} failed.${lastWord(log)}`,
    lacksVenv
      ? "Install the modules venv and ensurepip (on Debian and Ubuntu: `apt install python3-venv`), or install uv."
      : "The lines above say why; correct that and run `snakebridge setup` again.",
    { path: environment, log },
  );
}

function installFailed(tool: string, result: RunResult): EnvironmentError {
  const log = logOf(result);
  return new EnvironmentError(
    "install-failed",
    `Installing with ${tool} failed.${lastWord(log)}`,
    adviceFor(log.join("\n")),
    { log },
  );
}

/** What the usual failures ask for. */
function adviceFor(log: string): string {
  if (
    /Temporary failure in name resolution|Name or service not known|getaddrinfo|dns error|Connection (refused|reset)|ConnectTimeout|Failed to fetch|network is unreachable/i.test(
      log,
    )
  ) {
    return "The package index could not be reached: check the network and proxy settings.";
  }
  if (
    /No matching distribution|not found in the package registry|no versions? of|no version of|Could not find a version/i.test(
      log,
    )
  ) {
    return "Check the spelling and the versions in snakebridge.json or the requirements file; the package may not exist for this Python.";
  }
  if (
    /Failed to build|failed-wheel-build|error: command .*(gcc|cc|clang|cl\.exe)|Microsoft Visual C\+\+/i.test(
      log,
    )
  ) {
    return "A package has no ready-made build for this Python and could not be compiled: choose another version of it or of Python, or install a compiler.";
  }
  if (/No space left on device|ENOSPC|disk is full/i.test(log))
    return "The disk is full: make room and run `snakebridge setup` again.";
  return "The installer's lines say why; correct that and run `snakebridge setup` again.";
}

function lastWord(log: readonly string[]): string {
  const last = [...log].reverse();
  // pip shows the traceback of a package's own build; what the build said stands at its end.
  const line =
    last.find((each) => /^\s+[\w.]*(?:Error|Exception): \S/.test(each)) ??
    last.find((each) => /error|×/i.test(each)) ??
    log.at(-1);
  return line === undefined ? "" : ` It said: ${line.trim().replace(/^ERROR: /, "")}.`.replace(/\.\.$/, ".");
}

function logOf(result: RunResult): string[] {
  if (result.error !== undefined) return [result.error.message];
  return `${result.stdout}\n${result.stderr}`
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-60);
}
