/** The menu of the lightbulb, as a person opens it. */
import { click, eventually, press, visibleText } from "./window.ts";

const rows = ".action-widget .monaco-list-row";

/** Opens the menu at the cursor and gives its rows once one of them is as wanted. */
export async function lightbulb(wanted: RegExp): Promise<string[]> {
  return eventually(
    `${wanted.source} in the lightbulb's menu`,
    async () => {
      // What is offered follows what is wrong, which is known a moment after the text.
      const shown = await openMenu();
      return shown.some((row) => wanted.test(row)) ? shown : undefined;
    },
    30_000,
    500,
  );
}

/** The rows; none where VS Code says so. The key must not come twice: in an open menu it chooses the first row. */
async function openMenu(): Promise<string[]> {
  await press("Escape");
  await press("Control+.");
  return eventually("the menu or the message that there is nothing", async () => {
    const shown = await visibleText(rows);
    if (shown.length > 0) return shown;
    return (await visibleText(".monaco-editor-overlaymessage")).length > 0 ? [] : undefined;
  });
}

export async function chooseFix(title: RegExp): Promise<void> {
  const shown = await lightbulb(title);
  const text = shown.find((row) => title.test(row)) ?? "";
  await click(rows, text);
}
