/** Resident memory of an idle worker against a bare `python -c` that waits. Linux only: it reads /proc. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { openPython } from "snakebridge";
import { folder } from "./party.ts";
import { median } from "./report.ts";

export interface MemoryFigures {
  /** Megabytes (10^6 bytes), medians. */
  bare: number;
  worker: number;
  text: string;
}

export async function measureMemory(python: string): Promise<MemoryFigures | undefined> {
  if (process.platform !== "linux") return undefined;
  const bare: number[] = [];
  const workers: number[] = [];
  for (let round = 0; round < 5; round++) {
    bare.push(await bareProcess(python));
    await using session = openPython({ environment: python, config: false, sysPath: [folder] });
    await session.call("functions.add", [1, 2]);
    workers.push(resident((await session.call("os.getpid")) as number));
  }
  const figures = { bare: median(bare), worker: median(workers) };
  return {
    ...figures,
    text: `\nidle worker: ${figures.worker.toFixed(1)} MB, bare python -c: ${figures.bare.toFixed(1)} MB, difference ${(figures.worker - figures.bare).toFixed(1)} MB (goal 8)`,
  };
}

function bareProcess(python: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ["-c", "import sys; print(flush=True); sys.stdin.read()"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.on("error", reject);
    child.stdout.once("data", () => {
      resolve(resident(child.pid!));
      child.stdin.end();
    });
  });
}

function resident(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return (Number(line![1]) * 1024) / 1e6;
}
