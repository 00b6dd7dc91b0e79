import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { temporaryFolder, wheel } from "../environment/places.js";
import { packageIndex, type PackageIndex } from "./package-index.js";
import { projectFolder, type Folder } from "./run.js";
import { withUv } from "./tools.js";

// Processes and installers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

interface Lock {
  distributions: Record<string, string>;
  hashes?: Record<string, string[]>;
  hashesFor?: "all" | string[];
  python: { version: string };
}

const lockOf = (folder: Folder): Lock => JSON.parse(folder.read("snakebridge.lock.json")) as Lock;
const removeEnvironment = (folder: Folder): void => {
  rmSync(join(folder.path, ".venv"), { recursive: true });
};

describe.each(["uv", "pip"] as const)("a frozen setup with %s", (tool) => {
  const env = (index: PackageIndex): NodeJS.ProcessEnv => ({
    ...(tool === "uv" ? withUv() : { SNAKEBRIDGE_UV: "" }),
    ...index.env,
  });

  async function locked(): Promise<{ folder: Folder; index: PackageIndex }> {
    const index = await packageIndex();
    await index.publish("first_thing", "1.0", "", ["second-thing"]);
    await index.publish("second_thing", "1.0");
    const folder = projectFolder({ "snakebridge.json": { python: { requirements: ["first-thing"] } } });
    const { code, stderr } = await folder.runWith({ env: env(index) }, "setup");
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    removeEnvironment(folder);
    return { folder, index };
  }

  it("installs the versions of the lock, with the files that hash as they did", async () => {
    const { folder, index } = await locked();
    expect(lockOf(folder).distributions).toEqual({ first_thing: "1.0", second_thing: "1.0" });
    expect(lockOf(folder).hashes).toEqual({
      "first-thing": [expect.stringMatching(/^sha256:[0-9a-f]{64}$/)],
      "second-thing": [expect.stringMatching(/^sha256:[0-9a-f]{64}$/)],
    });
    await index.publish("second_thing", "2.0");
    const lock = folder.read("snakebridge.lock.json");
    const { code, stdout } = await folder.runWith({ env: env(index) }, "setup", "--frozen", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ lock: "checked", packages: { second_thing: "1.0" } });
    expect(folder.read("snakebridge.lock.json")).toBe(lock);
  });

  it.each([true, false])(
    "refuses a file that changed, with exit code 5, and leaves no environment (the index keeps its hash: %s)",
    async (keepHash) => {
      const { folder, index } = await locked();
      await index.tamper("second_thing", keepHash);
      // A cache that has seen the right file would hide the wrong one.
      rmSync(folder.cache, { recursive: true, force: true });
      const { code, stderr } = await folder.runWith({ env: env(index) }, "setup", "--frozen");
      expect([code, stderr]).toEqual([
        5,
        expect.stringContaining("other files than those that snakebridge.lock.json has the hashes of"),
      ]);
      expect(folder.has(".venv")).toBe(false);
    },
  );

  it("checks versions alone where the lock holds no hashes, and says so; the next setup adds them", async () => {
    const { folder, index } = await locked();
    const { hashes, ...rest } = lockOf(folder);
    folder.write("snakebridge.lock.json", rest);
    const { code, stderr } = await folder.runWith({ env: env(index) }, "setup", "--frozen");
    expect([code, stderr]).toEqual([0, expect.stringContaining("the lock holds no hashes")]);
    await folder.runWith({ env: env(index) }, "setup");
    expect(lockOf(folder).hashes).toEqual(hashes);
  });

  it("says of a lock from another platform where it is from, and the next setup adds what is missing", async () => {
    const index = await packageIndex();
    const ours = await index.publish("first_thing", "1.0");
    const theirs = await index.publish("first_thing", "1.0", "", [], "py3-none-win_amd64");
    const folder = projectFolder({ "snakebridge.json": { python: { requirements: ["first-thing"] } } });
    const run = (...args: string[]) => folder.runWith({ env: env(index) }, ...args);
    await run("setup");
    const lock = lockOf(folder);
    // uv tells the hashes of all files, pip those of the one that it would install.
    const both = [ours, theirs].sort();
    expect(lock.hashes).toEqual({ "first-thing": tool === "uv" ? both : [ours] });
    const here = Array.isArray(lock.hashesFor) ? lock.hashesFor : [];
    expect(lock.hashesFor).toEqual(
      tool === "uv" ? "all" : [expect.stringMatching(/^\w+ \w+, cpython 3\.\d+$/)],
    );
    // As pip writes it on Windows.
    const windows = "win32 AMD64, cpython 3.12";
    folder.write("snakebridge.lock.json", {
      ...lock,
      hashes: { "first-thing": [theirs] },
      hashesFor: [windows],
    });
    removeEnvironment(folder);
    const told = `holds the hashes of files for ${windows}, and this is `;
    const refused = await run("setup", "--frozen");
    expect([refused.code, refused.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      5,
      expect.stringContaining(told),
    ]);
    expect(refused.stderr).toContain("fix:   Run `snakebridge setup` here");
    expect((await run("doctor")).stdout.replaceAll(/\s+/g, " ")).toContain(told);

    expect((await run("setup")).code).toBe(0);
    expect(lockOf(folder).hashes).toEqual({ "first-thing": both });
    expect(lockOf(folder).hashesFor).toEqual(tool === "uv" ? "all" : [...here, windows].sort());
    removeEnvironment(folder);
    expect((await run("setup", "--frozen")).code).toBe(0);
    expect((await run("doctor")).stdout).not.toContain("holds the hashes");
  });

  it("says where a lock is from that asks for what this platform does not have", async () => {
    const index = await packageIndex();
    await index.publish("first_thing", "1.0");
    const folder = projectFolder({ "snakebridge.json": { python: { requirements: ["first-thing"] } } });
    await folder.runWith({ env: env(index) }, "setup");
    const theirs = await index.publish("first_thing", "1.0", "", [], "py3-none-win_amd64");
    index.withdraw("first_thing", "1.0");
    const lock = lockOf(folder);
    const { version } = lock.python;
    folder.write("snakebridge.lock.json", {
      ...lock,
      python: { version, implementation: "cpython", platform: "win32", machine: "AMD64" },
      hashes: { "first-thing": [theirs] },
      hashesFor: "all",
    });
    removeEnvironment(folder);
    rmSync(folder.cache, { recursive: true, force: true });
    const { code, stderr } = await folder.runWith({ env: env(index) }, "setup", "--frozen");
    expect([code, stderr.replaceAll(/\s+/g, " ")]).toEqual([
      5,
      expect.stringMatching(
        /was written on win32 AMD64, cpython 3\.\d+, and this is .*, for which a locked version is missing/,
      ),
    ]);
    expect(stderr).toContain("fix:   Write the lock on the platform that you deploy on");
    expect(folder.has(".venv")).toBe(false);
  });

  it("hashes a wheel that a requirement names by its address, and not a folder", async () => {
    const index = await packageIndex();
    const wheels = temporaryFolder();
    const requirement = await wheel(wheels, "local_thing", "1.0");
    const folder = projectFolder({ "snakebridge.json": { python: { requirements: [requirement] } } });
    await folder.runWith({ env: env(index) }, "setup");
    expect(lockOf(folder).hashes).toEqual({ "local-thing": [expect.stringMatching(/^sha256:/)] });
    removeEnvironment(folder);
    expect((await folder.runWith({ env: env(index) }, "setup", "--frozen")).code).toBe(0);
    removeEnvironment(folder);
    await wheel(wheels, "local_thing", "1.0", "changed = True");
    rmSync(folder.cache, { recursive: true, force: true });
    expect((await folder.runWith({ env: env(index) }, "setup", "--frozen")).code).toBe(5);
  });
});
