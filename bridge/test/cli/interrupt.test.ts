import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { isAlive, projectFolder } from "./run.js";

vi.setConfig({ testTimeout: 300_000 });

/** A module whose import, or whose function, says its process and then takes longer than any test. */
const slow = (file: string) => `
import os, pathlib, time
def wait():
    pathlib.Path(${JSON.stringify(file)}).write_text(str(os.getpid()))
    time.sleep(600)
`;

/** The process that a slow module has said to be its own. */
async function processOf(sign: string): Promise<number> {
  await expect
    .poll(() => existsSync(sign) && readFileSync(sign, "utf8") !== "", { timeout: 120_000 })
    .toBe(true);
  return Number(readFileSync(sign, "utf8"));
}

describe("Ctrl+C", () => {
  it.each<[string, string[], string]>([
    ["discover", ["discover", "slow"], "wait()"],
    ["generate", ["generate", "slow"], "wait()"],
    ["generate --watch", ["generate", "slow", "--watch"], "wait()"],
    ["generate --check", ["generate", "slow", "--check"], "wait()"],
    ["call", ["call", "slow.wait"], ""],
  ])("ends `%s` with exit code 130 and leaves no process", async (_, args, more) => {
    const folder = projectFolder({ "snakebridge.json": { python: { paths: ["lib"] } } });
    const sign = join(folder.path, "running");
    folder.write("lib/slow.py", slow(sign) + more);
    const running = folder.start({}, ...args);
    const pid = await processOf(sign);
    running.kill("SIGINT");
    const { code, stdout } = await running.ended;
    expect([code, stdout]).toEqual([130, ""]);
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
    expect([folder.has("src"), folder.has("snakebridge.lock.json")]).toEqual([false, false]);
  });

  it("while `generate --watch` generates again leaves the wrappers as they were, and ends it with 130", async () => {
    const folder = projectFolder({
      "snakebridge.json": { python: { paths: ["lib"] }, modules: { things: {} } },
      "lib/things.py": "def add(one: int) -> int:\n    return one\n",
    });
    const sign = join(folder.path, "running");
    let changed = false;
    const running = folder.start(
      {
        onStdout: (text) => {
          if (changed || !text.includes("Watching for changes")) return;
          changed = true;
          folder.write("lib/things.py", `${slow(sign)}def added(): ...\nwait()`);
        },
      },
      "generate",
      "--watch",
    );
    const pid = await processOf(sign);
    const before = [folder.read("src/python/things.d.ts"), folder.read("snakebridge.lock.json")];
    running.kill("SIGINT");
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([130, expect.stringContaining("Cancelled. Nothing half-made was left.")]);
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
    expect([folder.read("src/python/things.d.ts"), folder.read("snakebridge.lock.json")]).toEqual(before);
    expect(before[0]).not.toContain("added");
    expect(readdirSync(join(folder.path, "src", "python")).sort()).toEqual(["things.d.ts", "things.js"]);
  });
});
