/** The suggestion list, as a person sees and uses it. */
import assert from "node:assert/strict";
import { repeated } from "./repeated.ts";
import { eventually, press, visibleText } from "./window.ts";

/** Labels in the suggestion list, as they are shown from the top. */
async function suggestedLabels(): Promise<string[]> {
  return (await visibleText(".suggest-widget.visible .monaco-list-row .label-name")).map((text) =>
    text.trim(),
  );
}

/** The labels once the wanted one is there, without another key: what was typed has to be enough. */
export const listOpensWith = (wanted: string): Promise<string[]> =>
  eventually(`a suggestion ${wanted}`, async () => {
    const labels = await suggestedLabels();
    return labels.includes(wanted) ? labels : undefined;
  });

/** Milliseconds after which a person takes the list for lost. */
const patience = 10_000;

/**
 * The same for tests of what is in the list, whose subject is not that it opens: whoever sees none asks with Control+Space. VS Code opens
 * none by itself where an answer of another extension comes later than the last key, as that of a TypeScript server that was just started.
 */
export async function listShows(wanted: string): Promise<string[]> {
  let asked = Date.now();
  return eventually(`a suggestion ${wanted}`, async () => {
    const labels = await suggestedLabels();
    if (labels.includes(wanted)) return labels;
    if (Date.now() - asked > patience) {
      asked = Date.now();
      repeated(`for a suggestion ${wanted}`);
      await press("Escape");
      await press("Control+Space");
    }
    return undefined;
  });
}

/** Goes down to the row with this label, which has to be among the first, and accepts it. */
export async function acceptRow(label: string): Promise<void> {
  const focused = async (): Promise<string | undefined> =>
    (await visibleText(".suggest-widget.visible .monaco-list-row.focused .label-name"))[0]?.trim();
  for (let step = 0; (await eventually("a chosen row", focused)) !== label; step += 1) {
    assert.ok(step < 10, `${label} is among the first`);
    const before = await focused();
    await press("ArrowDown");
    await eventually("the next row", async () => ((await focused()) === before ? undefined : true));
  }
  await press("Enter");
}
