/**
 * The pictures of the walkthrough, in VS Code's dark and light theme. They ship with the extension, so they are taken anew by hand when what
 * they show has changed. Needs ImageMagick beside Chromium.
 *
 *   node test/vscode/walkthrough-pictures.ts [--vsix FILE] [--to FOLDER]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { packedExtension } from "./host/packed-extension.ts";
import { playScene, type Scene } from "./host/scene.ts";
import { hostVersion } from "./host/versions.ts";
import type { Workbench } from "./host/workbench.ts";

const { values: options } = parseArgs({
  options: {
    vsix: { type: "string" },
    to: { type: "string", default: "client/media/walkthrough" },
  },
});

const themes = { dark: "Default Dark Modern", light: "Default Light Modern" };

/** Small, so that the text can be read beside the steps. */
const size = { width: 640, height: 400 };

/** Nothing but what a step is about. */
const settings = {
  "workbench.activityBar.location": "hidden",
  "workbench.statusBar.visible": false,
  "workbench.layoutControl.enabled": false,
  "editor.minimap.enabled": false,
  "breadcrumbs.enabled": false,
  "editor.lineNumbers": "off",
  "editor.folding": false,
  "files.exclude": { vendor: true, "package-lock.json": true },
};

/** From an empty folder to typed wrappers, step by step. */
async function play(window: Workbench, theme: string): Promise<void> {
  const { page } = window;
  await window.command("SnakeBridge: Set Up Python Environment");
  await window.notification(/Python [\d.]+ is ready\./);
  await window.picture(`set-up-${theme}`);

  await window.pressButton("Create First Program");
  await page.locator(".tab.active", { hasText: "first.ts" }).waitFor();
  await page.locator(".codelens-decoration", { hasText: "typed wrapper" }).waitFor();
  await window.command("View: Close Primary Side Bar");
  await window.goTo(7, 1);
  await page.keyboard.type("json.", { delay: 40 });
  await page
    .locator(".suggest-widget.visible .monaco-list-row:has(.codicon-symbol-function)", { hasText: "dumps" })
    .waitFor();
  await window.picture(`program-${theme}`);
  await page.keyboard.press("Escape");
  for (let each = 0; each < "json.".length; each++) await page.keyboard.press("Backspace");

  await window.command("SnakeBridge: Run File");
  await window.terminalShows('{"hello": "Python"}');
  await window.picture(`run-${theme}`);
  await window.command("View: Hide Panel");

  await window.command("SnakeBridge: Discover Module");
  await page.locator(".quick-input-title", { hasText: "Discover Module" }).waitFor();
  await page.keyboard.type("textwrap");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "textwrap" }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".sidebar .monaco-list-row", { hasText: "shorten" }).waitFor();
  await window.command("Notifications: Clear All Notifications");
  await widenSideBar(page, 160);
  await window.picture(`discover-${theme}`);

  await window.command("View: Close Primary Side Bar");
  await page.locator(".monaco-editor .view-lines").first().click();
  await window.goTo(3, 30);
  await page.locator(".codicon-light-bulb, .codicon-gutter-lightbulb").first().waitFor();
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget .monaco-list-row", { hasText: "typed wrapper" }).first().hover();
  await window.picture(`wrapper-${theme}`);
}

/** Drags the edge between the side bar and the editor. */
async function widenSideBar(page: Page, pixels: number): Promise<void> {
  const side = await page.locator(".part.sidebar").boundingBox();
  if (side === null) throw new Error("The side bar is not shown.");
  const [x, y] = [side.x + side.width + 1, side.y + side.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + pixels, y, { steps: 5 });
  await page.mouse.up();
  // Away from the edge, which is coloured under the pointer.
  await page.mouse.move(side.x + side.width / 2, y, { steps: 5 });
  await page.waitForFunction(() => document.querySelector(".monaco-sash:is(.hover, .active)") === null);
}

/** Few colours make a small file, and nobody sees the difference in a window of VS Code. */
function makeSmall(file: string): void {
  const { status, stderr, error } = spawnSync("convert", [file, "+dither", "-colors", "64", `PNG8:${file}`], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`ImageMagick's convert is needed: ${error?.message ?? stderr}`);
}

const vsix = resolve(options.vsix ?? packedExtension());
const pictures = resolve(options.to);
mkdirSync(pictures, { recursive: true });
for (const [theme, name] of Object.entries(themes)) {
  const scene: Scene = {
    name: `walkthrough-${theme}`,
    workspace: "empty",
    settings: { ...settings, "workbench.colorTheme": name },
    play: (window) => play(window, theme),
  };
  // The system's Python, whose path says nothing of this machine.
  await playScene(scene, { vsix, pictures, version: hostVersion("newest"), size, path: "/usr/bin:/bin" });
  console.log(`ok ${theme}`);
}
for (const name of readdirSync(pictures).filter((file) => file.endsWith(".png")))
  makeSmall(join(pictures, name));
console.log(`Pictures in ${pictures}`);
