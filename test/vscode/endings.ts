/**
 * However a window ends, no process of ours outlives it: the window is reloaded, the server restarted, server and extension
 * host killed, each while Python describes a module.
 *
 *   node test/vscode/endings.ts [--vsix FILE] [--vscode floor|newest]... [--json FILE]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { nodeFor, pathStartingWith } from "./host/fetch-code-server.ts";
import { packedExtension } from "./host/packed-extension.ts";
import { startServer, type RunningServer } from "./host/start-server.ts";
import { suiteNamed } from "./host/suites.ts";
import { hostVersion, hostVersions, type HostVersion } from "./host/versions.ts";
import { Workbench } from "./host/workbench.ts";
import { prepareWorkspace } from "./host/workspace.ts";
import { descendants, isAlive, isLanguageServer, isPython, type RunningProcess } from "./processes.ts";
import { eventually } from "./window.ts";

const { values: options } = parseArgs({
  options: {
    vsix: { type: "string" },
    vscode: { type: "string", multiple: true },
    json: { type: "string" },
  },
});

/** A module that is never done with being imported keeps its worker. */
const slow = "import time\n\ntime.sleep(600)\n";
const program = 'import { python } from "snakebridge";\n\npython.module("slow_module");\n';

const endings: Readonly<
  Record<string, (window: Workbench, ours: readonly RunningProcess[]) => Promise<void>>
> = {
  "the window is reloaded": async (window) => {
    await window.command("Developer: Reload Window");
  },
  "its server is restarted": async (window) => {
    await window.command("SnakeBridge: Restart Server");
  },
  "the extension host crashes": (_window, ours) => {
    const server = ours.find(isLanguageServer);
    if (server !== undefined) process.kill(server.parent, "SIGKILL");
    return Promise.resolve();
  },
  "the language server crashes": (_window, ours) => {
    const server = ours.find(isLanguageServer);
    if (server !== undefined) process.kill(server.pid, "SIGKILL");
    return Promise.resolve();
  },
};

const isOurs = (one: RunningProcess): boolean => isLanguageServer(one) || isPython(one);

async function checkEnding(
  name: string,
  end: (typeof endings)[string],
  server: RunningServer,
  workspace: string,
  pictures: string,
): Promise<void> {
  await using window = await Workbench.open(server, workspace, pictures);
  await window.openFile("waiting.ts");
  const ours = await eventually(
    "the language server and its worker",
    () => {
      const found = descendants(server.pid).filter(isOurs);
      return found.some(isLanguageServer) && found.some(isPython) ? found : undefined;
    },
    60_000,
  );
  await end(window, ours);
  await eventually(
    `the end of what ran when ${name}`,
    () => {
      const left = ours.filter(isAlive).map(({ command }) => command.join(" ").slice(0, 200));
      if (left.length > 0) throw new Error(left.join("\n"));
      return true;
    },
    60_000,
  );
}

/** Each ending has a VS Code of its own: a closed window's extension host stays for a while and would be taken for this one. */
async function checkAlone(
  name: string,
  end: (typeof endings)[string],
  version: HostVersion,
  vsix: string,
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "snakebridge-endings-"));
  try {
    const workspace = prepareWorkspace(suiteNamed("editing"), home);
    writeFileSync(join(workspace, "slow_module.py"), slow);
    writeFileSync(join(workspace, "waiting.ts"), program);
    const pictures = join(home, "pictures");
    mkdirSync(pictures);
    await using server = await startServer({
      version,
      home,
      environment: {
        PATH: pathStartingWith(await nodeFor(version)),
        XDG_CACHE_HOME: join(home, "cache"),
        PYTHONPATH: workspace,
      },
    });
    server.installExtension(vsix);
    await checkEnding(name, end, server, workspace, pictures);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function checkVersion(version: HostVersion, vsix: string): Promise<string[]> {
  const failures: string[] = [];
  for (const [name, end] of Object.entries(endings)) {
    try {
      await checkAlone(name, end, version, vsix);
      console.log(`  ok no process is left when ${name}`);
    } catch (error) {
      failures.push(name);
      console.error(`  FAILED ${name}:`, error);
    }
  }
  return failures;
}

const vsix = resolve(options.vsix ?? packedExtension());
let failed = 0;
let passed = 0;
for (const version of options.vscode?.map(hostVersion) ?? hostVersions) {
  console.log(`Endings in VS Code ${version.vscode}`);
  const failures = await checkVersion(version, vsix);
  failed += failures.length;
  passed += Object.keys(endings).length - failures.length;
}
if (options.json !== undefined) {
  const stats = { passes: passed, failures: failed, pending: 0 };
  writeFileSync(options.json, `${JSON.stringify({ stats })}\n`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
