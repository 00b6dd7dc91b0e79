import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { parseCallArguments } from "../../src/cli/commands/call-arguments.js";
import { projectFolder, systemNode } from "./run.js";

// Processes and installers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

describe("snakebridge call", () => {
  it.each<[string[], string]>([
    [["json.dumps", '{"a": 1}', "--indent", "2"], '{\n  "a": 1\n}\n'],
    [["json.dumps", '{"b": 1, "a": 2}', "--sort-keys"], '{"a": 2, "b": 1}\n'],
    [["math.hypot", "3", "4"], "5\n"],
    [["--text", "json.loads", '{"a": [1, null]}'], '{\n  "a": [\n    1,\n    null\n  ]\n}\n'],
    [["builtins.str.upper", "schön"], "SCHÖN\n"],
    [["datetime.date", "2026", "11", "1"], "datetime.date(2026, 11, 1)\n"],
    [["builtins.print", "hello"], "hello\nNone\n"],
    [["builtins.int", "--", "--5"], ""],
  ])("%j", async (args, expected) => {
    const { code, stdout } = await projectFolder().run("call", ...args);
    expect(stdout).toBe(expected);
    expect(code).toBe(expected === "" ? 1 : 0);
  });

  it("works on the machine's own Node", async () => {
    const { code, stdout } = await projectFolder().runWith({ node: systemNode() }, "call", "math.sqrt", "16");
    expect([code, stdout]).toEqual([0, "4\n"]);
  });

  it("writes JSON, and keeps what Python prints out of it", async () => {
    const { stdout, stderr } = await projectFolder().run("call", "--json", "builtins.print", "hello");
    expect(JSON.parse(stdout)).toEqual({ value: null });
    expect(stderr).toContain("hello");
    const reference = await projectFolder().run("call", "--json", "builtins.object");
    expect(JSON.parse(reference.stdout)).toEqual({ repr: expect.stringMatching(/^<object object at/) });
  });

  it("tells a Python error with its type and where it was raised", async () => {
    const { code, stdout, stderr } = await projectFolder().run("call", "json.loads", "{");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/json\/decoder\.py:\d+ in JSONDecoder\.raw_decode/);
    expect(stderr).toMatch(/^error: JSONDecodeError: Expecting property name/m);
  });

  it("says what to do about a module that is not there", async () => {
    const { code, stderr } = await projectFolder().run("call", "nowhere_to_be_found.run");
    expect(code).not.toBe(0);
    expect(stderr).toContain("nowhere_to_be_found");
    expect(stderr).toContain("install");
  });

  it("uses the interpreter that is named, or says what is wrong with it", async () => {
    const { code, stderr } = await projectFolder().run(
      "call",
      "--python",
      "/nowhere/python",
      "math.sqrt",
      "4",
    );
    expect(code).toBe(4);
    expect(stderr).toContain("There is no Python interpreter at /nowhere/python");
    expect(stderr).toMatch(/^fix: /m);
  });

  it("goes by the configuration of the working directory, not by one above its own files", async () => {
    const elsewhere = projectFolder({ "snakebridge.json": { python: { environment: "not-there" } } });
    const main = join(elsewhere.path, "snakebridge.js");
    symlinkSync(join(import.meta.dirname, "..", "..", "dist", "cli", "main.js"), main);
    const folder = projectFolder({ "lib/shapes.py": "SIDES = 4\ndef sides(): return SIDES\n" });
    folder.write("snakebridge.json", { python: { paths: ["lib"] } });
    const found = await folder.runWith({ program: main }, "call", "shapes.sides");
    expect([found.code, found.stdout, found.stderr]).toEqual([0, "4\n", ""]);
    const none = await projectFolder().runWith({ program: main }, "call", "math.sqrt", "16");
    expect([none.code, none.stdout, none.stderr]).toEqual([0, "4\n", ""]);
  });
});

describe("the arguments of a call", () => {
  it.each<[string[], unknown[], Record<string, unknown>]>([
    [["1", "x", '"1"', "null"], [1, "x", "1", null], {}],
    [["--a=1", "--b", "two", "--c"], [], { a: 1, b: "two", c: true }],
    [["--n", "-1"], [], { n: -1 }],
    [["--flag", "--other", "x"], [], { flag: true, other: "x" }],
    [["--", "--a", "b"], ["--a", "b"], {}],
    [["--text=a=b"], [], { text: "a=b" }],
    [["--__proto__=1"], [], JSON.parse('{"__proto__": 1}') as Record<string, unknown>],
  ])("%j", (words, positional, keywords) => {
    const parsed = parseCallArguments(words);
    expect(parsed.positional).toEqual(positional);
    expect(Object.entries(parsed.keywords)).toEqual(Object.entries(keywords));
  });

  it("refuses what can't be a keyword", () => {
    expect(() => parseCallArguments(["--1x=2"])).toThrow("--1x can't be a keyword of Python.");
    expect(() => parseCallArguments(["--a=2", "--a=3"])).toThrow("The keyword a is given twice.");
  });
});
