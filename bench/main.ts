/**
 * `npm run bench`: SnakeBridge against the bare pipe and against peers.
 *
 * Every measurement is a process of its own. A round runs all parties of a workload one after the other, and a ratio is always to
 * the floor of the same round, so that a machine that speeds up or slows down changes both. What is quoted is the median of the rounds.
 *
 *   npm run bench                                   all workloads, all parties, 5 rounds
 *   npm run bench -- --rounds 3 --only trivial,chain --parties floor,snakebridge
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureMemory } from "./memory.ts";
import { measureParallel } from "./parallel.ts";
import type { Measured } from "./party.ts";
import { median, table, type Row } from "./report.ts";
import { parties, workloads } from "./workloads.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    only: { type: "string" },
    parties: { type: "string" },
    output: { type: "string" },
  },
});

const folder = import.meta.dirname;
const rounds = Number(options.rounds);
const chosen = workloads.filter(
  (workload) => !options.only || options.only.split(",").includes(workload.name),
);
const chosenParties = parties.filter(
  (party) => !options.parties || options.parties.split(",").includes(party),
);
const python = spawnSync(process.execPath, [join(folder, "..", "scripts", "test-environment.mjs")], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
}).stdout.trim();

if (
  chosenParties.some((party) => party !== "floor" && party !== "snakebridge") &&
  !existsSync(join(folder, "peers", "node_modules"))
) {
  console.error("Installing the peers (npm ci in bench/peers) …");
  spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: join(folder, "peers"),
    stdio: ["ignore", 2, 2],
  });
}

interface Outcome {
  measured: Measured | null;
  /** From the start of the process to its result line, in milliseconds. */
  wall: number;
}

/** Runs one party's process; a party that fails, or takes over two minutes, has no figure. */
function runParty(party: string, workload: string): Promise<Outcome | undefined> {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(
      process.execPath,
      ["--no-warnings", join(folder, "parties", `${party}.ts`), workload],
      {
        stdio: ["ignore", "pipe", process.env["BENCH_DEBUG"] ? "inherit" : "ignore"],
        env: { ...process.env, BENCH_PYTHON: python },
        detached: true,
      },
    );
    let text = "";
    let outcome: Outcome | undefined;
    const killGroup = (): void => {
      try {
        if (child.pid) process.kill(-child.pid, "SIGKILL");
      } catch {
        // The group is gone already.
      }
    };
    const deadline = setTimeout(killGroup, 120_000);
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const line = /^RESULT (.*)\n/m.exec(text);
      if (line && !outcome)
        outcome = { measured: JSON.parse(line[1]!) as Measured | null, wall: performance.now() - started };
    });
    child.on("close", () => {
      clearTimeout(deadline);
      killGroup();
      resolve(outcome);
    });
  });
}

const rows: Row[] = [];
for (const workload of chosen) {
  const figures = new Map<string, number[]>(chosenParties.map((party) => [party, []]));
  const missing = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    // The order turns with the round, so that no party always runs behind the same one.
    const order = chosenParties.map((_, index) => chosenParties[(index + round) % chosenParties.length]!);
    const ofRound = new Map<string, number>();
    for (const party of order) {
      if (missing.has(party)) continue;
      const outcome = await runParty(party, workload.name);
      if (!outcome?.measured) missing.add(party);
      else
        ofRound.set(
          party,
          workload.name === "startup" ? outcome.wall : median(outcome.measured.milliseconds),
        );
    }
    const floor = ofRound.get("floor");
    for (const [party, value] of ofRound)
      figures.get(party)!.push(party === "floor" || !floor ? value : value / floor);
  }
  const row: Row = { workload, figures: Object.fromEntries(figures) };
  rows.push(row);
  console.log(table([row], chosenParties, rows.length === 1));
}

const result = {
  date: new Date().toISOString(),
  machine: {
    cpu: cpus()[0]?.model ?? "",
    cores: cpus().length,
    memory: totalmem(),
    node: process.version,
    python: pythonVersion(),
  },
  rounds,
  rows,
  parallel: options.only ? undefined : await measureParallel(python),
  memory: options.only ? undefined : await measureMemory(python),
};
if (result.parallel) console.log(result.parallel.text);
if (result.memory) console.log(result.memory.text);
mkdirSync(join(folder, "results"), { recursive: true });
const file = options.output ?? join(folder, "results", "bench.json");
writeFileSync(file, JSON.stringify(result, null, 2) + "\n");
console.log(`\nWritten to ${file}`);

function pythonVersion(): string {
  return spawnSync(python, ["-V"], { encoding: "utf8" }).stdout.trim();
}
