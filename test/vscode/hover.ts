/** The hover at the cursor, as a person opens it. */
import { commands } from "vscode";
import { eventually, press, visibleText } from "./window.ts";

/** What the parts of the hover say that the selector matches. */
export const hoverParts = (selector: string): Promise<string[]> =>
  visibleText(`.monaco-hover:not(.hidden) ${selector}`);

/** The whole text of the hover, once it says what is wanted. One that is open is not asked for again by VS Code, so it is closed first. */
export const hoverWith = (wanted: string): Promise<string> =>
  eventually(`a hover with ${wanted}`, async () => {
    await press("Escape");
    await commands.executeCommand("editor.action.showHover");
    const end = Date.now() + 5_000;
    return eventually("its text", async () => {
      const text = (await hoverParts(".hover-contents")).join("\n");
      if (text.includes(wanted)) return text;
      return Date.now() > end ? "" : undefined;
    }).then((text) => (text === "" ? undefined : text));
  });
