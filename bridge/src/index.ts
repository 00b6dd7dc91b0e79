/** What a program imports from `snakebridge`. */
import type { PoolOptions } from "./pool/pool-options.js";
import { projectCodecs } from "./project-codecs.js";
import { poolStartOptions, startOptions, type OpenOptions } from "./project-start.js";
import type { ConnectionOptions } from "./runtime/connection/connection.js";
import type { LogHandler } from "./runtime/connection/receiver.js";
import { OwnWorker, type HealthOptions } from "./runtime/sessions/own-worker.js";
import { PythonPool } from "./runtime/sessions/python-pool.js";
import { Session } from "./runtime/sessions/session.js";
import type { CallLimits } from "./runtime/handles/types.js";
import { CodecRegistry } from "./values/index.js";

/** What `openPython` takes, beside how the worker starts. */
export interface SessionOptions extends OpenOptions, CallLimits, HealthOptions {
  /** Keeps where references are received, for `references()`. */
  readonly debug?: boolean;
  /** Receives records of Python's `logging`, and who they are of; say from which level on with `logging`. */
  readonly onLog?: LogHandler;
}

/** What `openPool` takes. */
export type PythonPoolOptions = Omit<SessionOptions, keyof HealthOptions> &
  Partial<Omit<PoolOptions, "python" | "adapterPath">>;

/**
 * Opens a session with a worker of its own, which starts with the first call.
 *
 * @example
 * await using python = openPython({ environment: ".venv" });
 * await python.module("json").dumps({ test: "data" });
 */
export function openPython(options: SessionOptions = {}): Session {
  const { start, connection } = split(options);
  const { onUnresponsive: _on, onResponsive: _off, unresponsiveAfter, heartbeat, ...shared } = options;
  const health = {
    ...(unresponsiveAfter !== undefined && { unresponsiveAfter }),
    ...(heartbeat !== undefined && { heartbeat }),
  };
  return new Session(new OwnWorker(() => startOptions(start), connection, codecsOf(options)), () =>
    openPool({ ...shared, ...health }),
  );
}

/** Opens a pool of workers, for calls at the same time. Workers start when they are needed. */
export function openPool(options: PythonPoolOptions = {}): PythonPool {
  const { start, connection } = split(options);
  return new PythonPool(() => poolStartOptions(start), connection, codecsOf(options));
}

/** Those of the project's configuration, and later those that the program registers. */
function codecsOf({ config }: OpenOptions): CodecRegistry {
  return new CodecRegistry(() => projectCodecs(config));
}

/** What concerns calls, apart from what concerns the start of workers. */
function split<O extends SessionOptions>(
  options: O,
): {
  start: Omit<O, "signal" | "timeout" | "kill" | "grace" | "onLog">;
  connection: Omit<ConnectionOptions, "codecs">;
} {
  const { signal, timeout, kill, grace, onLog, ...start } = options;
  const connection = {
    debug: options.debug === true,
    limits: limitsOf({ signal, timeout, kill, grace }),
    onLog,
  };
  return { start, connection };
}

function limitsOf(limits: CallLimits): CallLimits | undefined {
  return Object.values(limits).every((limit) => limit === undefined) ? undefined : limits;
}

/** The program's own Python: one session on one worker, which starts with the first call. */
export const python: Session = openPython();

export { kw, Kw } from "./runtime/operations/keywords.js";
export { Session, type ModuleOptions } from "./runtime/sessions/session.js";
export { PythonPool } from "./runtime/sessions/python-pool.js";
export { Scope } from "./runtime/sessions/scope.js";
export { PythonError, PythonModuleNotFoundError, type PythonFrame } from "./runtime/errors/python-error.js";
export {
  CallCancelledError,
  CallTimeoutError,
  DeadlockError,
  SessionClosedError,
  StaleReferenceError,
  StreamModeError,
  WrongWorkerError,
} from "./runtime/errors/errors.js";
export { isReference } from "./runtime/handles/is-reference.js";
export type { HealthOptions } from "./runtime/sessions/own-worker.js";
export type { CallHints, MemberHints } from "./runtime/declared/hints.js";
export type { CallbackOptions } from "./runtime/callbacks/callback-signature.js";
export type { LogHandler, LogRecord } from "./runtime/connection/receiver.js";
export type {
  CallLimits,
  CallSettings,
  ConversionOptions,
  LiveReference,
  PyAny,
  PyArg,
  PyMembers,
  PyModules,
  PyOperator,
  PyPromise,
  PyRef,
  PyStream,
  StreamOptions,
} from "./runtime/handles/types.js";
export type { OpenOptions } from "./project-start.js";
export {
  bytearray,
  bytes,
  Complex,
  ConversionError,
  ELLIPSIS,
  float,
  FrozenSet,
  int,
  IntegerRangeError,
  isTuple,
  loadArrow,
  NAT,
  NdArray,
  PyBytes,
  PyDate,
  PyDateTime,
  PyDecimal,
  PyEnumMember,
  PyFloat,
  PyFraction,
  PyInt,
  PyPath,
  PyRange,
  PySlice,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
  slice,
  tuple,
  type Codec,
  type NdArrayData,
  type PathKind,
  type PyEllipsis,
  type PyUUID,
} from "./values/index.js";
export {
  InterpreterError,
  PoolClosedError,
  SaturationError,
  WorkerLostError,
  WorkerStartError,
  type WorkerEnd,
} from "./pool/errors.js";
export type { LeaseOptions, PoolEvents } from "./pool/pool.js";
export type { PoolStatistics } from "./pool/statistics.js";
export type { PoolOptions, RecycleOptions } from "./pool/pool-options.js";
export type { OutputHandler, OutputOrigin, WorkerOptions } from "./pool/worker-options.js";
export { ProtocolError, SnakeBridgeError } from "./wire/errors.js";
export { CodecNotLoadedError } from "./project-codecs.js";
export { ConfigError } from "./config/problems.js";
export { EnvironmentError } from "./environment/errors.js";
export { configFromDescription, discover, generate, integrate } from "./tasks.js";
export type { ConfigFile } from "./config/index.js";
export type { ModuleDescription } from "./description/index.js";
export type { GenerateProjectResult } from "./project/generate.js";
export type { GenerateTaskOptions, Integrated, TaskOptions } from "./project/integrate.js";
export type { Task } from "./tooling.js";
