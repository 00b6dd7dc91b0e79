/** What this extension host has started, and what that has started. */
import { readdirSync, readFileSync } from "node:fs";

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Program and arguments. */
  readonly command: readonly string[];
}

/** Every descendant of a process (this one), on Linux; elsewhere nothing can be said and the list is empty. */
export function descendants(root = process.pid): RunningProcess[] {
  if (process.platform !== "linux") return [];
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = readOrNothing(`/proc/${name}/stat`).split(") ").at(-1)?.split(" ")[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const ours = new Set([root]);
  for (let grew = true; grew;) {
    grew = false;
    for (const [pid, parent] of parents) {
      if (ours.has(parent) && !ours.has(pid)) grew = Boolean(ours.add(pid));
    }
  }
  ours.delete(root);
  return [...ours].map((pid) => ({
    pid,
    parent: parents.get(pid) ?? 0,
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

/** False for what has ended and only waits for its parent to take notice. */
export const isAlive = ({ pid }: RunningProcess): boolean =>
  /^[^Z]/.test(readOrNothing(`/proc/${pid}/stat`).split(") ").at(-1) ?? "");

/** A process may end while it is looked at. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
