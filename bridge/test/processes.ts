/** Processes, looked at from outside. */
import { readFileSync } from "node:fs";

/** Whether a process runs. One that has ended and was not yet reaped, by whoever inherited it, runs no more. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** What tells a process from a later one with its number: systems give numbers out again within minutes. */
export function identityOf(pid: number): string {
  if (process.platform !== "linux") return `${pid}`;
  // The name of the program stands in brackets, and may hold anything.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, "").trim().split(" ");
  const [startTime = ""] = fields.slice(19);
  return `${pid} since ${startTime}`;
}

/** Whether the process that was identified so still runs. */
export function isStillAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  try {
    return isAlive(pid) && identityOf(pid) === identity;
  } catch {
    return false;
  }
}
