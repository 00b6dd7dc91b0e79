/** The menu of the lightbulb, as a person opens it. */
import { untilDone } from "./repeated.ts";
import { click, eventually, hover, press, visibleText } from "./window.ts";

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

/**
 * Moves the pointer to a row and waits until VS Code has taken note of it. It asks about the row first and then draws it anew: a click in
 * between is lost, since the row under the button's way up is another than under its way down.
 */
async function pointAt(row: string): Promise<void> {
  await hover(rows, row);
  await eventually(
    `${row} under the pointer`,
    async () => (await visibleText(`${rows}.focused`)).includes(row) || undefined,
    5_000,
  );
}

export interface Fix<T> {
  /** What is to be seen of the fix, in words. */
  readonly wanted: string;
  readonly outcome: () => Promise<T | undefined> | T | undefined;
  /** Milliseconds after which a person would choose it again; more for what installs something. */
  readonly patience?: number;
}

/** Chooses a row of the menu and waits for what it does. */
export function chooseFix<T>(title: RegExp, { wanted, outcome, patience }: Fix<T>): Promise<T> {
  return untilDone({
    wanted,
    outcome,
    ...(patience === undefined ? {} : { patience }),
    act: async (attempt) => {
      let tried = attempt > 1;
      // A menu may close before the click: VS Code takes it away when what is wrong changes.
      await eventually(`${title.source} chosen from the menu`, async () => {
        // What was chosen, though the click was not answered in time, may no longer be offered.
        if (tried && (await outcome()) !== undefined) return true;
        const shown = await openMenu();
        const row = shown.find((one) => title.test(one));
        if (row === undefined) return undefined;
        tried = true;
        await pointAt(row);
        await click(rows, row);
        return true;
      });
    },
  });
}
