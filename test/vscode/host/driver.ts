/**
 * What a test inside the extension host can ask of the window around it: real key events, clicks, the text that a
 * person would see, a picture. It asks over a loopback connection, so both hosts (Chromium with VS Code Server, and
 * desktop VS Code over the DevTools protocol) serve the same suite.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Page } from "playwright-core";

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
  | { action: "results"; results: SuiteResults };

export interface TestResult {
  readonly title: string;
  readonly state: "passed" | "failed" | "pending";
  readonly milliseconds: number;
  readonly error?: string;
}

export interface SuiteResults {
  readonly vscode: string;
  readonly tests: readonly TestResult[];
}

export interface Driver extends AsyncDisposable {
  /** Address with its secret, for the environment of the extension host. */
  readonly address: string;
  /** The window to drive; set once it is open. */
  page: Page | undefined;
  results: SuiteResults | undefined;
}

/** @param pictures folder for screenshots */
export async function startDriver(pictures: string): Promise<Driver> {
  const secret = randomUUID();
  const driver: { page: Page | undefined; results: SuiteResults | undefined } = {
    page: undefined,
    results: undefined,
  };
  const server = createServer((request, response) => {
    answer(request)
      .then((value) => response.writeHead(200).end(JSON.stringify(value ?? null)))
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    if (request.url !== `/${secret}`) throw new Error("This driver belongs to another run.");
    const body = JSON.parse(await textOf(request)) as DriverRequest;
    if (body.action === "results") {
      driver.results = body.results;
      return null;
    }
    if (driver.page === undefined) throw new Error("The window is not open yet.");
    return perform(driver.page, body, pictures);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(driver, {
    address: `http://127.0.0.1:${port}/${secret}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

async function perform(
  page: Page,
  request: Exclude<DriverRequest, { action: "results" }>,
  pictures: string,
): Promise<unknown> {
  switch (request.action) {
    case "type":
      return page.keyboard.type(request.text, { delay: request.delay ?? 30 });
    case "press":
      return page.keyboard.press(request.key);
    case "text":
      return page.locator(request.selector).filter({ visible: true }).allInnerTexts();
    case "styled":
      return page
        .locator(request.selector)
        .evaluateAll((all) =>
          all.map((one) => ({ text: one.textContent, style: one.getAttribute("class") ?? "" })),
        );
    case "click":
      return matching(page, request).click({ timeout: 5_000 });
    case "hover":
      return matching(page, request).hover({ timeout: 5_000 });
    case "screenshot":
      await page.screenshot({ path: join(pictures, `${request.name}.png`) });
      return null;
  }
}

function matching(page: Page, request: { selector: string; text?: string }): ReturnType<Page["locator"]> {
  const all = page.locator(request.selector).filter({ visible: true });
  return (request.text === undefined ? all : all.filter({ hasText: request.text })).first();
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  request.setEncoding("utf8");
  for await (const chunk of request) text += chunk as string;
  return text;
}
