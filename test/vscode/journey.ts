/**
 * Journey 1 against the clock: an empty folder, empty caches of pip, uv and npm, from the install of the `.vsix` to the
 * JSON that Python printed, with the clicks of a person.
 *
 *   node test/vscode/journey.ts [--vsix FILE] [--vscode floor|newest]... [--json FILE] [--limit SECONDS]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { codeServerFolder, nodeFor, pathStartingWith } from "./host/fetch-code-server.ts";
import { packedExtension } from "./host/packed-extension.ts";
import { startServer } from "./host/start-server.ts";
import { hostVersion, hostVersions, type HostVersion } from "./host/versions.ts";
import { Workbench } from "./host/workbench.ts";

const { values: options } = parseArgs({
  options: {
    vsix: { type: "string" },
    vscode: { type: "string", multiple: true },
    json: { type: "string" },
    pictures: { type: "string" },
    limit: { type: "string", default: "120" },
  },
});

interface Journey {
  readonly vscode: string;
  readonly node: number;
  /** Seconds since the start, by what had been reached. */
  readonly steps: Readonly<Record<string, number>>;
}

async function travel(version: HostVersion, vsix: string): Promise<Journey> {
  const home = mkdtempSync(join(tmpdir(), "snakebridge-journey-"));
  const workspace = join(home, "my-project");
  const pictures = resolve(options.pictures ?? join(home, "pictures"));
  mkdirSync(workspace);
  mkdirSync(pictures, { recursive: true });
  // Fetching VS Code itself is not part of the journey.
  await codeServerFolder(version);
  const steps: Record<string, number> = {};
  try {
    const environment = {
      PATH: pathStartingWith(await nodeFor(version)),
      XDG_CACHE_HOME: join(home, "cache"),
      UV_CACHE_DIR: join(home, "cache", "uv"),
      PIP_CACHE_DIR: join(home, "cache", "pip"),
      npm_config_cache: join(home, "cache", "npm"),
      PYTHONDONTWRITEBYTECODE: undefined,
    };
    await using server = await startServer({ version, home, environment });
    const started = performance.now();
    const reached = (what: string): void => {
      steps[what] = Math.round((performance.now() - started) / 10) / 100;
    };
    server.installExtension(vsix);
    reached("extension installed");
    await using window = await Workbench.open(server, workspace, pictures);
    reached("window open");
    try {
      await walk(window, version, reached);
    } catch (error) {
      await window.picture(`journey-${version.name}-failed`);
      throw error;
    }
    return { vscode: version.vscode, node: version.node, steps };
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What the user does, from the palette to the terminal. */
async function walk(window: Workbench, version: HostVersion, reached: (what: string) => void): Promise<void> {
  await window.command("SnakeBridge: Set Up Python Environment");
  await window.notification("Setting up Python");
  await window.picture(`journey-${version.name}-1-progress`);
  const ready = await window.notification(/Python [\d.]+ is ready\./);
  reached("environment ready");
  console.log(ready.replaceAll("\n", " "));
  await window.picture(`journey-${version.name}-2-ready`);
  await window.pressButton("Create First Program");
  await window.page.locator(".tab.active", { hasText: "first.ts" }).waitFor();
  await window.page.locator(".monaco-editor .view-line", { hasText: "dumps" }).first().waitFor();
  reached("program written");
  await window.command("SnakeBridge: Run File");
  if (version.node === 20) {
    await window.pressButton("Save as .mjs and Run");
  }
  await window.terminalShows('{"hello": "Python"}');
  reached("JSON printed");
  await window.picture(`journey-${version.name}-3-printed`);
}

const vsix = resolve(options.vsix ?? packedExtension());
const versions = options.vscode?.map(hostVersion) ?? hostVersions;
const journeys: Journey[] = [];
for (const version of versions) {
  const journey = await travel(version, vsix);
  journeys.push(journey);
  console.log(`VS Code ${journey.vscode}, Node ${journey.node}:`, journey.steps);
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(journeys, undefined, 2)}\n`);
const limit = Number(options.limit);
const late = journeys.filter(({ steps }) => (steps["JSON printed"] ?? Infinity) > limit);
console.log(`${journeys.length - late.length} passed, ${late.length} failed`);
process.exitCode = late.length > 0 ? 1 : 0;
