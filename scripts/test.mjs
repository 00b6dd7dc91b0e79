/**
 * `npm test`: everything that has to hold, on a checkout as it is. Installs what it needs, then runs the stages in order and
 * ends with one line, `N passed, N failed`. A stage that is not a test runner (lint, types, build) counts as one test.
 *
 *   npm test                        all stages
 *   npm test -- --only unit,adapter some of them (names below)
 *   npm test -- --list              the names
 *   npm run test:long               the adapter, the engine and the server with their long forms: minutes of chaos, a million calls,
 *                                   properties by the ten thousand, wrappers of whole libraries
 *   npm run test:wrappers           of these the wrappers of whole libraries alone
 *   npm run test:wrappers -- --title "whole of (dspy|numpy)"
 *
 * `--files` takes a part of the paths and `--title` a pattern of the titles of the tests that Vitest runs.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepare, root, toolingEnvironment, toolingNode } from "./prepare.mjs";
import { failuresOfJson, failuresOfJunit } from "./test-failures.mjs";
import { adapterPythons, cacheFolder, testPython, toolsPython } from "./test-environment.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    list: { type: "boolean" },
    long: { type: "boolean" },
    files: { type: "string" },
    title: { type: "string" },
  },
});

const reports = join(root, ".cache", "reports");
const module = (path) => join(root, "node_modules", path);
const totals = { passed: 0, failed: 0 };
/** @type {import("./test-failures.mjs").Failure[]} */
const failures = [];

/** Runs a command to its end; resolves to the exit code. Its output is shown, of a `gathered` one in one piece at its end. */
function run(command, args, { cwd = root, env = {}, gathered = false } = {}) {
  return new Promise((resolve) => {
    const output = gathered ? "pipe" : "inherit";
    const child = spawn(command, args, {
      cwd,
      stdio: ["ignore", output, output],
      env: toolingEnvironment(env),
    });
    const pieces = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (piece) => pieces.push(piece));
    child.on("close", () => process.stdout.write(Buffer.concat(pieces)));
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on("close", (code, signal) => resolve(code ?? `signal ${signal}`));
  });
}

const node = (script, args = [], more = {}) => run(toolingNode, [script, ...args], more);

/** A check that passes or fails as a whole. */
async function check(name, exit) {
  const code = await exit;
  if (code !== 0) failures.push({ title: name, text: `It ended with ${code}; its messages are above.` });
  count(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1);
}

function count(name, passed, failed) {
  totals.passed += passed;
  totals.failed += failed;
  console.log(`${failed ? "✗" : "✓"} ${name}: ${passed} passed, ${failed} failed`);
}

/** Reads what vitest or our own hosts wrote: a runner that died without a report is a failure, whatever it printed. */
function countReport(name, file, code) {
  let passed = 0;
  let failed = 0;
  try {
    const source = readFileSync(file, "utf8");
    const report = JSON.parse(source);
    failures.push(...failuresOfJson(source));
    passed = report.numPassedTests ?? report.stats?.passes ?? 0;
    failed = report.numFailedTests ?? report.stats?.failures ?? 0;
    failed += (report.testResults ?? []).filter(
      (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
    ).length;
  } catch {
    failed = 1;
  }
  if (code !== 0 && failed === 0) failed = 1;
  if (passed === 0 && failed === 0) failed = 1;
  count(name, passed, failed);
}

async function vitest(project) {
  const file = join(reports, `${project}.json`);
  const code = await node(
    module("vitest/vitest.mjs"),
    [
      "run",
      ...(options.files === undefined ? [] : [options.files]),
      ...(options.title === undefined ? [] : ["--testNamePattern", options.title]),
      ...["--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    ],
    { env: { SNAKEBRIDGE_TEST_PYTHON: testPython(), ...(options.long ? { SNAKEBRIDGE_LONG: "1" } : {}) } },
  );
  countReport(project, file, code);
}

/** Chromium drives VS Code Server, ripgrep is what its file search wants, Neovim is the second LSP client. */
function ensureSystemPackages() {
  const wanted = [
    ["chromium", "chromium"],
    ["rg", "ripgrep"],
    ["nvim", "neovim"],
  ].filter(([command]) => spawnSync("which", [command]).status !== 0);
  if (wanted.length === 0) return true;
  const names = wanted.map(([, name]) => name);
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log(`Installing ${names.join(", ")} with apt-get …`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { stdio: ["ignore", 2, 2], env });
    const code = spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], {
      stdio: ["ignore", 2, 2],
      env,
    });
    if (code.status === 0) return true;
  }
  console.error(
    `The tests in a real editor need ${names.join(", ")} on PATH. Install them (on Debian: apt-get install ${names.join(" ")}) and run this again.`,
  );
  return false;
}

