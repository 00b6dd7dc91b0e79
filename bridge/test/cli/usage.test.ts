import { describe, expect, it, vi } from "vitest";
import { projectFolder, systemNode } from "./run.js";

// Processes and installers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const commands = ["init", "setup", "discover", "generate", "validate", "clean", "call", "doctor"];

describe("snakebridge", () => {
  it("lists its commands", async () => {
    const { code, stdout } = await projectFolder().run("--help");
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  });

  it.each(commands)("%s has help that names --json and --config", async (command) => {
    const { code, stdout } = await projectFolder().run(command, "--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: snakebridge /);
    expect(stdout).toContain("--json");
    expect(stdout).toContain("--config <file>");
  });

  it.each(commands)(
    "%s has help that ends with examples, its own options before those of all",
    async (command) => {
      const { stdout } = await projectFolder().run("help", command);
      expect(stdout).toMatch(new RegExp(`^Examples:\n( {2}\\$ snakebridge .*${command}\\b.*\n)+$`, "m"));
      const shared = stdout.indexOf("\nOptions of every command:\n");
      expect(shared).toBeGreaterThan(0);
      expect(stdout.indexOf("--json ")).toBeGreaterThan(shared);
      const own = stdout.indexOf("\nOptions:\n");
      expect(own).toBeLessThan(shared);
    },
  );

  it("names nothing in its help that a user of the package does not have", async () => {
    const { stdout } = await projectFolder().run("--help");
    expect(stdout).toMatch(/^Examples:$/m);
    expect(stdout).not.toContain("docs/");
  });

  it.each<[string, string[], RegExp]>([
    ["an unknown command", ["discovr"], /unknown command 'discovr'\s+\(Did you mean discover\?\)/],
    ["an unknown option", ["setup", "--frozn"], /unknown option '--frozn'\s+\(Did you mean --frozen\?\)/],
    ["a missing argument", ["discover"], /missing required argument 'module'/],
    [
      "options that exclude each other",
      ["generate", "--check", "--watch"],
      /--check and --watch exclude each other/,
    ],
    ["a function without its module", ["call", "dumps"], /"dumps" names no function of a module/],
    ["a wrong choice", ["generate", "--output", "tsx"], /Allowed choices are js, ts/],
  ])("refuses %s with exit code 2", async (_, args, message) => {
    const { code, stdout, stderr } = await projectFolder().run(...args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
  });

  it.each<[string, string[], string]>([
    ["command", ["discovr", "--json"], "unknown command 'discovr' (Did you mean discover?)"],
    ["option", ["setup", "--frozn", "--json"], "unknown option '--frozn' (Did you mean --frozen?)"],
    ["argument", ["call", "--json"], "missing required argument 'function'"],
  ])("tells an unknown or missing %s as JSON where it is asked for", async (_, args, message) => {
    const { code, stdout, stderr } = await projectFolder().run(...args);
    expect([code, stderr]).toEqual([2, ""]);
    const fix = "Run with --help to see what is possible.";
    expect(JSON.parse(stdout)).toEqual({ error: { code: "USAGE", message, fix } });
  });

  it("names the module that was meant", async () => {
    const { code, stdout, stderr } = await projectFolder().run("discover", "jsn");
    expect([code, stdout]).toEqual([4, ""]);
    expect(stderr).toMatch(/error: Python has no module named jsn/);
    expect(stderr).toMatch(/fix: +Did you mean json\?/);
  });

  it("shows its version, on the oldest Node too", async () => {
    const { code, stdout } = await projectFolder().runWith({ node: systemNode() }, "--version");
    expect([code, stdout]).toEqual([0, "0.3.0\n"]);
  });

  it("writes the completion of a shell", async () => {
    const { code, stdout } = await projectFolder().run("completion", "bash");
    expect(code).toBe(0);
    expect(stdout).toContain("complete -F");
    const asked = await projectFolder().run("complete", "--", "gen");
    expect(asked.stdout).toMatch(/^generate\t/m);
  });

  it("has no colours where they are not wanted, and has them where they are", async () => {
    const folder = projectFolder({ "snakebridge.json": {} });
    const escape = "\u001b[";
    expect((await folder.run("validate")).stdout).not.toContain(escape);
    expect((await folder.runWith({ env: { FORCE_COLOR: "1" } }, "validate")).stdout).toContain(escape);
    expect(
      (await folder.runWith({ env: { FORCE_COLOR: "1", NO_COLOR: "1" } }, "validate")).stdout,
    ).not.toContain(escape);
  });
});
