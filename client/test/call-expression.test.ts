import { describe, expect, it } from "vitest";
import { CallSyntaxError, parseCall } from "../src/call-expression.js";

describe("parseCall", () => {
  it("reads a path, arguments and keywords", () => {
    expect(parseCall('json.dumps({"a": [1, 2]}, indent=2, sort_keys=True)')).toEqual({
      path: "json.dumps",
      arguments: [{ a: [1, 2] }],
      keywords: { indent: 2, sort_keys: true },
    });
  });

  it.each([
    ["math.pi", { path: "math.pi", arguments: [], keywords: {} }],
    ["os.getcwd()", { path: "os.getcwd", arguments: [], keywords: {} }],
    [" os.path.join( 'a', \"b, c\" , ) ", { path: "os.path.join", arguments: ["a", "b, c"], keywords: {} }],
    ["m.f(None, True, False)", { path: "m.f", arguments: [null, true, false], keywords: {} }],
    [`m.f('it\\'s "quoted"')`, { path: "m.f", arguments: [`it's "quoted"`], keywords: {} }],
    ["m.f('a=b')", { path: "m.f", arguments: ["a=b"], keywords: {} }],
    ["m.größe(-1.5e3)", { path: "m.größe", arguments: [-1500], keywords: {} }],
  ])("reads %s", (text, expected) => {
    expect(parseCall(text)).toEqual(expected);
  });

  it.each([
    ["dumps(1)", "with its module"],
    ["json.dumps(1", "closing parenthesis"],
    ["json.dumps([1)", "bracket"],
    ["json.dumps('a)", "string"],
    ["json.dumps(a=1, 2)", "Positional"],
    ["json.dumps(a)", "Not a JSON value: a"],
    ["json.dumps(1,,2)", "(nothing)"],
    ["__import__('os').system", "with its module"],
  ])("says what is wrong with %s", (text, message) => {
    expect(() => parseCall(text)).toThrow(CallSyntaxError);
    expect(() => parseCall(text)).toThrow(message);
  });
});
