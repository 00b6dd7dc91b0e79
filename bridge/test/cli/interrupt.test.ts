import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { isAlive, projectFolder } from "./run.js";

vi.setConfig({ testTimeout: 120_000 });

/** A module whose import, or whose function, says its process and then takes a minute. */
const slow = (file: string) => `
import os, pathlib, time
def wait():
    pathlib.Path(${JSON.stringify(file)}).write_text(str(os.getpid()))
    time.sleep(60)
`;

describe("Ctrl+C", () => {
  it.each<[string, string[], string]>([
    ["discover", ["discover", "slow"], "wait()"],
    ["generate", ["generate", "slow"], "wait()"],
    ["call", ["call", "slow.wait"], ""],
  ])("ends `%s` with exit code 130 and leaves no process", async (_, args, more) => {
    const folder = projectFolder({ "snakebridge.json": { python: { paths: ["lib"] } } });
    const sign = join(folder.path, "running");
    folder.write("lib/slow.py", slow(sign) + more);
    const running = folder.start({}, ...args);
    await expect
      .poll(() => existsSync(sign) && readFileSync(sign, "utf8") !== "", { timeout: 60_000 })
      .toBe(true);
    const pid = Number(readFileSync(sign, "utf8"));
    running.kill("SIGINT");
    const { code, stdout } = await running.ended;
    expect([code, stdout]).toEqual([130, ""]);
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    expect([folder.has("src"), folder.has("snakebridge.lock.json")]).toEqual([false, false]);
  });
});
