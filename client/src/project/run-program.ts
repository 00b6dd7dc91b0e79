/** Runs a program with its output line by line, and ends it and its children when cancelled. */
import { spawn } from "node:child_process";
import { CancellationError, type CancellationToken } from "vscode";
import { spawnCommand } from "./platform.js";

export interface ProgramRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly token?: CancellationToken;
  readonly onLine?: (line: string) => void;
}

export interface ProgramResult {
  /** Exit code; undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly output: string;
}

const windows = process.platform === "win32";

/** Rejects where the program can't be started (`ENOENT`: it is not on the PATH) or was cancelled. */
export function runProgram(run: ProgramRun): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const { program, args, shell } = spawnCommand(run.program, run.args, process.platform);
    // A group of its own on POSIX, so that cancelling npm ends what npm started.
    const child = spawn(program, args, {
      cwd: run.cwd,
      stdio: ["ignore", "pipe", "pipe"],
      detached: !windows,
      shell,
      windowsHide: true,
    });
    let output = "";
    let rest = "";
    const take = (text: string): void => {
      output += text;
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") run.onLine?.(line.trim());
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    const cancelled = run.token?.onCancellationRequested(() => endTree(child.pid));
    child.once("error", (error) => {
      cancelled?.dispose();
      reject(error);
    });
    child.once("close", (code) => {
      cancelled?.dispose();
      if (run.token?.isCancellationRequested === true) reject(new CancellationError());
      else resolve({ code: code ?? undefined, output });
    });
    if (run.token?.isCancellationRequested === true) endTree(child.pid);
  });
}

function endTree(pid: number | undefined): void {
  if (pid === undefined) return;
  if (windows) {
    spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true, stdio: "ignore" });
    return;
  }
  try {
    process.kill(-pid, "SIGTERM");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
