/**
 * How long the packed extension takes to activate, as VS Code itself measures it (code loading and `activate`), over
 * several windows with a TypeScript file in a folder that does not use SnakeBridge.
 *
 *   node test/vscode/activation.ts [--vsix FILE] [--vscode floor|newest] [--windows 10] [--limit MILLISECONDS] [--json FILE]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
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
  },
});

/** Milliseconds: what code loading and `activate` together may take. */
const goal = 30;

/** Milliseconds, from the row of our extension in *Show Running Extensions*. */
async function activationTime(window: Workbench): Promise<number> {
  await window.click(".explorer-folders-view .monaco-list-row", "sum.ts");
  await window.page.locator(".tab.active", { hasText: "sum.ts" }).waitFor();
  await window.command("Developer: Show Running Extensions");
  const row = window.page.locator(".runtime-extensions-editor .monaco-list-row", { hasText: "SnakeBridge" });
  await row.locator(".activation-time", { hasText: /\d+\s*ms/ }).waitFor();
  const text = await row.locator(".activation-time").innerText();
  return Number(/(\d+)\s*ms/.exec(text)?.[1]);
}

const version = hostVersion(options.vscode);
const home = mkdtempSync(join(tmpdir(), "snakebridge-activation-"));
const times: number[] = [];
try {
  const workspace = prepareWorkspace(suiteNamed("unrelated"), home);
  const pictures = join(home, "pictures");
  mkdirSync(pictures);
  await using server = await startServer({
    version,
    home,
    environment: { PATH: pathStartingWith(await nodeFor(version)), XDG_CACHE_HOME: join(home, "cache") },
  });
  server.installExtension(resolve(options.vsix ?? packedExtension()));
  for (let number = 0; number < Number(options.windows); number++) {
    await using window = await Workbench.open(server, workspace, pictures);
    times.push(await activationTime(window));
  }
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
const sorted = times.toSorted((one, other) => one - other);
const median = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
console.log(
  `VS Code ${version.vscode}: activation as it says itself ${sorted.join(", ")} ms; median ${median} ms, goal ${goal} ms`,
);
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ times, median })}\n`);
if (options.limit !== undefined && median > Number(options.limit)) process.exitCode = 1;
