import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { temporaryFolder, wheel, write } from "../environment/places.js";
import { isAlive, projectFolder, type Folder } from "./run.js";
import { withUv } from "./tools.js";

// Processes and installers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

async function project(requirements?: string[]): Promise<Folder> {
  const wanted = requirements ?? [await wheel(temporaryFolder(), "first_thing", "1.0")];
  return projectFolder({ "snakebridge.json": { python: { requirements: wanted } } });
}

/** A package whose build goes on until it is ended, and says by which process. */
function endless(): string {
  const folder = temporaryFolder();
  write(
    join(folder, "pyproject.toml"),
    '[build-system]\nrequires = []\nbuild-backend = "endless"\nbackend-path = ["."]\n[project]\nname = "endless"\nversion = "1"\n',
  );
  write(
    join(folder, "endless.py"),
    `import os, pathlib, time\ndef build_wheel(*args, **kwargs):\n    pathlib.Path(${JSON.stringify(join(folder, "building"))}).write_text(str(os.getpid()))\n    time.sleep(600)\nprepare_metadata_for_build_wheel = build_wheel\n`,
  );
  return folder;
}

/** The process that builds an endless package, once it does. */
async function builderOf(folder: string): Promise<number> {
  const sign = join(folder, "building");
  await expect
    .poll(() => existsSync(sign) && readFileSync(sign, "utf8") !== "", { timeout: 120_000 })
    .toBe(true);
  return Number(readFileSync(sign, "utf8"));
}

describe("snakebridge setup", () => {
  it("makes the environment, says which interpreter, and locks what is installed", async () => {
    const folder = await project();
    const { code, stdout, stderr } = await folder.runWith({ env: withUv() }, "setup");
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        /^Looking for a Python interpreter\.\nUsing Python 3\.\d+\.\d+ at \S+\. Chosen because /,
      ),
    ]);
    expect(stdout).toMatch(/^Environment made with uv in [\d.]+ s\n/);
    expect(stdout).toContain(join(folder.path, ".venv"));
    expect(stdout).toContain("first_thing 1.0");
    expect(JSON.parse(folder.read("snakebridge.lock.json"))).toMatchObject({
      lock: 1,
      distributions: { first_thing: "1.0" },
    });
    const call = await folder.run("call", "first_thing.__name__.upper");
    expect(call.stdout).toBe("FIRST_THING\n");
  });

  it("has nothing to do the second time", async () => {
    const folder = await project();
    await folder.runWith({ env: withUv() }, "setup");
    const lock = folder.read("snakebridge.lock.json");
    const { code, stdout } = await folder.runWith({ env: withUv() }, "setup", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      created: false,
      changes: {},
      lock: "unchanged",
      interpreter: expect.stringContaining(join(folder.path, ".venv")),
    });
    expect(folder.read("snakebridge.lock.json")).toBe(lock);
  });

  it("--frozen installs what is locked in a fresh clone, and exits with 5 when the lock does not fit", async () => {
    const folder = await project();
    const missing = await folder.runWith({ env: withUv() }, "setup", "--frozen");
    expect([missing.code, missing.stderr]).toEqual([
      5,
      expect.stringContaining("--frozen needs a lock file"),
    ]);
    await folder.runWith({ env: withUv() }, "setup");
    rmSync(join(folder.path, ".venv"), { recursive: true });
    const fresh = await folder.runWith({ env: withUv() }, "setup", "--frozen");
    expect([fresh.code, fresh.stdout]).toEqual([0, expect.stringContaining("first_thing 1.0")]);
    folder.write("requirements.txt", "another\n");
    const drifted = await folder.runWith({ env: withUv() }, "setup", "--frozen");
    expect([drifted.code, drifted.stderr]).toEqual([
      5,
      expect.stringContaining("The lock file was made from other requirements"),
    ]);
  });

  it("leaves nothing behind when an installation fails, and shows the installer's words", async () => {
    const folder = await project(["no-such-distribution-anywhere"]);
    const { code, stderr } = await folder.runWith({ env: withUv() }, "setup");
    expect(code).toBe(4);
    expect(stderr).toContain("no-such-distribution-anywhere");
    expect(stderr).toMatch(/^error: Installing with uv failed\./m);
    expect(stderr).toMatch(/^fix: {3}/m);
    expect([folder.has(".venv"), folder.has("snakebridge.lock.json")]).toEqual([false, false]);
  });

  it("Ctrl+C ends the installation and leaves nothing behind", async () => {
    const package_ = endless();
    const folder = await project([`endless @ file://${encodeURI(package_)}`]);
    const running = folder.start({ env: withUv() }, "setup");
    const pid = await builderOf(package_);
    running.kill("SIGINT");
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([130, expect.stringContaining("Cancelled.")]);
    expect(folder.has(".venv")).toBe(false);
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
  });

  it("killed in the middle, it leaves no process, and the next run makes the environment whole", async () => {
    const package_ = endless();
    const folder = await project([`endless @ file://${encodeURI(package_)}`]);
    const running = folder.start({ env: withUv() }, "setup");
    const pid = await builderOf(package_);
    running.kill("SIGKILL");
    expect((await running.ended).code).toBeNull();
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
    const half = await folder.run("call", "math.sqrt", "4");
    expect([half.code, half.stderr]).toEqual([4, expect.stringContaining("is not complete")]);
    folder.write("snakebridge.json", {
      python: { requirements: [await wheel(temporaryFolder(), "first_thing", "1.0")] },
    });
    const next = await folder.runWith({ env: withUv() }, "setup", "--json");
    expect([next.code, (JSON.parse(next.stdout) as { created: boolean }).created]).toEqual([0, true]);
  });

  it("two runs at once take turns", async () => {
    const folder = await project();
    const runs = await Promise.all([
      folder.runWith({ env: withUv() }, "setup", "--json"),
      folder.runWith({ env: withUv() }, "setup", "--json"),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.map(({ stdout }) => (JSON.parse(stdout) as { created: boolean }).created).sort()).toEqual([
      false,
      true,
    ]);
  });

  it.each([
    ["does not exist", "/nowhere/python", "There is no Python interpreter at /nowhere/python"],
    ["is not Python", "/bin/sh", "/bin/sh is not a usable Python interpreter"],
  ])("an interpreter that %s is refused, and nothing is made", async (_, path, message) => {
    const folder = await project();
    const { code, stderr } = await folder.run("setup", "--python", path);
    expect([code, stderr]).toEqual([4, expect.stringContaining(message)]);
    expect(folder.has(".venv")).toBe(false);
  });
});
