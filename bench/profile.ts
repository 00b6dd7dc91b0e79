/**
 * `npm run bench -- --profile WORKLOAD`: where the time of SnakeBridge goes in one workload. Node's own sampling of the host, cProfile of the
 * worker's main thread. Percentages count; cProfile makes Python calls several times as slow as they are.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { runParty } from "./party-process.ts";

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

const SHOWN = 30;

export async function profile(workload: string, python: string, library: string): Promise<void> {
  const folder = join(import.meta.dirname, "results", "profiles", workload);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const outcome = await runParty("snakebridge", workload, {
    python,
    library,
    nodeOptions: ["--cpu-prof", "--cpu-prof-interval", "200", "--cpu-prof-dir", folder],
    environment: {
      PYTHONPATH: join(import.meta.dirname, "profiled"),
      BENCH_PROFILE: join(folder, "worker.txt"),
    },
  });
  if (typeof outcome === "string") throw new Error(`${workload} ${outcome}`);
  const file = readdirSync(folder).find((name) => name.endsWith(".cpuprofile"));
  if (file !== undefined) {
    console.log(`host, by the time in each function itself (${file} opens in Chrome and VS Code):\n`);
    console.log(hottest(JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile));
  }
  console.log("\nworker, by cProfile:\n");
  console.log(readFileSync(join(folder, "worker.txt"), "utf8").trim());
}

function hottest({ nodes, samples, timeDeltas }: CpuProfile): string {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || "(anonymous)"} ${url === "" ? "" : `${basename(url)}:${lineNumber + 1}`}`,
    ]),
  );
  const times = new Map<string, number>();
  let total = 0;
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? "";
    if (name.startsWith("(idle)")) continue;
    const microseconds = timeDeltas[index] ?? 0;
    times.set(name, (times.get(name) ?? 0) + microseconds);
    total += microseconds;
  }
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, microseconds]) => `${((microseconds / total) * 100).toFixed(1).padStart(5)} %  ${name}`)
    .join("\n");
}
