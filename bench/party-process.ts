/** The process of one party: started afresh for every measurement. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Measured } from "./party.ts";

export interface Outcome {
  measured: Measured | null;
  /** From the start of the process to its result line, in milliseconds. */
  wall: number;
}

export interface PartyOptions {
  python: string;
  /** The entry of the library as it ships. */
  library: string;
  /** Arguments for Node. */
  nodeOptions?: string[];
  environment?: Record<string, string>;
}

/** Milliseconds. */
const DEADLINE = 120_000;

/** Runs one party's process. @returns why it has no figure, where it has none */
export function runParty(
  party: string,
  workload: string,
  { python, library, nodeOptions = [], environment = {} }: PartyOptions,
): Promise<Outcome | string> {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(
      process.execPath,
      ["--no-warnings", ...nodeOptions, join(import.meta.dirname, "parties", `${party}.ts`), workload],
      {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, BENCH_PYTHON: python, BENCH_LIBRARY: library, ...environment },
        // A group of its own: whatever it leaves behind ends with it.
        detached: true,
      },
    );
    let text = "";
    let errors = "";
    let outcome: Outcome | undefined;
    let late = false;
    const killGroup = (): void => {
      try {
        if (child.pid) process.kill(-child.pid, "SIGKILL");
      } catch {
        // The group is gone already.
      }
    };
    const deadline = setTimeout(() => {
      late = true;
      killGroup();
    }, DEADLINE);
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const found = /^RESULT (.*)\n/m.exec(text);
      if (found && !outcome)
        outcome = { measured: JSON.parse(found[1]!) as Measured | null, wall: performance.now() - started };
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-4_000);
    });
    child.on("close", (code, signal) => {
      clearTimeout(deadline);
      killGroup();
      if (outcome) resolve(outcome);
      else if (late) resolve(`over ${DEADLINE / 60_000} minutes`);
      else resolve(`failed: ${reason(errors) ?? `exit ${code ?? signal}`}`);
    });
  });
}

/** The line of standard error that says most: the last one with an error's name in it, or the last. */
function reason(errors: string): string | undefined {
  const lines = errors
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("at ") && !line.startsWith("Node.js v"));
  const found = lines.findLast((line) => /\b\w*(Error|Exception)\b/.test(line)) ?? lines.at(-1);
  return found?.replaceAll("|", "\\|").slice(0, 90);
}
