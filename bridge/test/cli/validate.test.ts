import { describe, expect, it, vi } from "vitest";
import { projectFolder } from "./run.js";

// Processes and installers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

describe("snakebridge validate", () => {
  it("accepts a right file and names what it builds on", async () => {
    const folder = projectFolder({
      "base.json": { outDir: "out" },
      "snakebridge.json": { extends: "base.json", modules: { json: {} } },
    });
    const { code, stdout } = await folder.run("validate");
    expect(code).toBe(0);
    expect(stdout).toBe("valid snakebridge.json (builds on base.json)\n  modules: json\n");
  });

  it("tells every fault with line and column and exits with 3", async () => {
    const folder = projectFolder({ "snakebridge.json": `{\n  "modulse": {},\n  "outDir": 1\n}` });
    const { code, stdout } = await folder.run("validate");
    expect(code).toBe(3);
    expect(stdout).toBe(
      'snakebridge.json:2:3: error Unknown key "modulse". Did you mean "modules"?\nsnakebridge.json:3:13: error outDir must be a string, not 1.\n2 problems in snakebridge.json\n',
    );
  });

  it("gives the same as JSON", async () => {
    const folder = projectFolder({ "snakebridge.json": `{ "modulse": {} }` });
    const { code, stdout } = await folder.run("validate", "--json");
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      problems: [{ code: "unknown-key", suggestion: "modules", range: { start: { line: 0, character: 2 } } }],
    });
  });

  it.each(["validate", "setup", "generate", "doctor", "call json.dumps 1", "clean"])(
    "a faulty file stops `%s` with exit code 3 and the place",
    async (line) => {
      const folder = projectFolder({ "snakebridge.json": `{ "python": { "environment": 1 }, }` });
      const { code, stdout, stderr } = await folder.run(...line.split(" "));
      expect(code).toBe(3);
      expect(stdout + stderr).toMatch(
        /snakebridge\.json:1:30: .*python\.environment must be a string, not 1/,
      );
      // Once, however it is told.
      expect((stdout + stderr).split("must be a string")).toHaveLength(2);
    },
  );

  it("takes the file that --config names", async () => {
    const folder = projectFolder({ "other.json": {}, "snakebridge.json": "{" });
    expect((await folder.run("validate", "--config", "other.json")).code).toBe(0);
    expect((await folder.run("validate", "--config", "none.json")).stdout).toContain(
      "none.json:1:1: error This configuration file does not exist.",
    );
  });
});
