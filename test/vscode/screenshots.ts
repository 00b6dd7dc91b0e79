/**
 * Pictures of each journey, for a person to look at.
 *
 *   node test/vscode/screenshots.ts [--vsix FILE] [--vscode floor|newest] [--only NAME] [--to FOLDER]
 */
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { packedExtension } from "./host/packed-extension.ts";
import { playScene, type Scene } from "./host/scene.ts";
import { hostVersion } from "./host/versions.ts";

const { values: options } = parseArgs({
  options: {
    vsix: { type: "string" },
    vscode: { type: "string", default: "newest" },
    only: { type: "string" },
    to: { type: "string", default: ".cache/screenshots" },
  },
});

const program = `import { python, kw } from "snakebridge";

const json = python.module("json");
const textwrap = python.module("textwrap");

const text = await json.dumps({ b: 1, a: [2, 3] }, kw({ sort_keys: true }));
console.log(text);

`;

const suggestions = ".suggest-widget.visible .monaco-list-row";

const scenes: readonly Scene[] = [
  {
    name: "start",
    workspace: "unrelated",
    play: async (window) => {
      await window.command("Welcome: Open Walkthrough");
      const pick = window.page.locator(".quick-input-list .monaco-list-row", {
        hasText: "Use Python libraries",
      });
      await pick.first().click();
      await window.page.locator(".gettingStartedContainer", { hasText: "Set up Python" }).first().waitFor();
      await window.command("View: Toggle Primary Side Bar Visibility");
      const shown = window.page.locator(
        ".getting-started-media img:visible, img.getting-started-media:visible",
      );
      await shown.first().waitFor();
      await window.picture("start-1-walkthrough");
      await window.command("SnakeBridge: Focus on Modules View");
      await window.page.locator(".welcome-view-content", { hasText: "does not use SnakeBridge" }).waitFor();
      await window.picture("start-2-welcome");
    },
  },
  {
    name: "set-up",
    workspace: "empty",
    play: async (window) => {
      await window.command("SnakeBridge: Set Up Python Environment Step by Step");
      await window.page.locator(".quick-input-title", { hasText: "Set Up Python Environment" }).waitFor();
      await window.page.locator(".quick-input-list .monaco-list-row").nth(1).waitFor();
      await window.picture("set-up-1-interpreter");
      await window.page.keyboard.press("Enter");
      await window.page.locator(".quick-input-message", { hasText: "Folder of the environment" }).waitFor();
      await window.picture("set-up-2-folder");
      await window.page.keyboard.press("Enter");
      await window.page.locator(".quick-input-message", { hasText: "Python packages" }).waitFor();
      await window.page.keyboard.type("attrs");
      await window.picture("set-up-3-packages");
      await window.page.keyboard.press("Enter");
      await window.notification(/Setting up Python: (Making|Installing)/);
      await window.picture("set-up-4-progress");
      await window.notification(/Python [\d.]+ is ready\./);
      await window.picture("set-up-5-ready");
      await window.pressButton("Create First Program");
      await window.page.locator(".tab.active", { hasText: "first.ts" }).waitFor();
      await window.command("SnakeBridge: Run File");
      await window.terminalShows('{"hello": "Python"}');
      await window.picture("set-up-6-printed");
    },
  },
  {
    name: "discover",
    workspace: "program",
    files: { "work.ts": program },
    play: async (window) => {
      await window.openFile("work.ts");
      await window.command("SnakeBridge: Discover Module");
      await window.page.locator(".quick-input-list .monaco-list-row").nth(3).waitFor();
      await window.picture("discover-1-list");
      await window.page.keyboard.type("stat");
      await window.page.locator(".quick-input-list .monaco-list-row", { hasText: "statistics" }).waitFor();
      await window.picture("discover-2-filtered");
      await window.page.keyboard.press("Escape");
      await window.command("SnakeBridge: Discover Module");
      await window.page.keyboard.type("fractions");
      await window.page
        .locator(".quick-input-list .monaco-list-row", { hasText: "fractions" })
        .first()
        .waitFor();
      await window.page.keyboard.press("Enter");
      const row = window.page.locator(".sidebar .monaco-list-row", { hasText: "Fraction" }).nth(1);
      await row.waitFor();
      await row.hover();
      await window.picture("discover-3-view");
    },
  },
  {
    name: "write",
    workspace: "program",
    files: { "work.ts": program },
    play: async (window) => {
      const { page } = window;
      await window.openFile("work.ts");
      await window.goTo(9, 1);
      await page.keyboard.type("json.", { delay: 40 });
      // VS Code itself offers the words of the file while nobody else has an answer.
      await page.locator(`${suggestions}:has(.codicon-symbol-function)`, { hasText: "dumps" }).waitFor();
      await page.keyboard.press("Control+Space");
      await page.locator(".suggest-details").first().waitFor();
      await window.picture("write-1-completion");
      await page.keyboard.type("dumps(", { delay: 40 });
      await page.locator(".parameter-hints-widget.visible").waitFor();
      await window.picture("write-2-signature");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Shift+K");
      await window.goTo(6, 26);
      await window.command("Show or Focus Hover");
      await page.locator(".monaco-hover:not(.hidden)", { hasText: "dumps" }).first().waitFor();
      await window.picture("write-3-hover");
      await page.keyboard.press("Escape");
      await window.goTo(9, 1);
      await page.keyboard.type("await textwrap.shorten(", { delay: 40 });
      await page
        .locator(".ghost-text, .ghost-text-decoration, .inline-completion-text-to-replace")
        .first()
        .waitFor({ timeout: 10_000 });
      await window.picture("write-4-ghost-text");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Shift+K");
      await page.keyboard.type("\njson.dmups(1);", { delay: 40 });
      await page.keyboard.press("Escape");
      await page.locator(".squiggly-error, .squiggly-warning").first().waitFor();
      await window.command("Go to Next Problem (Error, Warning, Info)");
      await page.locator(".zone-widget", { hasText: "dmups" }).waitFor();
      await window.picture("write-5-problem");
      await page.keyboard.press("Control+.");
      await page.locator(".action-widget .monaco-list-row", { hasText: "dumps" }).first().waitFor();
      await window.picture("write-6-quick-fix");
    },
  },
  {
    name: "typed",
    workspace: "program",
    files: { "work.ts": program },
    play: async (window) => {
      const { page } = window;
      await window.openFile("work.ts");
      await window.goTo(3, 30);
      await page.locator(".codicon-light-bulb, .codicon-gutter-lightbulb").first().waitFor();
      await page.keyboard.press("Control+.");
      await page.locator(".action-widget .monaco-list-row", { hasText: "typed wrapper" }).first().waitFor();
      await window.picture("typed-1-lightbulb");
      await window.click(".action-widget .monaco-list-row", "typed wrapper");
      await page.locator(".view-line", { hasText: "src/python/json" }).first().waitFor();
      await window.picture("typed-2-rewritten");
      await window.goTo(6, 26);
      await window.command("Show or Focus Hover");
      await page.locator(".monaco-hover:not(.hidden)", { hasText: "dumps" }).first().waitFor();
      await window.picture("typed-3-hover");
    },
  },
  {
    name: "understand",
    workspace: "program",
    files: { "work.ts": program },
    play: async (window) => {
      const { page } = window;
      await window.openFile("work.ts");
      const status = page.locator('[id="status.languageStatus"]');
      await status.waitFor();
      await page.locator(".codelens-decoration", { hasText: "typed wrapper" }).first().waitFor();
      await status.hover();
      await page.locator(".hover-language-status", { hasText: "Python 3" }).first().waitFor();
      await window.picture("understand-1-status");
      await window.command("SnakeBridge: Select Interpreter");
      await page.locator(".quick-input-list .monaco-list-row").nth(3).waitFor();
      await window.picture("understand-2-interpreters");
      await page.keyboard.press("Escape");
      await window.command("SnakeBridge: Doctor");
      await page.locator(".tab.active", { hasText: "doctor" }).waitFor();
      await window.picture("understand-3-doctor");
    },
  },
  {
    name: "untrusted",
    workspace: "program",
    settings: {
      "security.workspace.trust.enabled": true,
      "security.workspace.trust.startupPrompt": "never",
      "security.workspace.trust.banner": "never",
    },
    play: async (window) => {
      await window.openFile("main.ts");
      await window.command("SnakeBridge: Focus on Modules View");
      await window.page.locator(".welcome-view-content", { hasText: "not trusted" }).waitFor();
      await window.picture("untrusted-1-view");
    },
  },
];

const vsix = resolve(options.vsix ?? packedExtension());
const pictures = resolve(options.to);
const version = hostVersion(options.vscode);
mkdirSync(pictures, { recursive: true });
let failed = 0;
const wanted = scenes.filter((scene) => options.only === undefined || scene.name === options.only);
for (const scene of wanted) {
  try {
    await playScene(scene, { vsix, pictures, version });
    console.log(`ok ${scene.name}`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED ${scene.name}:`, error);
  }
}
console.log(`Pictures in ${pictures}\n${wanted.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
