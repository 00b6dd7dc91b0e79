/** Python environments that tests make and change, and processes that they look after. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { testPython } from "../../scripts/test-environment.mjs";

/** An interpreter with nothing but the standard library. */
export function bareEnvironment(folder: string): string {
  execFileSync(testPython(), ["-m", "venv", "--without-pip", folder]);
  return join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
}

/** Where an environment's packages lie. */
export function purelib(interpreter: string): string {
  const program = "import sysconfig; print(sysconfig.get_paths()['purelib'])";
  return execFileSync(interpreter, ["-c", program], { encoding: "utf8" }).trim();
}

/** The text of a file that somebody is about to write. */
export async function content(file: string): Promise<string> {
  const text = (): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
  await expect.poll(text, { timeout: 60_000 }).not.toBe("");
  return text();
}

/** Is the process still there, and not just waiting to be taken note of? */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !/\) Z /.test(existsSync(stat) ? readFileSync(stat, "utf8") : "");
}
