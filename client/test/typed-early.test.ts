import { describe, expect, it, vi } from "vitest";

vi.mock("vscode", () => ({}));
const { expectsList, expectsName } = await import("../src/typed-early.js");

describe("where suggestions are asked for once the server runs", () => {
  it.each([
    ["behind a dot", "json.", ""],
    ["behind a dot in a call that is closed", "console.log(json.", ");"],
    ["in a name that was begun", "await json.du", ""],
    ["behind an optional chain", "json?.", ""],
    ["behind a call", "np.array([1]).", ""],
    ["behind an item", "values[0].", ""],
    ["in the name of a module", 'python.module("num', '")'],
    ["in a dotted path", "python.call('numpy.", "')"],
  ])("%s", (_title, before, behind) => {
    expect(expectsList(before, behind)).toBe(true);
  });

  it.each([
    ["in the middle of a name", "json.du", "mps(1)"],
    ["behind a number's point at the start of a line", ".", ""],
    ["in an empty line", "", ""],
    ["behind a statement", "const a = 1;", ""],
    ["inside another string", 'console.log("num', '")'],
  ])("not %s", (_title, before, behind) => {
    expect(expectsList(before, behind)).toBe(false);
  });
});

describe("where suggestions are asked for in snakebridge.json once the server runs", () => {
  it.each([
    ["in a key", '    "textw', '": {}'],
    ["in a key that is not closed", '    "textw', ""],
    ["in the second name of a list", '"only": ["dumps", "', '"]'],
    ["behind a dot", '"numpy.', '"'],
  ])("%s", (_title, before, behind) => {
    expect(expectsName(before, behind)).toBe(true);
  });

  it.each([
    ["behind a string", '"json"', ": {}"],
    ["in the middle of a name", '"js', 'on": {}'],
    ["between strings", '"only": ["dumps", ', "]"],
    ["in a path", '"outDir": "src/', '"'],
  ])("not %s", (_title, before, behind) => {
    expect(expectsName(before, behind)).toBe(false);
  });
});
