/** VS Code's window as a person uses it, for the scripts that look at it from outside. */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import type { RunningServer } from "./start-server.ts";

/** In CSS pixels. */
export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

export class Workbench implements AsyncDisposable {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #pictures: string;

  constructor(browser: Browser, page: Page, pictures: string) {
    this.#browser = browser;
    this.page = page;
    this.#pictures = pictures;
  }

  /** Opens the folder and waits for the workbench. */
  static async open(
    server: RunningServer,
    folder: string,
    pictures: string,
    size: WindowSize = { width: 1280, height: 800 },
  ): Promise<Workbench> {
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: size, deviceScaleFactor: 1 });
    const page = await context.newPage();
    const query = new URLSearchParams({ folder, payload: JSON.stringify([["skipWelcome", "true"]]) });
    await page.goto(`http://127.0.0.1:${server.port}/?${query.toString()}`);
    const workbench = new Workbench(browser, page, pictures);
    await page.locator(".monaco-workbench .part.statusbar").waitFor({ state: "attached", timeout: 60_000 });
    await page.locator(".explorer-viewlet, .monaco-list").first().waitFor({ timeout: 60_000 });
    return workbench;
  }

  /** Runs a command by the palette, as it is written there. */
  async command(title: string): Promise<void> {
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    const input = this.page.locator(".quick-input-widget input");
    for (let attempt = 1; ; attempt++) {
      try {
        await this.page.keyboard.press("F1");
        await input.waitFor({ timeout: 8_000 });
        await input.fill(`>${title}`);
        await row.click({ timeout: 4_000 });
        return;
      } catch (error) {
        // A palette that was opened before the extension was known doesn't learn of its commands, and a window that
        // has just opened may take its focus away again, which closes the palette.
        if (attempt === 10) throw error;
        await this.page.keyboard.press("Escape");
      }
    }
  }

  /** A notification that holds the text. */
  async notification(text: string | RegExp, timeout = 120_000): Promise<string> {
    const found = this.page.locator(".notification-list-item", { hasText: text }).first();
    await found.waitFor({ timeout });
    return found.innerText();
  }

  async pressButton(label: string): Promise<void> {
    await this.page
      .locator(".notification-list-item .monaco-button, .monaco-dialog-box .monaco-button", {
        hasText: label,
      })
      .first()
      .click();
  }

  /** Waits until the terminal shows the text; line breaks of a narrow panel don't count. */
  async terminalShows(text: string, timeout = 60_000): Promise<void> {
    await this.page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll(".terminal-wrapper .xterm-rows")].some((rows) =>
          rows.textContent.replaceAll(/\s/g, "").includes(wanted),
        ),
      text.replaceAll(/\s/g, ""),
      { timeout },
    );
  }

  /** Clicks as a person does, with the pointer first: VS Code keeps clicks off a widget that just appeared. */
  async click(selector: string, text: string): Promise<void> {
    const target = this.page.locator(selector, { hasText: text }).first();
    await target.waitFor();
    await target.hover({ force: true });
    await target.click();
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press("Control+p");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await input.fill(name);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
    await this.page.keyboard.press("Enter");
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
    await this.page.locator(".monaco-editor .view-lines").first().waitFor();
  }

  /** Puts the cursor at a line and column, counted from one. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press("Control+g");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
  }

  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(this.#pictures, `${name}.png`) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}
