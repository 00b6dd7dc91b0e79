/** Runs one suite in desktop VS Code, on machines that can download it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from "@vscode/test-electron";
import { chromium, type Browser, type Page } from "playwright-core";
import { cacheFolder } from "../../../scripts/test-environment.mjs";
import { startDriver, type SuiteResults } from "./driver.ts";
import { resultsOf, type SuiteRun } from "./run-options.ts";
import { run as runProgram } from "./cache.ts";

export async function runInElectron(run: SuiteRun): Promise<SuiteResults> {
  await using driver = await startDriver(run.pictures);
  const program = await downloadAndUnzipVSCode({
    version: run.version.vscode,
    cachePath: join(cacheFolder(), "vscode", "desktop"),
  });
  const user = join(run.home, "user");
  const extensions = join(run.home, "extensions");
  mkdirSync(join(user, "User"), { recursive: true });
  const settings = { "security.workspace.trust.enabled": false, "telemetry.telemetryLevel": "off" };
  writeFileSync(join(user, "User", "settings.json"), JSON.stringify({ ...settings, ...run.suite.settings }));
  const folders = [`--user-data-dir=${user}`, `--extensions-dir=${extensions}`];
  if (run.vsix !== undefined) {
    const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(program);
    if (cli === undefined) throw new Error("This VS Code has no command line.");
    runProgram(cli, [...args, ...folders, "--install-extension", run.vsix, "--force"], run.home);
  }
  const debugPort = await freePort();
  const connected = connect(debugPort, (page) => (driver.page = page));
  try {
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: [run.extension, ...run.fixtures],
      extensionTestsPath: run.entry,
      extensionTestsEnv: { ...run.environment, SNAKEBRIDGE_TEST_DRIVER: driver.address },
      launchArgs: [
        join(run.workspace, run.suite.workspaceFile ?? ""),
        ...folders,
        `--remote-debugging-port=${debugPort}`,
        "--no-sandbox",
      ],
    });
  } catch (error) {
    // A failed suite ends VS Code with an error, too; the results say more than its exit code.
    if (driver.results() === undefined) throw error;
  } finally {
    connected.stop();
  }
  return resultsOf(driver.results(), []);
}

/** Attaches to the window as soon as it answers on its debugging port. */
function connect(port: number, found: (page: Page) => void): { stop: () => void } {
  let browser: Browser | undefined;
  let stopped = false;
  const attempt = async (): Promise<void> => {
    try {
      browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      const pages = browser.contexts().flatMap((context) => context.pages());
      const workbench = pages.find((page) => page.url().includes("workbench"));
      if (workbench !== undefined) {
        found(workbench);
        return;
      }
    } catch {
      // Not listening yet.
    }
    if (!stopped) setTimeout(again, 250);
  };
  const again = (): void => {
    void attempt();
  };
  again();
  return {
    stop: () => {
      stopped = true;
      void browser?.close();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