const stages = {
  async build() {
    await check("build", node(join(root, "scripts", "build.mjs")));
  },
  async lint() {
    await check(
      "format of TypeScript and Markdown (Prettier)",
      node(module("prettier/bin/prettier.cjs"), ["--check", "--log-level", "warn", "."]),
    );
    await check("types (tsc)", node(module("typescript/bin/tsc"), ["--build"]));
    await check("lint (ESLint)", node(module("eslint/bin/eslint.js"), [".", "--max-warnings", "0"]));
    await check(
      "direction of imports (dependency-cruiser)",
      node(module("dependency-cruiser/bin/dependency-cruiser.mjs"), [
        "bridge/src",
        "server/src",
        "server/protocol",
        "client/src",
      ]),
    );
    const python = toolsPython();
    await check("lint of Python (Ruff)", run(python, ["-m", "ruff", "check", "python"]));
    await check("format of Python (Ruff)", run(python, ["-m", "ruff", "format", "--check", "python"]));
    await check(
      "types of Python (pyright, strict)",
      node(module("pyright/index.js"), ["--project", "python", "--pythonpath", testPython()]),
    );
  },
  async adapter() {
    const pythons = adapterPythons();
    const [newest] = pythons;
    const waiting = [...pythons];
    // Two at a time: most of a test's time is that of the worker that it starts.
    await Promise.all([lane(), lane()]);

    async function lane() {
      for (let python = waiting.shift(); python !== undefined; python = waiting.shift()) await test(python);
    }

    async function test(python) {
      const file = join(reports, `adapter-${python.version}.xml`);
      const code = await run(
        python.path,
        ["-m", "pytest", "-p", "no:cacheprovider", `--junitxml=${file}`],
        // From the adapter's folder, which `python -m` then puts on sys.path.
        {
          cwd: join(root, "python"),
          // Long forms are watched while they run.
          gathered: options.long !== true,
          // One Python is enough for the long form.
          env: {
            SNAKEBRIDGE_TEST_PYTHON: testPython(),
            ...(options.long && python === newest ? { SNAKEBRIDGE_LONG: "1" } : {}),
          },
        },
      );
      const source = existsSync(file) ? readFileSync(file, "utf8") : "";
      const found = /tests="(\d+)"/.exec(source);
      const head = source.slice(0, 2000);
      failures.push(...failuresOfJunit(source));
      const number = (name) => Number(new RegExp(`${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
      const failed = number("failures") + number("errors") || (code === 0 && found ? 0 : 1);
      count(
        `adapter on Python ${python.version}`,
        number("tests") - number("failures") - number("errors") - number("skipped"),
        failed,
      );
    }
  },
  bridge: () => vitest("bridge"),
  server: () => vitest("server"),
  client: () => vitest("client"),
  product: () => vitest("product"),
  async vscode() {
    if (!ensureSystemPackages()) return count("VS Code", 0, 1);
    await check("package", node(join(root, "scripts", "package.mjs"), ["--no-build"]));
    for (const version of ["floor", "newest"]) {
      const file = join(reports, `vscode-${version}.json`);
      const code = await node(join(root, "test", "vscode", "run.ts"), [
        "--packed",
        "--vscode",
        version,
        "--json",
        file,
      ]);
      countReport(`VS Code, ${version}`, file, code);
    }
    // A window has to end well in one version; a start of VS Code for each ending is dear.
    const file = join(reports, "vscode-endings.json");
    const code = await node(join(root, "test", "vscode", "endings.ts"), [
      "--vscode",
      "newest",
      "--json",
      file,
    ]);
    countReport("VS Code, endings of a window", file, code);
  },
};

if (options.list) {
  console.log(Object.keys(stages).join("\n"));
  process.exit(0);
}
const chosen = options.only?.split(",") ?? Object.keys(stages);
const unknown = chosen.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`npm test: no stage "${unknown[0]}"; the stages are ${Object.keys(stages).join(", ")}.`);
  process.exit(2);
}

const started = Date.now();
prepare();
if (chosen.some((name) => name === "server" || name === "vscode")) ensureSystemPackages();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
console.log(`Test environments in ${cacheFolder()}`);
for (const name of chosen) {
  const begun = Date.now();
  console.log(`\n── ${name} ──`);
  await stages[name]();
  console.log(`   ${Math.round((Date.now() - begun) / 1000)} s`);
}
for (const { title, text } of failures) console.log(`\n✗ ${title}\n${text.replace(/^/gm, "    ")}`);
console.log(`\n${Math.round((Date.now() - started) / 1000)} s in all`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
