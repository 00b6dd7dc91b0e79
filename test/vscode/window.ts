/** The window as a test uses it: keys, clicks and what a person can read, through the driver outside. */
import type { DriverRequest, TestResult } from "./host/driver.ts";

async function ask(request: DriverRequest): Promise<unknown> {
  const address = process.env["SNAKEBRIDGE_TEST_DRIVER"];
  if (address === undefined)
    throw new Error("SNAKEBRIDGE_TEST_DRIVER is not set: no host drives this window.");
  const response = await fetch(address, { method: "POST", body: JSON.stringify(request) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${request.action}: ${text}`);
  return JSON.parse(text);
}

/**
 * Types with real key events.
 * @param delay milliseconds between two keys; as of a quick typist where it is not said, 0 for keys that overtake every answer
 */
export async function type(text: string, delay?: number): Promise<void> {
  await ask(delay === undefined ? { action: "type", text } : { action: "type", text, delay });
}

/** Presses one key or chord, named as Playwright names them: `Enter`, `Control+Space`. */
export async function press(key: string): Promise<void> {
  await ask({ action: "press", key });
}

/** Presses the key that opens an input at the top, and waits until what is typed goes there. */
export async function openInput(key: string): Promise<void> {
  await press(key);
  await eventually(
    `the input that ${key} opens, with the focus`,
    async () => (await visibleText(".quick-input-widget input:focus")).length > 0 || undefined,
  );
}

/** The text of every visible element that the selector matches. */
export const visibleText = async (selector: string): Promise<string[]> =>
  (await ask({ action: "text", selector })) as string[];

/** Text and CSS class of each element: how a piece of text is coloured. */
export const styledText = async (selector: string): Promise<{ text: string; style: string }[]> =>
  (await ask({ action: "styled", selector })) as { text: string; style: string }[];

/** Moves the pointer there and leaves it. */
export async function hover(selector: string, text?: string): Promise<void> {
  await ask(text === undefined ? { action: "hover", selector } : { action: "hover", selector, text });
}

export async function click(selector: string, text?: string): Promise<void> {
  await ask(text === undefined ? { action: "click", selector } : { action: "click", selector, text });
}

export async function screenshot(name: string): Promise<void> {
  await ask({ action: "screenshot", name });
}

/** Tells the host outside how a test ended; without a result, that all have. */
export async function report(vscode: string, result?: TestResult): Promise<void> {
  await ask(result === undefined ? { action: "end" } : { action: "result", vscode, result });
}

/**
 * Asks again until the answer is there, and fails with what was wanted and what was last seen.
 * @param probe returns the answer, or undefined while it is not there
 * @param deadline milliseconds; a busy machine takes tens of seconds for what is there at once on an idle one
 * @param pause milliseconds between two questions
 */
export async function eventually<T>(
  wanted: string,
  probe: () => Promise<T | undefined> | T | undefined,
  deadline = 60_000,
  pause = 50,
): Promise<T> {
  const end = Date.now() + deadline;
  let problem: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > end) {
      throw new Error(`Not seen within ${deadline / 1000} s: ${wanted}.`, { cause: problem });
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
