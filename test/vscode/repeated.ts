/** Gestures that came to nothing and were made once more, as a person would; every one of them is told with the test's result. */
import { commands } from "vscode";
import { eventually, visibleText } from "./window.ts";

const repetitions: string[] = [];

/** What was repeated since the last call. */
export function takeRepetitions(): string[] {
  return repetitions.splice(0);
}

/** Tells that a gesture was repeated. */
export function repeated(gesture: string): void {
  repetitions.push(gesture);
}

export interface Gesture<T> {
  /** What is to be seen of it, in words. */
  readonly wanted: string;
  /** A click or a key. Where it is made again and its outcome comes meanwhile, it may end without it. */
  readonly act: (attempt: number) => Promise<void>;
  /** Returns what is to be seen, or undefined while it is not there. */
  readonly outcome: () => Promise<T | undefined> | T | undefined;
  /** Milliseconds after which a person takes the gesture for lost. */
  readonly patience?: number;
}

const attempts = 3;

/** What the window tells by itself, once its list is opened. */
async function messages(): Promise<string[]> {
  await commands.executeCommand("notifications.showList");
  const shown = await visibleText(".notification-list-item, .monaco-editor-overlaymessage");
  await commands.executeCommand("notifications.hideList");
  return shown;
}

/**
 * Makes a gesture until its outcome is there. A window that draws a list, a menu or a lens anew under the pointer may take no click: that is
 * VS Code's, so it must not decide what a test says of us, and must not be hidden either.
 */
export async function untilDone<T>({ wanted, act, outcome, patience = 20_000 }: Gesture<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    await act(attempt);
    try {
      return await eventually(wanted, outcome, attempt < attempts ? patience : 60_000);
    } catch (error) {
      if (attempt === attempts) throw error;
      repeated(`for ${wanted}; the window said: ${(await messages()).join(" | ") || "nothing"}`);
    }
  }
}
