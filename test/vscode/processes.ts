/** What this extension host has started, and what that has started. */
import { readdirSync, readFileSync } from "node:fs";

export interface RunningProcess {
  readonly pid: number;
  /** Program and arguments. */
  readonly command: readonly string[];
}

/** Every descendant of this process, on Linux; elsewhere nothing can be said and the list is empty. */
export function descendants(): RunningProcess[] {
  if (process.platform !== "linux") return [];
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = readOrNothing(`/proc/${name}/stat`).split(") ").at(-1)?.split(" ")[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const ours = new Set([process.pid]);
  for (let grew = true; grew;) {
    grew = false;
    for (const [pid, parent] of parents) {
      if (ours.has(parent) && !ours.has(pid)) grew = Boolean(ours.add(pid));
    }
  }
  ours.delete(process.pid);
  return [...ours].map((pid) => ({
    pid,
    command: readOrNothing(`/proc/${pid}/cmdline`)
      .split("\0")
      .filter((part) => part !== ""),
  }));
}

export const isPython = ({ command }: RunningProcess): boolean =>
  /(?:^|\/)python[\d.]*$/.test(command[0] ?? "");

/** A Python process that runs the adapter. */
export const isWorker = (one: RunningProcess): boolean =>
  isPython(one) && one.command.some((part) => part.includes("snakebridge_adapter"));

export const isLanguageServer = ({ command }: RunningProcess): boolean =>
  command.some((part) => /server\/out\/server\.c?js$/.test(part));

/** A process may end while it is looked at. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
