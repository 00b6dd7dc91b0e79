/**
 * `npm run report:types`: how much of each library's API has types, where they come from, and what describing costs.
 *
 *   node scripts/report-types.mjs                          the libraries below that the test environment has
 *   node scripts/report-types.mjs numpy pandas.api         any modules
 *   node scripts/report-types.mjs --python PATH --json ... another interpreter; as JSON
 *   node scripts/report-types.mjs --rounds 5               the best time of five cold runs
 *
 * The environment is that of the tests (`scripts/test-environment.mjs`); `--python "$(node scripts/test-environment.mjs
 * wrappers)"` has all of them. Libraries that an environment lacks are named in the report.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepare, root, toolingNode } from "./prepare.mjs";
import { testPython } from "./test-environment.mjs";
import { copyTypeshed } from "./typeshed.mjs";

/** Modules counted together, the share of declared callables (%) and the time (s) that `docs/description.md` aims at. */
const LIBRARIES = [
  {
    name: "standard library",
    each: 0.15,
    declared: 99,
    modules: ["json", "math", "collections", "datetime", "pathlib", "re", "random", "asyncio"],
  },
  { name: "numpy", declared: 99.5, seconds: 0.8, modules: ["numpy", "numpy.linalg", "numpy.random"] },
  { name: "requests", declared: 99.5, seconds: 0.5, modules: ["requests"] },
  { name: "pydantic", declared: 99.5, seconds: 0.5, modules: ["pydantic"] },
  { name: "openai", declared: 99.5, seconds: 0.5, modules: ["openai"] },
  { name: "polars", declared: 99.5, seconds: 0.5, modules: ["polars"] },
  { name: "torch", declared: 95, seconds: 2.5, modules: ["torch"] },
  { name: "scikit-learn", declared: 86, seconds: 0.5, modules: ["sklearn.linear_model"] },
  { name: "pandas", declared: 76, seconds: 1, modules: ["pandas"] },
  { name: "scipy", declared: 25, seconds: 0.6, modules: ["scipy.stats"] },
  { name: "google-genai", modules: ["google.genai"] },
  { name: "networkx", modules: ["networkx"] },
  { name: "sympy", modules: ["sympy"] },
  { name: "pyarrow", modules: ["pyarrow"] },
  { name: "attrs", modules: ["attrs"] },
  { name: "pillow", modules: ["PIL.Image"] },
  { name: "langchain-core", modules: ["langchain_core.messages", "langchain_core.runnables"] },
  { name: "dspy", modules: ["dspy"] },
  { name: "transformers", modules: ["transformers"] },
];

const { values, positionals } = parseArgs({
  options: {
    python: { type: "string" },
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "1" },
  },
  allowPositionals: true,
});
prepare();
const built = spawnSync(toolingNode, [join(root, "node_modules/typescript/bin/tsc"), "--build", "bridge"], {
  cwd: root,
  stdio: ["ignore", 2, 2],
});
if (built.status !== 0) process.exit(1);
const { coverageOf, DescriptionError, DescriptionStore } =
  await import("../bridge/dist/description/index.js");

const python = values.python ?? testPython();
const typeshed = copyTypeshed();
const libraries = positionals.length > 0 ? positionals.map((name) => ({ name, modules: [name] })) : LIBRARIES;
const rows = [];
for (const library of libraries) {
  const row = await best(library, Number(values.rounds));
  rows.push(row);
  if (!values.json) console.log(line(row));
}
const about = {
  python: (await pythonVersion()) ?? python,
  date: new Date().toISOString().slice(0, 10),
  rounds: Number(values.rounds),
};
if (values.json) console.log(JSON.stringify({ ...about, rows: rows.map(withGoals) }, null, 2));
else explain();

/** What one round after the other found, each time with the least of them: what else the machine does only adds. */
async function best(library, rounds) {
  let found = await measure(library);
  for (let round = 1; round < rounds && !found.failed; round++) {
    const again = await measure(library);
    if (again.failed) continue;
    for (const name of ["import", "describe", "processor", "slowest", "wall", "index", "symbol"])
      found = { ...found, [name]: Math.min(found[name], again[name]) };
  }
  return found;
}

async function pythonVersion() {
  const answer = spawnSync(python, ["-c", "import platform; print(platform.python_version())"], {
    encoding: "utf8",
  });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}

/** What the row has, what it aims at, and whether it is met. */
function withGoals(row) {
  if (row.failed) return row;
  return {
    ...row,
    goals: goalsOf(row).map((goal) => ({
      ...goal,
      met: goal.atLeast ? goal.value >= goal.goal : goal.value <= goal.goal,
    })),
  };
}

function goalsOf(row) {
  const { coverage } = row;
  const share = (count) => (100 * count) / (coverage.callables || 1);
  const goals = [
    { name: "signatures", value: share(coverage.signatures), goal: 99, atLeast: true },
    { name: "cached index, ms", value: row.index, goal: 2 },
    { name: "cached symbol, ms", value: row.symbol, goal: 6 },
  ];
  if (row.declared !== undefined)
    goals.push({ name: "declared", value: share(coverage.declared), goal: row.declared, atLeast: true });
  const limit = row.each ?? row.seconds;
  if (limit !== undefined)
    goals.push({
      name: "seconds",
      value: (row.each === undefined ? row.processor : row.slowest) / 1000,
      goal: limit,
    });
  return goals;
}

