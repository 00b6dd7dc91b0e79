/** Messages of the window. A window that runs suites shows none by itself, so its list is opened. */
import { commands } from "vscode";
import { click, eventually, visibleText } from "./window.ts";

const items = ".notification-list-item";

/** The whole text of a message, once it is there. */
export const notification = (text: RegExp, deadline = 90_000): Promise<string> =>
  eventually(
    `a message with ${text.source}`,
    async () => {
      await commands.executeCommand("notifications.showList");
      return (await visibleText(items)).find((shown) => text.test(shown));
    },
    deadline,
  );

export const noNotification = (text: RegExp): Promise<true> =>
  eventually(
    `the end of the message ${text.source}`,
    async () => {
      await commands.executeCommand("notifications.showList");
      return (await visibleText(items)).some((shown) => text.test(shown)) ? undefined : true;
    },
    60_000,
  );

export async function pressButton(label: string): Promise<void> {
  // The list is drawn anew with each step of a progress, also under the pointer.
  await eventually(`the button ${label}, pressed`, async () => {
    await commands.executeCommand("notifications.showList");
    await click(`${items} .monaco-button`, label);
    return true;
  });
}
