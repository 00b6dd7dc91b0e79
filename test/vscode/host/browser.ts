/** Headless Chromium, as people's VS Code in the browser sees it. */
import { chromium, type Browser } from "playwright-core";
import { programOnPath } from "./fetch-code-server.ts";

/** Background services of the browser only produce refused connections on a machine without a way out. */
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

export async function launchBrowser(): Promise<Browser> {
  const named = process.env["SNAKEBRIDGE_CHROMIUM"];
  const program = named ?? programOnPath("chromium") ?? programOnPath("google-chrome");
  if (program === undefined) {
    throw new Error(
      "Chromium is needed: install your system's package, or name one in SNAKEBRIDGE_CHROMIUM.",
    );
  }
  return chromium.launch({ executablePath: program, headless: true, args: quiet });
}
