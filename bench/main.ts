/**
 * `npm run bench`: SnakeBridge against the bare pipe and against peers.
 *
 * Every measurement is a process of its own. A round runs all parties of a workload one after the other, and a ratio is always to
 * the floor of the same round, so that a machine that speeds up or slows down changes both. What is quoted is the median of the rounds.
 *
 *   npm run bench                                   all workloads, all parties, 5 rounds
 *   npm run bench -- --rounds 3 --only trivial,chain --parties floor,snakebridge
 *   npm run bench -- --profile trivial              where the time of one workload goes, on both sides
 *   npm run bench:docs                              puts the last results into docs/benchmarks.md
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { stageLibrary } from "../scripts/library.mjs";
import { measureMemory } from "./memory.ts";
import { measureParallel } from "./parallel.ts";
import { runParty } from "./party-process.ts";
import { profile } from "./profile.ts";
import { checkTable, head, line, median, type BenchResult, type Row } from "./report.ts";
import { parties, workloads } from "./workloads.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    only: { type: "string" },
    parties: { type: "string" },
    output: { type: "string" },
    profile: { type: "string" },
  },
});

const folder = import.meta.dirname;
const rounds = Number(options.rounds);
const chosen = workloads.filter(({ name }) => !options.only || options.only.split(",").includes(name));
const chosenParties = parties.filter(
  (party) => !options.parties || options.parties.split(",").includes(party),
);
const python = spawnSync(process.execPath, [join(folder, "..", "scripts", "test-environment.mjs")], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
}).stdout.trim();

const staged = await stageLibrary({ folder: join(folder, "results", "library"), typeshed: false });
const library = pathToFileURL(join(staged, "dist", "index.js")).href;

if (options.profile !== undefined) {
  await profile(options.profile, python, library);
  process.exit();
}

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

const result: BenchResult = {
  date: new Date().toISOString(),
  machine: {
    cpu: cpus()[0]?.model ?? "",
    cores: cpus().length,
    memory: totalmem(),
    node: process.version,
    python: spawnSync(python, ["-V"], { encoding: "utf8" }).stdout.trim(),
    load: loadavg()[0]!,
  },
  rounds,
  parties: chosenParties,
  rows: [],
  checks: [],
};

console.log(head(chosenParties));
for (const workload of chosen) {
  const row = await measureWorkload(workload);
  result.rows.push(row);
  console.log(line(row, chosenParties));
}

async function measureWorkload(workload: Row["workload"]): Promise<Row> {
  const figures = new Map<string, number[]>(chosenParties.map((party) => [party, []]));
  const missing: Row["missing"] = {};
  for (let round = 0; round < rounds; round++) {
    // The order turns with the round, so that no party always runs behind the same one.
    const order = chosenParties.map((_, index) => chosenParties[(index + round) % chosenParties.length]!);
    const ofRound = new Map<string, number>();
    for (const party of order) {
      if (missing[party] !== undefined) continue;
      const outcome = await runParty(party, workload.name, { python, library });
      if (typeof outcome === "string") missing[party] = outcome;
      else if (outcome.measured === null) missing[party] = "-";
      else {
        const { milliseconds } = outcome.measured;
        ofRound.set(party, workload.name === "startup" ? outcome.wall : median(milliseconds));
      }
    }
    const floor = ofRound.get("floor");
    for (const [party, value] of ofRound)
      figures.get(party)!.push(party === "floor" || !floor ? value : value / floor);
  }
  return { workload, figures: Object.fromEntries(figures), missing };
}

if (!options.only) {
  result.checks.push(...(await measureParallel(python)), ...(await measureMemory(python)));
  console.log(`\n${checkTable(result.checks)}`);
}
mkdirSync(join(folder, "results"), { recursive: true });
const file = options.output ?? join(folder, "results", "bench.json");
writeFileSync(file, JSON.stringify(result, null, 2) + "\n");
console.log(`\nWritten to ${file}`);
