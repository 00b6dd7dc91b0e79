import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvironmentError, listPackages, probeInterpreter } from "../../src/environment/index.js";
import { basePython, link, quickEnvironment, temporaryFolder, write } from "./places.js";

async function failure(promise: Promise<unknown>): Promise<EnvironmentError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EnvironmentError);
  return error as EnvironmentError;
}

describe("asking an interpreter what it is", () => {
  it("tells version, place and kind of an environment given by its folder", async () => {
    const folder = temporaryFolder();
    const environment = quickEnvironment(await basePython(), join(folder, ".venv"));
    const interpreter = await probeInterpreter(environment);
    expect(interpreter).toMatchObject({
      virtual: true,
      prefix: environment,
      implementation: "cpython",
      platform: process.platform,
    });
    expect(interpreter.path).toContain(environment);
    expect(interpreter.version).toMatch(/^3\.\d+\.\d+/);
    expect(interpreter.basePrefix).not.toBe(environment);
  });

  it("lists what is installed with its modules, and nothing else", async () => {
    const interpreter = await probeInterpreter(await basePython());
    const pip = (await listPackages(interpreter)).find(({ name }) => name === "pip");
    expect(pip).toMatchObject({ name: "pip", modules: ["pip"] });
  });

  it("is not misled by files of the user named like standard modules", async () => {
    const folder = temporaryFolder();
    const environment = quickEnvironment(await basePython(), join(folder, ".venv"));
    write(join(environment, "bin", "json.py"), "raise SystemExit('not me')");
    await expect(probeInterpreter(environment)).resolves.toMatchObject({ virtual: true });
  });

  it("says that a path does not exist", async () => {
    const path = join(temporaryFolder(), "no", "python");
    const error = await failure(probeInterpreter(path));
    expect(error).toMatchObject({
      problem: "interpreter-missing",
      path,
      code: "ENVIRONMENT_INTERPRETER_MISSING",
    });
    expect(error.message).toContain(`There is no Python interpreter at ${path}`);
  });

  it.each([
    ["a shell", "/bin/sh"],
    ["a program that copies its input", "/bin/cat"],
  ])("says that %s is not Python", async (_, path) => {
    const error = await failure(probeInterpreter(path));
    expect(error).toMatchObject({ problem: "not-python", path });
    expect(error.message).toMatch(
      /not a usable Python interpreter: it did not answer as Python does \(exit code \d+\)/,
    );
  });

  it("gives up a program that never answers, and ends it", async () => {
    const path = write(join(temporaryFolder(), "python"), "#!/bin/sh\nwhile :; do sleep 1; done\n", true);
    const error = await failure(probeInterpreter(path, { timeout: 300 }));
    expect(error.problem).toBe("not-python");
    expect(error.message).toContain("did not answer within 0.3 seconds");
  });

  it("says that a file is not executable", async () => {
    const path = write(join(temporaryFolder(), "python"), "print()");
    expect((await failure(probeInterpreter(path))).message).toContain("it is not executable");
  });

  it("says that a Python is too old, with its version", async () => {
    const answer = JSON.stringify({ version: "3.8.18", path: "/usr/bin/python3.8" });
    const path = write(
      join(temporaryFolder(), "python3.8"),
      `#!/bin/sh\necho 'snakebridge-answer:${answer}'\n`,
      true,
    );
    const error = await failure(probeInterpreter(path));
    expect(error).toMatchObject({ problem: "python-too-old", version: "3.8.18" });
    expect(error.message).toContain("is Python 3.8.18; SnakeBridge needs Python 3.9 or later");
  });

  it("says that an environment is broken when its base is gone, and names the base", async () => {
    const folder = temporaryFolder();
    const environment = quickEnvironment(await basePython(), join(folder, ".venv"));
    rmSync(join(environment, "bin"), { recursive: true });
    link("/nowhere/python3", join(environment, "bin", "python"));
    for (const path of [environment, join(environment, "bin", "python")]) {
      const error = await failure(probeInterpreter(path));
      expect(error).toMatchObject({ problem: "environment-broken", path: environment });
      expect(error.fix).toContain("snakebridge setup --recreate");
    }
  });

  it("says that a folder is no environment", async () => {
    const path = temporaryFolder();
    expect(await failure(probeInterpreter(path))).toMatchObject({ problem: "not-an-environment", path });
  });

  it("refuses an environment whose setup was interrupted", async () => {
    const environment = quickEnvironment(await basePython(), join(temporaryFolder(), ".venv"));
    write(join(environment, ".snakebridge-setup"), '{"state":"making","ours":true}');
    expect(await failure(probeInterpreter(environment))).toMatchObject({ problem: "environment-unfinished" });
    expect(await failure(probeInterpreter(join(environment, "bin", "python")))).toMatchObject({
      problem: "environment-unfinished",
    });
  });

  it("recognises Windows' placeholder by where it lies and what it says", async () => {
    const path = join(temporaryFolder(), "Microsoft", "WindowsApps", "python");
    write(
      path,
      "#!/bin/sh\necho 'Python was not found; run without arguments to install from the Microsoft Store' >&2\nexit 9\n",
      true,
    );
    const error = await failure(probeInterpreter(path));
    expect(error.problem).toBe("store-placeholder");
    expect(error.fix).toContain("winget install");
  });

  it("can be cancelled", async () => {
    const path = write(join(temporaryFolder(), "python"), "#!/bin/sh\nwhile :; do sleep 1; done\n", true);
    const controller = new AbortController();
    const probing = probeInterpreter(path, { signal: controller.signal });
    controller.abort();
    expect((await failure(probing)).problem).toBe("cancelled");
  });
});
