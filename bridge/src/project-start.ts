/** How the workers of a program start, by its `snakebridge.json` and its environment. Looked up when the first call is made. */
import type { Config } from "./config/index.js";
import { configOfProgram } from "./config/of-program.js";
import { locateInterpreter } from "./environment/locate.js";
import type { PoolOptions } from "./pool/pool-options.js";
import type { WorkerOptions } from "./pool/worker-options.js";
import type { HealthOptions, OwnWorkerOptions } from "./runtime/sessions/own-worker.js";
import { ownResources } from "./resources.js";

/** What a program may say itself; it goes before the configuration. */
export interface OpenOptions extends Omit<Partial<WorkerOptions>, "adapterPath" | "python"> {
  /** An interpreter, or the folder of an environment. */
  readonly environment?: string;
  /** A `snakebridge.json`, or `false` for none. Default: the nearest one from the main module up, then from the working directory. */
  readonly config?: string | false;
  /** The folder that holds the package `snakebridge_adapter`, where it is not this package's own. */
  readonly adapterPath?: string;
}

/** Finds the interpreter and gathers the settings. @throws (rejects) ConfigError, EnvironmentError */
export async function startOptions(options: OpenOptions & HealthOptions): Promise<OwnWorkerOptions> {
  const { worker, config } = await settings(options);
  const { unresponsiveAfter } = config?.pool ?? {};
  return unresponsiveAfter === undefined
    ? worker
    : { unresponsiveAfter: unresponsiveAfter * 1_000, ...worker };
}

/** As `startOptions`, for a pool. */
export async function poolStartOptions(options: OpenOptions & Partial<PoolOptions>): Promise<PoolOptions> {
  const { worker, config } = await settings(options);
  const { size, queueLimit, recycle, unresponsiveAfter } = config?.pool ?? {};
  return {
    ...(size !== undefined && { size }),
    ...(queueLimit !== undefined && { queueLimit }),
    ...(recycle !== undefined && {
      recycle: {
        ...(recycle.calls !== undefined && { calls: recycle.calls }),
        ...(recycle.age !== undefined && { age: recycle.age * 1_000 }),
        ...(recycle.memory !== undefined && { memory: recycle.memory * 1_000_000 }),
      },
    }),
    ...(unresponsiveAfter !== undefined && { unresponsiveAfter: unresponsiveAfter * 1_000 }),
    ...options,
    ...worker,
  };
}

async function settings(
  options: OpenOptions,
): Promise<{ worker: WorkerOptions; config: Config | undefined }> {
  const { environment, config: named, adapterPath = ownResources().adapterPath, ...given } = options;
  const config = named === false ? undefined : await nearestConfig(named);
  const folder = config?.folder ?? process.cwd();
  const python = await interpreter(environment, folder, config);
  const { imports, workingDirectory, threads, startTimeout, logging, environmentVariables } =
    config?.pool ?? {};
  const worker: WorkerOptions = {
    ...(imports !== undefined && { imports }),
    ...(workingDirectory !== undefined && { cwd: workingDirectory }),
    ...(threads !== undefined && { threads }),
    ...(startTimeout !== undefined && { startTimeout: startTimeout * 1_000 }),
    ...(logging !== undefined && { logging }),
    ...(config?.python.paths !== undefined && { sysPath: config.python.paths }),
    ...given,
    env: { ...variables(environmentVariables), ...given.env },
    python,
    adapterPath,
  };
  return { worker, config };
}

/** `null` in the configuration takes a variable out. */
function variables(values: Readonly<Record<string, string | null>> = {}): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? undefined]));
}

async function nearestConfig(named: string | undefined): Promise<Config | undefined> {
  const file = named ?? configOfProgram();
  if (file === undefined) return undefined;
  // Loaded here: a program without a configuration does not pay for reading one.
  const { loadConfig } = await import("./config/load.js");
  return loadConfig(file, { light: true });
}

async function interpreter(
  environment: string | undefined,
  folder: string,
  config: Config | undefined,
): Promise<string> {
  const configured = config?.python.environmentIsNamed === true ? config.python.environment : undefined;
  const version = config?.python.version;
  const found = await locateInterpreter({ folder, python: environment, environment: configured, version });
  return found.path;
}
