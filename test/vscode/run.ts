/**
 * Runs the suites in a real VS Code.
 *
 *   node test/vscode/run.ts [--vscode floor|newest]... [--suite NAME]... [--host code-server|electron]
 *                           [--packed | --vsix FILE] [--json FILE] [--pictures FOLDER] [--only TITLE] [--rounds NUMBER] [--keep]
 *
 * Without `--vscode` and `--suite`: all of them. `--packed` installs the `.vsix` of `npm run package` instead of loading
 * the checkout, `--vsix` any other. `--rounds` runs
 * the tests that often in the same window, for a test that is suspected of passing only mostly.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildSuites } from "./host/build-suites.ts";
import { runInCodeServer } from "./host/code-server-host.ts";
import type { TestResult } from "./host/driver.ts";
import { pathStartingWith, nodeFor } from "./host/fetch-code-server.ts";
import { packedExtension } from "./host/packed-extension.ts";
import type { SuiteRun } from "./host/run-options.ts";
import { suiteNamed, suites, type SuiteDefinition } from "./host/suites.ts";
import { hostVersion, hostVersions, type HostVersion } from "./host/versions.ts";
import { prepareWorkspace } from "./host/workspace.ts";

const here = dirname(fileURLToPath(import.meta.url));

const { values: options } = parseArgs({
  options: {
    vscode: { type: "string", multiple: true },
    suite: { type: "string", multiple: true },
    host: { type: "string", default: "code-server" },
    packed: { type: "boolean", default: false },
    vsix: { type: "string" },
    json: { type: "string" },
    pictures: { type: "string" },
    only: { type: "string" },
    rounds: { type: "string" },
    keep: { type: "boolean", default: false },
  },
});

const vsix = options.packed ? packedExtension() : options.vsix;

interface RunReport {
  readonly suite: string;
  readonly vscode: string;
  readonly seconds: number;
  readonly tests: readonly TestResult[];
}

async function runSuite(suite: SuiteDefinition, version: HostVersion, entry: string): Promise<RunReport> {
  const home = mkdtempSync(join(tmpdir(), "snakebridge-vscode-"));
  const pictures = resolve(options.pictures ?? join(home, "pictures"));
  mkdirSync(pictures, { recursive: true });
  const wheels = join(home, "wheels");
  mkdirSync(wheels);
  const started = Date.now();
  try {
    const run: SuiteRun = {
      suite,
      version,
      home,
      workspace: prepareWorkspace(suite, home),
      entry,
      fixtures: (suite.extensions ?? []).map((name) => join(here, "fixtures", "extensions", name)),
      extension: vsix === undefined ? resolve(here, "../..") : join(here, "harness-extension"),
      ...(vsix === undefined ? {} : { vsix: resolve(vsix) }),
      pictures,
      environment: {
        PATH: pathStartingWith(await nodeFor(version)),
        // Where a suite puts packages that it has installed.
        SNAKEBRIDGE_TEST_WHEELS: wheels,
        PIP_FIND_LINKS: [process.env["PIP_FIND_LINKS"] ?? "", wheels].join(" ").trim(),
        UV_FIND_LINKS: [process.env["UV_FIND_LINKS"], wheels].filter(Boolean).join(","),
        // The run starts with empty caches, and a user's machine writes bytecode.
        XDG_CACHE_HOME: join(home, "cache"),
        PYTHONDONTWRITEBYTECODE: undefined,
        ELECTRON_RUN_AS_NODE: undefined,
        SNAKEBRIDGE_TEST_ONLY: options.only,
        SNAKEBRIDGE_TEST_ROUNDS: options.rounds,
      },
    };
    const results = await (options.host === "electron"
      ? (await import("./host/electron-host.ts")).runInElectron(run)
      : runInCodeServer(run));
    return { suite: suite.name, ...results, seconds: (Date.now() - started) / 1000 };
  } finally {
    if (options.keep) console.log(`Kept ${home}`);
    else rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function print(report: RunReport): void {
  console.log(`\n${report.suite} in VS Code ${report.vscode} (${report.seconds.toFixed(1)} s)`);
  for (const test of report.tests) {
    const mark = { passed: "ok", failed: "FAILED", pending: "not run" }[test.state];
    console.log(`  ${mark} ${test.title} (${test.milliseconds} ms)`);
    for (const gesture of test.repetitions ?? []) console.log(`      a gesture made once more: ${gesture}`);
    if (test.error !== undefined) console.log(test.error.replace(/^/gm, "      "));
  }
}

const entries = await buildSuites();
const wantedSuites = options.suite?.map(suiteNamed) ?? suites.filter((suite) => entries.has(suite.name));
const wantedVersions = options.vscode?.map(hostVersion) ?? hostVersions;
const reports: RunReport[] = [];
let broken = 0;
for (const version of wantedVersions) {
  for (const suite of wantedSuites) {
    try {
      const entry = entries.get(suite.name);
      if (entry === undefined)
        throw new Error(`The suite ${suite.name} has no suites/${suite.name}/index.ts.`);
      const report = await runSuite(suite, version, entry);
      reports.push(report);
      print(report);
    } catch (error) {
      broken += 1;
      console.error(`\n${suite.name} in VS Code ${version.vscode} did not run:`, error);
    }
  }
}
const all = reports.flatMap((report) => report.tests);
const failed = all.filter((test) => test.state === "failed").length + broken;
const pending = all.filter((test) => test.state === "pending").length;
const passed = all.filter((test) => test.state === "passed").length;
if (options.json !== undefined) {
  const stats = { passes: passed, failures: failed, pending };
  writeFileSync(options.json, `${JSON.stringify({ stats, runs: reports }, undefined, 2)}\n`);
}
console.log(`\n${passed} passed, ${failed} failed${pending > 0 ? `, ${pending} skipped` : ""}`);
process.exitCode = failed > 0 || all.length === 0 ? 1 : 0;
