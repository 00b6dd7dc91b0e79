import { describe, expect, it } from "vitest";
import { changedLines, importsLibrary } from "../src/activity.js";

describe("importsLibrary", () => {
  it.each([
    `import { python } from "snakebridge";`,
    `import { python } from 'snakebridge'`,
    `import {\n  kw,\n  python,\n} from "snakebridge";`,
    `import"snakebridge"`,
    `import type { PyRef } from "snakebridge/types";`,
    `export { python } from "snakebridge";`,
    `const { python } = require("snakebridge");`,
    `const { python } = await import("snakebridge");`,
    `const { python } = await import ( \`snakebridge\` );`,
  ])("sees %j", (text) => {
    expect(importsLibrary(text)).toBe(true);
  });

  it.each([
    `import { python } from "pythonia";`,
    `// about snakebridge`,
    `const name = "snakebridge";`,
    `import x from "./snakebridge";`,
    `import x from "snakebridge-extras";`,
    `import x from "@me/snakebridge";`,
    `const transform = { from: "snake", bridge: 1 };`,
  ])("is not misled by %j", (text) => {
    expect(importsLibrary(text)).toBe(false);
  });
});

describe("changedLines", () => {
  const at = (line: number): { start: { line: number } } => ({ start: { line } });

  it("is one line for a keystroke, wherever it is", () => {
    expect(changedLines({ range: at(4_711), text: "x" })).toEqual({ firstLine: 4_711, lineCount: 1 });
  });

  it("covers every line of a paste", () => {
    expect(changedLines({ range: at(2), text: "a\r\nb\nc" })).toEqual({ firstLine: 2, lineCount: 3 });
  });
});
