import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { stripVTControlCharacters } from "node:util";

/** How a program is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the program and all that it started. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the program is ended. */
  readonly timeout?: number;
  /** Receives each line as it comes, from both streams, without colours. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** How a program ended. */
export interface RunResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** The program could not be started. */
  readonly error: NodeJS.ErrnoException | undefined;
}

/** More than this of one stream is not kept: a program that is not Python may write without end. */
const keptCharacters = 4_000_000;
const graceMilliseconds = 2_000;
const windows = process.platform === "win32";

/**
 * Runs a program to its end and collects what it writes. Never rejects: a program that cannot be started is a result with `error`.
 * Standard input is a pipe that stays open and empty while we live, so that a program that watches it learns when we die.
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  let resolve: (result: RunResult) => void;
  const promise = new Promise<RunResult>((settled) => (resolve = settled));
  let child: ChildProcessWithoutNullStreams;
  try {
    child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own, so that ending it ends the compilers and downloads that it started.
      detached: !windows,
      windowsHide: true,
    });
  } catch (reason) {
    // Some refusals are thrown: Windows' of a `.bat`, an argument that is too long.
    const error = reason as NodeJS.ErrnoException;
    return Promise.resolve({ code: null, signal: null, stdout: "", stderr: "", timedOut: false, error });
  }
  // The program may end without having read its input.
  child.stdin.on("error", () => undefined);
  const stdout = collect(child.stdout, options.onLine);
  const stderr = collect(child.stderr, options.onLine);
  let timedOut = false;
  let error: NodeJS.ErrnoException | undefined;
  const abort = () => {
    void endTree(child);
  };
  const timer =
    options.timeout === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          abort();
        }, options.timeout);
  if (options.signal?.aborted === true) abort();
  else options.signal?.addEventListener("abort", abort, { once: true });
  const settle = (code: number | null, signal: NodeJS.Signals | null) => {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", abort);
    resolve({ code, signal, stdout: stdout(), stderr: stderr(), timedOut, error });
  };
  child.once("error", (reason) => {
    error = reason;
    // Without a process there is no `close`.
    if (child.pid === undefined) settle(null, null);
  });
  child.once("close", settle);
  return promise;
}

/** Keeps the text of a stream and reports its lines; returns the reader of the text. */
function collect(stream: NodeJS.ReadableStream, onLine: ((line: string) => void) | undefined): () => string {
  const decoder = new StringDecoder("utf8");
  let text = "";
  let unfinished = "";
  stream.on("data", (chunk: Buffer) => {
    const piece = decoder.write(chunk);
    if (text.length < keptCharacters) text += piece;
    if (onLine === undefined) return;
    const lines = (unfinished + piece).split(/\r\n|\n|\r/);
    unfinished = lines.pop() ?? "";
    for (const line of lines) report(line, onLine);
  });
  stream.on("end", () => {
    if (onLine !== undefined) report(unfinished, onLine);
  });
  return () => text;
}

function report(line: string, onLine: (line: string) => void): void {
  const plain = withoutControl(line).trimEnd();
  if (plain !== "") onLine(plain);
}

/** Text without terminal escapes and control characters: an installer's lines are shown in terminals and in editors. */
export function withoutControl(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}/gu, (character) =>
    character === "\t" ? " " : "",
  );
}

/** Ends a process and all that it started: asks first, then insists. */
async function endTree(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  if (windows) {
    await run("taskkill", ["/pid", String(child.pid), "/T", "/F"]);
    return;
  }
  signalGroup(child.pid, "SIGTERM");
  const insist = setTimeout(() => {
    if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
  }, graceMilliseconds);
  child.once("close", () => {
    clearTimeout(insist);
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The group is gone already, which is what we want. macOS says EPERM of a group that only has a dead leader.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
