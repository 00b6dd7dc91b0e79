/** Runs one suite in VS Code Server, with headless Chromium as its window. */
import { join } from "node:path";
import { launchBrowser } from "./browser.ts";
import { startDriver, type SuiteResults } from "./driver.ts";
import { resultsOf, runDeadline, type SuiteRun } from "./run-options.ts";
import { startServer } from "./start-server.ts";

export async function runInCodeServer(run: SuiteRun): Promise<SuiteResults> {
  await using driver = await startDriver(run.pictures);
  await using server = await startServer({
    version: run.version,
    home: run.home,
    forSuites: true,
    settings: run.suite.settings ?? {},
    environment: { ...run.environment, SNAKEBRIDGE_TEST_DRIVER: driver.address },
  });
  if (run.vsix !== undefined) server.installExtension(run.vsix);
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    driver.page = page;
    const log: string[] = [];
    page.on("pageerror", (error) => log.push(`[window] ${error.message}`));
    const ended = Promise.withResolvers<undefined>();
    const deadline = setTimeout(() => {
      log.push(`No end after ${runDeadline / 1000} s.`);
      ended.resolve(undefined);
    }, runDeadline);
    // A window that is gone reports nothing more.
    browser.on("disconnected", () => {
      log.push("The browser ended.");
      ended.resolve(undefined);
    });
    page.on("crash", () => {
      log.push("The window crashed.");
      ended.resolve(undefined);
    });
    await page.exposeFunction("codeAutomationExit", () => {
      ended.resolve(undefined);
    });
    await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
      log.push(`[suite ${type}] ${args.map(String).join(" ").slice(0, 1_000)}`);
    });
    await page.goto(windowAddress(server.port, run), { waitUntil: "domcontentloaded" });
    await ended.promise;
    clearTimeout(deadline);
    return resultsOf(driver.results(), log);
  } finally {
    await browser.close();
  }
}

function windowAddress(port: number, run: SuiteRun): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [
    ...[run.extension, ...run.fixtures].map((path) => ["extensionDevelopmentPath", remote(path)]),
    ["extensionTestsPath", remote(run.entry)],
    ["skipWelcome", "true"],
  ];
  const { workspaceFile } = run.suite;
  const opened: Record<string, string> =
    workspaceFile === undefined
      ? { folder: run.workspace }
      : { workspace: join(run.workspace, workspaceFile) };
  const query = new URLSearchParams({ ...opened, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}