/** Describes a library cold, in a process of its own, then reads it from the cache as a new process would. */
async function measure(library) {
  const cacheFolder = mkdtempSync(join(tmpdir(), "snakebridge-report-"));
  const open = () =>
    new DescriptionStore({
      python,
      adapterPath: join(root, "python"),
      typeshed,
      cacheFolder,
      timeout: 600_000,
    });
  const store = open();
  try {
    const timings = [];
    const descriptions = [];
    const started = performance.now();
    for (const module of library.modules) {
      const described = await store.describe(module, { onTiming: (timing) => timings.push(timing) });
      descriptions.push(described.description());
    }
    const wall = performance.now() - started;
    const cached = library.modules.map((module) => readCached(open(), module));
    return {
      ...library,
      coverage: coverageOf(...descriptions),
      skipped: descriptions.flatMap((description) => description.skipped ?? []),
      version: descriptions[0].version,
      import: sum(timings.map((timing) => timing.import)),
      describe: sum(timings.map((timing) => timing.describe)),
      slowest: Math.max(...timings.map((timing) => timing.processor)),
      processor: sum(timings.map((timing) => timing.processor)),
      wall,
      index: Math.max(...cached.map((entry) => entry.index)),
      symbol: Math.max(...cached.map((entry) => entry.symbol)),
      bytes: sum(files(cacheFolder).map((file) => statSync(file).size)),
    };
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return {
      ...library,
      failed: error.problem === "not-found" ? "not installed" : error.message.split("\n")[0],
    };
  } finally {
    await store.close();
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}

/** Milliseconds to open the index, and for the slowest symbol read alone with its docstrings; best of twenty. */
function readCached(store, module) {
  let index = Infinity;
  const symbols = new Map();
  for (let round = 0; round < 20; round++) {
    store.forget();
    const started = performance.now();
    const described = store.peek(module);
    index = Math.min(index, performance.now() - started);
    for (const name of described.names) {
      const before = performance.now();
      described.member(name);
      symbols.set(name, Math.min(symbols.get(name) ?? Infinity, performance.now() - before));
    }
  }
  return { index, symbol: Math.max(...symbols.values()) };
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function line(row) {
  const title = `${row.name}${row.version ? ` ${row.version}` : ""}`.padEnd(24);
  if (row.failed) return `${title} ${row.failed}`;
  const { coverage } = row;
  const share = (count) => `${((100 * count) / (coverage.callables || 1)).toFixed(1)} %`;
  const { goals } = withGoals(row);
  const told = goals.map(
    ({ name, goal, value, met }) => `${name} ${goal}: ${met ? "met" : `not met (${value.toFixed(2)})`}`,
  );
  const by = (counts) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([source, count]) => `${source} ${count}`)
      .join(", ");
  return [
    `${title} callables ${coverage.callables}, signatures ${share(coverage.signatures)}, declared ${share(coverage.declared)}, concrete ${share(coverage.concrete)}`,
    `  parameters: ${by(coverage.parameters)}; returns: ${by(coverage.returns)}`,
    `  import ${(row.import / 1000).toFixed(2)} s, describe ${(row.describe / 1000).toFixed(2)} s, of it processor ${(row.processor / 1000).toFixed(2)} s, slowest module ${(row.slowest / 1000).toFixed(2)} s; ` +
      `cached: index ${row.index.toFixed(2)} ms, slowest symbol ${row.symbol.toFixed(2)} ms; ${(row.bytes / 1024).toFixed(0)} KiB`,
    `  goals: ${told.join("; ")}`,
    ...(row.skipped.length > 0
      ? [
          `  skipped ${row.skipped.length}: ${row.skipped
            .slice(0, 3)
            .map((item) => `${item.name} (${item.reason})`)
            .join("; ")}`,
        ]
      : []),
  ].join("\n");
}

/** The table of `docs/description.md`. */
function table() {
  const cell = (goal) => (goal === undefined ? "" : `${goal.goal} ${goal.met ? "met" : "**not met**"}`);
  const head = [
    "library",
    "callables",
    "signatures",
    "declared",
    "goal",
    "concrete",
    "cold, s",
    "goal",
    "index, ms",
    "symbol, ms",
    "KiB",
  ];
  const body = rows.map((row) => {
    const title = `${row.name}${row.version ? ` ${row.version}` : ""}`;
    if (row.failed) return [title, row.failed];
    const { coverage } = row;
    const share = (count) => `${((100 * count) / (coverage.callables || 1)).toFixed(1)} %`;
    const goals = new Map(withGoals(row).goals.map((goal) => [goal.name, goal]));
    return [
      title,
      String(coverage.callables),
      share(coverage.signatures),
      share(coverage.declared),
      cell(goals.get("declared")),
      share(coverage.concrete),
      ((row.each === undefined ? row.processor : row.slowest) / 1000).toFixed(2),
      cell(goals.get("seconds")),
      row.index.toFixed(2),
      row.symbol.toFixed(2),
      (row.bytes / 1024).toFixed(0),
    ];
  });
  return [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function explain() {
  console.log(`\n${about.date}, CPython ${about.python}, best of ${about.rounds}\n\n${table()}`);
  console.log(
    "\nDeclared: every parameter and the result of every overload has a type from a stub, an annotation, a constraint or a docstring." +
      "\nConcrete: declared, and none of these types is Any or prose that names no type. Times depend on what else the machine does;" +
      "\ngoals for time are compared with processor time (for the standard library with the slowest module).\n",
  );
}
