/** The menu of the lightbulb, as a person opens it. */
import { click, eventually, press, visibleText } from "./window.ts";

const rows = ".action-widget .monaco-list-row";

/** Opens the menu at the cursor and gives its rows once one of them is as wanted. */
export async function lightbulb(wanted: RegExp): Promise<string[]> {
  return eventually(
    `${wanted.source} in the lightbulb's menu`,
    async () => {
      const shown = await visibleText(rows);
      if (shown.some((row) => wanted.test(row))) return shown;
      // What is offered follows what is wrong, which is known a moment after the text.
      if (shown.length > 0) await press("Escape");
      await press("Control+.");
      return undefined;
    },
    30_000,
    500,
  );
}

export async function chooseFix(title: RegExp): Promise<void> {
  const shown = await lightbulb(title);
  const text = shown.find((row) => title.test(row)) ?? "";
  await click(rows, text);
}
