import { describe, expect, it } from "vitest";
import { cut, fold, table } from "../../src/cli/terminal/table.js";

describe("text on a terminal", () => {
  it("is broken between words, further lines indented, and left alone elsewhere", () => {
    const text = "The project's environment does not exist yet.";
    expect(fold(text, 20, "  ")).toBe("The project's\n  environment does\n  not exist yet.");
    expect(fold(text, 20, "  ", 8)).toBe("The\n  project's\n  environment does\n  not exist yet.");
    expect(fold("/a/path/that/is/longer/than/the/line and more", 12, "  ")).toBe(
      "/a/path/that/is/longer/than/the/line\n  and more",
    );
    expect(fold(text, undefined)).toBe(text);
  });

  it("is counted and aligned without its colours", () => {
    expect(
      table([
        ["\u001b[1ma\u001b[22m", "b"],
        ["long", "c"],
      ]),
    ).toBe("\u001b[1ma\u001b[22m     b\nlong  c");
    expect(cut("Brücke", 4)).toBe("Brü…");
  });
});
