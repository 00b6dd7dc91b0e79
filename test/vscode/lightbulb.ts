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
    60_000,
    500,
  );
}

/**
 * The rows; none where VS Code says so, or where the key came while the editor did not listen. The key must not come twice: in an
 * open menu it chooses the first row, which is why Escape comes before it.
 */
async function openMenu(): Promise<string[]> {
  await press("Escape");
  await press("Control+.");
  const end = Date.now() + 5_000;
  return eventually("the menu or the message that there is nothing", async () => {
    const shown = await visibleText(rows);
    if (shown.length > 0) return shown;
    return (await visibleText(".monaco-editor-overlaymessage")).length > 0 || Date.now() > end
      ? []
      : undefined;
  });
}

export async function chooseFix(title: RegExp): Promise<void> {
  // A menu may close before the click: VS Code takes it away when what is wrong changes.
  await eventually(`${title.source} chosen from the menu`, async () => {
    const shown = await lightbulb(title);
    await click(rows, shown.find((row) => title.test(row)) ?? "");
    return true;
  });
}
