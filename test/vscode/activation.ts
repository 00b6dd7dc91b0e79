/**
 * How long the packed extension takes to activate, over several windows with a TypeScript file in a folder that does not
 * use SnakeBridge: its own code loading and `activate`, measured inside the extension host, and what VS Code itself
 * counts. VS Code starts its clock for all extensions of an event before it loads the first of them, so what it says of
 * ours holds TypeScript's loading as well; an extension that does nothing, in the same windows, shows how much.
 *
 *   node test/vscode/activation.ts [--vsix FILE] [--vscode floor|newest] [--windows 10] [--limit MILLISECONDS] [--json FILE]
 *                                  [--profile FOLDER]
 *
 * `--profile` writes a CPU profile of each window's loading and `activate`; the figures are then higher than without.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { run } from "./host/cache.ts";
import { nodeFor, pathStartingWith } from "./host/fetch-code-server.ts";
import { packedExtension } from "./host/packed-extension.ts";
import { startServer } from "./host/start-server.ts";
import { suiteNamed } from "./host/suites.ts";
import { hostVersion } from "./host/versions.ts";
import { Workbench } from "./host/workbench.ts";
import { prepareWorkspace } from "./host/workspace.ts";

const { values: options } = parseArgs({
  options: {
    vsix: { type: "string" },
    vscode: { type: "string", default: "newest" },
    windows: { type: "string", default: "10" },
    limit: { type: "string" },
    json: { type: "string" },
    profile: { type: "string" },
  },
});

/** Milliseconds: what code loading and `activate` together may take. */
const goal = 30;

/** Milliseconds until a window's figures are there. */
const deadline = 120_000;

/** Milliseconds by the clock and of processor time. */
interface Cost {
  readonly clock: number;
  readonly processor: number;
}

/** Of one extension in one window; `fixtures/activation/meter` writes it. */
interface Activation {
  readonly load: Cost;
  readonly activate: Cost;
  /** What VS Code itself says (*Developer: Startup Performance*). */
  readonly counted: { readonly load: number; readonly activate: number; readonly finish: number };
}

interface WindowFigures {
  readonly snakebridge: Activation;
  /** The extension that does nothing. */
  readonly empty: Activation;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Packs an extension of `fixtures/activation`, so that it is installed as ours is. */
function packFixture(name: string, folder: string): string {
  const vsix = join(folder, `${name}.vsix`);
  const flags = ["--allow-missing-repository", "--skip-license", "--no-dependencies"];
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  const source = join(root, "test", "vscode", "fixtures", "activation", name);
  run(process.execPath, [vsce, "package", "--out", vsix, ...flags], source);
  return vsix;
}

/** Opens the TypeScript file, which activates the extensions, once the meter waits for them. */
async function figuresOf(window: Workbench, output: string): Promise<WindowFigures> {
  await appears(`${output}.ready`);
  await window.click(".explorer-folders-view .monaco-list-row", "sum.ts");
  await appears(output);
  const figures = JSON.parse(readFileSync(output, "utf8")) as WindowFigures;
  for (const file of [output, `${output}.ready`]) rmSync(file);
  return figures;
}

async function appears(file: string): Promise<void> {
  const end = Date.now() + deadline;
  while (!existsSync(file)) {
    if (Date.now() > end) throw new Error(`${basename(file)} was not there after ${deadline / 1_000} s.`);
    await delay(100);
  }
}

const version = hostVersion(options.vscode);
const home = mkdtempSync(join(tmpdir(), "snakebridge-activation-"));
const output = join(home, "figures.json");
const windows: WindowFigures[] = [];
try {
  const workspace = prepareWorkspace(suiteNamed("unrelated"), home);
  const pictures = join(home, "pictures");
  mkdirSync(pictures);
  const profile = options.profile === undefined ? undefined : resolve(options.profile);
  if (profile !== undefined) mkdirSync(profile, { recursive: true });
  await using server = await startServer({
    version,
    home,
    environment: {
      PATH: pathStartingWith(await nodeFor(version)),
      XDG_CACHE_HOME: join(home, "cache"),
      SNAKEBRIDGE_ACTIVATION_OUTPUT: output,
      SNAKEBRIDGE_ACTIVATION_PROFILE: profile && join(profile, "activation-%.cpuprofile"),
    },
  });
  const fixtures = ["empty", "meter"].map((name) => packFixture(name, home));
  for (const vsix of [resolve(options.vsix ?? packedExtension()), ...fixtures]) server.installExtension(vsix);
  for (let number = 0; number < Number(options.windows); number++) {
    await using window = await Workbench.open(server, workspace, pictures);
    windows.push(await figuresOf(window, output));
  }
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** Sorted, with the median. */
function spread(of: (window: WindowFigures) => number): { readonly median: number; readonly all: number[] } {
  const all = windows.map((window) => Math.round(of(window) * 10) / 10).toSorted((one, other) => one - other);
  return { median: all[Math.floor(all.length / 2)] ?? Infinity, all };
}

const summary = (["snakebridge", "empty"] as const).map((name) => ({
  name,
  own: spread((window) => window[name].load.clock + window[name].activate.clock),
  processor: spread((window) => window[name].load.processor + window[name].activate.processor),
  load: spread((window) => window[name].load.clock),
  activate: spread((window) => window[name].activate.clock),
  counted: spread((window) => window[name].counted.load + window[name].counted.activate),
  finish: spread((window) => window[name].counted.finish),
}));
console.log(`VS Code ${version.vscode}, ${windows.length} windows, milliseconds, median (all)`);
for (const { name, own, processor, load, activate, counted, finish } of summary) {
  console.log(
    [
      `${name}:`,
      `  own code loading and activate  ${own.median} (${own.all.join(", ")})`,
      `    loading ${load.median}, activate ${activate.median}, processor time ${processor.median}`,
      `  as VS Code counts them         ${counted.median} (${counted.all.join(", ")})`,
      `    and until all extensions of the event are active ${finish.median}`,
    ].join("\n"),
  );
}
const median = summary[0]?.own.median ?? Infinity;
console.log(`Goal for our own: ${goal}; reached: ${median <= goal ? "yes" : "no"}`);
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ windows, summary })}\n`);
if (options.limit !== undefined && median > Number(options.limit)) process.exitCode = 1;
