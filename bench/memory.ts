/** Resident memory of an idle worker against a bare `python -c` that waits. Linux only: it reads /proc. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { openPython } from "snakebridge";
import { folder } from "./party.ts";
import { median, type Check } from "./report.ts";

export async function measureMemory(python: string): Promise<Check[]> {
  if (process.platform !== "linux") return [];
  const bare: number[] = [];
  const workers: number[] = [];
  for (let round = 0; round < 5; round++) {
    bare.push(await bareProcess(python));
    await using session = openPython({ environment: python, config: false, sysPath: [folder] });
    await session.call("functions.add", [1, 2]);
    workers.push(resident((await session.call("os.getpid")) as number));
  }
  return [
    {
      title: "memory of an idle worker beyond a bare `python -c`, MB",
      goal: 8,
      value: median(workers) - median(bare),
      note: `worker ${median(workers).toFixed(1)} MB, bare ${median(bare).toFixed(1)} MB`,
    },
  ];
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
