/** How a worker is started. Everything but the interpreter and the adapter has a default. */
export interface WorkerOptions {
  /** The interpreter: a path, or a name that is looked up on `PATH`. */
  readonly python: string;
  /** The folder that holds the package `snakebridge_adapter`. */
  readonly adapterPath: string;
  /** The working directory of the process. */
  readonly cwd?: string;
  /** Variables to add to the host's own, or with `undefined` to leave out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The number of threads that BLAS, OpenMP and similar libraries may start in the worker. Default: the libraries' own. */
  readonly threads?: number;
  /** Entries put first on `sys.path`. */
  readonly sysPath?: readonly string[];
  /** Modules imported before the worker is ready. */
  readonly imports?: readonly string[];
  /** Forward `logging` records from this level on. */
  readonly logging?: string;
  readonly debug?: boolean;
  /** Milliseconds until a worker that has not said hello is given up. Default 30,000. */
  readonly startTimeout?: number;
  /**
   * Receives what Python prints. Default: standard output is the host's own, and standard error is passed on to the
   * host's.
   */
  readonly onOutput?: OutputHandler;
}

/** Where printed text comes from. */
export interface OutputOrigin {
  /** The process that printed it. */
  readonly pid: number | undefined;
  /** The name of the pool's session that has the worker; `undefined` for calls of `run` and `map`, and outside of pools. */
  readonly session: string | undefined;
}

export type OutputHandler = (stream: "stdout" | "stderr", text: string, origin: OutputOrigin) => void;

/** The variables that cap the threads of numerical libraries; each library reads one of its own at import. */
const THREAD_VARIABLES = [
  "OMP_NUM_THREADS",
  "OPENBLAS_NUM_THREADS",
  "MKL_NUM_THREADS",
  "BLIS_NUM_THREADS",
  "VECLIB_MAXIMUM_THREADS",
  "NUMEXPR_NUM_THREADS",
  "NUMBA_NUM_THREADS",
  "POLARS_MAX_THREADS",
  "RAYON_NUM_THREADS",
];

/** The environment of a worker: the host's, the thread caps, then what the user set, which wins. */
export function workerEnvironment(options: WorkerOptions): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  if (options.threads !== undefined) {
    for (const name of THREAD_VARIABLES) environment[name] = String(options.threads);
  }
  for (const [name, value] of Object.entries(options.env ?? {})) {
    if (value === undefined) Reflect.deleteProperty(environment, name);
    else environment[name] = value;
  }
  return environment;
}
