import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { isAlive } from "../processes.js";
import { adapterPath } from "../test-python.js";

const host = fileURLToPath(new URL("fixtures/host.mjs", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** A program of its own that opens workers as `mode` says and prints their process ids. */
function run(mode: string): {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  readonly output: () => string;
  readonly pids: Promise<number[]>;
} {
  const child = spawn(process.execPath, ["--import", "tsx", host, mode, adapterPath], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  const pids = new Promise<number[]>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const line = /^pids (.*)$/m.exec(output);
      if (line?.[1] !== undefined) resolve(line[1].split(" ").map(Number));
    });
  });
  return { child, output: () => output, pids };
}

async function allGone(pids: readonly number[]): Promise<void> {
  await expect.poll(() => pids.filter(isAlive), { interval: 20 }).toEqual([]);
}

describe("when the host ends", () => {
  test("by having nothing to do: idle workers don't keep it, and say their last words", async () => {
    const { child, output, pids } = run("idle");
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(0);
    expect(output()).toContain("last words of Python");
    await allGone(await pids);
  });

  test("by process.exit in the middle of a call", async () => {
    const { child, pids } = run("exit");
    expect(await once(child, "exit")).toEqual([3, null]);
    await allGone(await pids);
  });

  test.each(["SIGKILL", "SIGTERM"] as const)(
    "by %s, with workers that are idle, computing and sleeping",
    async (signal) => {
      const { child, pids } = run("wait");
      const workers = await pids;
      expect(workers).toHaveLength(3);
      child.kill(signal);
      await once(child, "exit");
      await allGone(workers);
    },
  );
});
