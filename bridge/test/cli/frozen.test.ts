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
