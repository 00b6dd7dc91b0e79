/**
 * `npm run report:types`: how much of each library's API has types, where they come from, and what describing costs.
 *
 *   node scripts/report-types.mjs                          the libraries of `type-coverage.mjs`
 *   node scripts/report-types.mjs numpy pandas.api         any modules
 *   node scripts/report-types.mjs --python PATH --json ... another interpreter; as JSON
 *   node scripts/report-types.mjs --rounds 5               the best time of five cold runs, of what has a goal for time
 *   node scripts/report-types.mjs --docs                   also puts the table into docs/description.md, between its markers
 *
 * A library comes from the first environment of the tests (`scripts/test-environment.mjs`) that has it: the small one, else
 * the one of the wrappers. Libraries that both lack are named in the report.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { prepare, root, toolingNode } from "./prepare.mjs";
import { testPython, wrappersPython } from "./test-environment.mjs";
import { LIBRARIES, line, table, withGoals } from "./type-coverage.mjs";
import { copyTypeshed } from "./typeshed.mjs";

const NOT_INSTALLED = "not installed";

const { values, positionals } = parseArgs({
  options: {
    python: { type: "string" },
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "1" },
    docs: { type: "boolean", default: false },
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

const environments = values.python === undefined ? [testPython(), wrappersPython()] : [values.python];
const typeshed = copyTypeshed();
const libraries = positionals.length > 0 ? positionals.map((name) => ({ name, modules: [name] })) : LIBRARIES;
const rows = [];
for (const library of libraries) {
  const row = await best(library);
  rows.push(row);
  if (!values.json) console.log(line(row));
}
const about = {
  python: [...new Set(environments.map(pythonVersion))].join(" and "),
  date: new Date().toISOString().slice(0, 10),
  rounds: Number(values.rounds),
};
if (values.json) console.log(JSON.stringify({ ...about, rows: rows.map(withGoals) }, null, 2));
else explain();
if (values.docs) await fillPage();

/** What one round after the other found, each time with the least of them: what else the machine does only adds. */
async function best(library) {
  let found;
  let python;
  for (python of environments) {
    found = await measure(library, python);
    if (found.failed !== NOT_INSTALLED) break;
  }
  const rounds = (library.seconds ?? library.each) === undefined ? 1 : Number(values.rounds);
  for (let round = 1; round < rounds && !found.failed; round++) {
    const again = await measure(library, python);
    if (again.failed) continue;
    for (const name of ["import", "describe", "processor", "slowest", "wall", "index", "symbol"])
      found = { ...found, [name]: Math.min(found[name], again[name]) };
  }
  return found;
}

function pythonVersion(python) {
  const answer = spawnSync(python, ["-c", "import platform; print(platform.python_version())"], {
    encoding: "utf8",
  });
  return answer.status === 0 ? answer.stdout.trim() : python;
}

/** Describes a library cold, in a process of its own, then reads it from the cache as a new process would. */
async function measure(library, python) {
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
      failed: error.problem === "not-found" ? NOT_INSTALLED : error.message.split("\n")[0],
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

function circumstances() {
  const rounds =
    about.rounds === 1 ? "one run" : `the least of ${about.rounds} runs where there is a goal for time`;
  return `${about.date}, CPython ${about.python}, ${rounds}:`;
}

/** Replaces what stands between the markers of the page. */
async function fillPage() {
  const page = join(root, "docs", "description.md");
  const text = readFileSync(page, "utf8");
  const [begin, end] = ["<!-- types -->", "<!-- /types -->"];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/description.md has no ${begin} … ${end}.`);
  const filled = `${text.slice(0, from + begin.length)}\n\n${circumstances()}\n\n${table(rows)}\n\n${text.slice(to)}`;
  writeFileSync(page, await format(filled, { ...(await resolveConfig(page)), parser: "markdown" }));
}

function explain() {
  console.log(`\n${circumstances()}\n\n${table(rows)}`);
  console.log(
    "\nDeclared: every parameter and the result of every overload has a type from a stub, an annotation, a constraint or a docstring." +
      "\nConcrete: declared, and none of these types is Any or prose that names no type. Times depend on what else the machine does;" +
      "\ngoals for time are compared with processor time (for the standard library with the slowest module).\n",
  );
}
