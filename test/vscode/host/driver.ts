/**
 * What a test inside the extension host can ask of the window around it: real key events, clicks, the text that a
 * person would see, a picture. It asks over a loopback connection, so both hosts (Chromium with VS Code Server, and
 * desktop VS Code over the DevTools protocol) serve the same suite.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";

/** A request of the suite; `docs/editor.md` lists them for whoever writes a test. */
export type DriverRequest =
  | { action: "type"; text: string; delay?: number }
  | { action: "press"; key: string }
  /** The visible text of every element that the selector matches. */
  | { action: "text"; selector: string }
  /** Text and class of every element that the selector matches: how a piece of text is coloured. */
  | { action: "styled"; selector: string }
  /** Clicks the first match that is visible. */
  | { action: "click"; selector: string; text?: string }
  | { action: "hover"; selector: string; text?: string }
  | { action: "screenshot"; name: string }
  /** One test has ended. */
  | { action: "result"; vscode: string; result: TestResult }
  /** All have. */
  | { action: "end" };

export interface TestResult {
  readonly title: string;
  readonly state: "passed" | "failed" | "pending";
  readonly milliseconds: number;
  readonly error?: string;
  /** Gestures that came to nothing at first and were made once more. */
  readonly repetitions?: readonly string[];
}

export interface SuiteResults {
  /** The version that the extension host itself names. */
  readonly vscode: string;
  readonly tests: readonly TestResult[];
  /** False where the suite hung or died before its last test. */
  readonly complete: boolean;
}

export interface Driver extends AsyncDisposable {
  /** Address with its secret, for the environment of the extension host. */
  readonly address: string;
  /** The window to drive; set once it is open. */
  page: Page | undefined;
  /** What has been reported so far; undefined where nothing was. */
  readonly results: () => SuiteResults | undefined;
}

/** @param pictures folder for screenshots */
export async function startDriver(pictures: string): Promise<Driver> {
  const secret = randomUUID();
  const driver: { page: Page | undefined } = { page: undefined };
  const tests: TestResult[] = [];
  let vscode: string | undefined;
  let complete = false;
  const server = createServer((request, response) => {
    answer(request)
      .then((value) => response.writeHead(200).end(JSON.stringify(value ?? null)))
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    if (request.url !== `/${secret}`) throw new Error("This driver belongs to another run.");
    const body = JSON.parse(await textOf(request)) as DriverRequest;
    if (body.action === "end") {
      complete = true;
      return null;
    }
    if (body.action === "result") {
      vscode = body.vscode;
      tests.push(body.result);
      return null;
    }
    if (driver.page === undefined) throw new Error("The window is not open yet.");
    return perform(driver.page, body, pictures);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(driver, {
    address: `http://127.0.0.1:${port}/${secret}`,
    results: () => (vscode === undefined ? undefined : { vscode, tests, complete }),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

async function perform(
  page: Page,
  request: Exclude<DriverRequest, { action: "result" | "end" }>,
  pictures: string,
): Promise<unknown> {
  switch (request.action) {
    case "type":
      return page.keyboard.type(request.text, { delay: request.delay ?? 30 });
    case "press":
      return page.keyboard.press(request.key);
    case "text":
      return visibleTexts(page, request.selector);
    case "styled":
      return page
        .locator(request.selector)
        .evaluateAll((all) =>
          all.map((one) => ({ text: one.textContent, style: one.getAttribute("class") ?? "" })),
        );
    case "click":
      // A person's pointer arrives before it clicks: VS Code shows the actions of a row only under it.
      await pointAt(matching(page, request));
      return matching(page, request).click({ timeout: 5_000 });
    case "hover":
      return pointAt(matching(page, request));
    case "screenshot":
      await page.screenshot({
        path: join(pictures, `${request.name.replaceAll(/[^\w.-]+/g, "-").slice(0, 100)}.png`),
      });
      return null;
  }
}

/** Moves the pointer there. VS Code keeps it off a widget that was just opened until it has moved over it, hence by force. */
async function pointAt(target: Locator): Promise<void> {
  await target.waitFor({ timeout: 5_000 });
  await target.hover({ force: true, timeout: 5_000 });
}

/** Without the line breaks that inner boxes would add, and with plain spaces. */
async function visibleTexts(page: Page, selector: string): Promise<string[]> {
  const texts = await page.locator(selector).filter({ visible: true }).allTextContents();
  return texts.map((text) => text.replaceAll("\u00a0", " "));
}

function matching(page: Page, request: { selector: string; text?: string }): Locator {
  const all = page.locator(request.selector).filter({ visible: true });
  return (request.text === undefined ? all : all.filter({ hasText: request.text })).first();
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  request.setEncoding("utf8");
  for await (const chunk of request) text += chunk as string;
  return text;
}
