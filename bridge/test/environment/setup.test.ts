import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import {
  gatherRequirements,
  interpreterIn,
  listPackages,
  probeInterpreter,
  readMarker,
  setUpEnvironment,
  type SetupOptions,
  type SetupProgress,
} from "../../src/environment/index.js";
import { basePython, quickEnvironment, temporaryFolder, wheel, write } from "./places.js";

// Processes and installers take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const root = join(import.meta.dirname, "..", "..", "..");
let uv: string | undefined;

/** The variables under which setup uses one tool or the other. No index is ever asked. */
function toolEnvironment(tool: "uv" | "pip"): NodeJS.ProcessEnv {
  if (tool === "pip") return { ...process.env, SNAKEBRIDGE_UV: "", PIP_NO_INDEX: "1" };
  uv ??= execFileSync(process.execPath, [join(root, "scripts", "test-environment.mjs"), "uv"], {
    encoding: "utf8",
  }).trim();
  return { ...process.env, SNAKEBRIDGE_UV: uv, UV_OFFLINE: "1" };
}

interface Project {
  folder: string;
  environment: string;
  setUp: (requirements: string[], more?: Partial<SetupOptions>) => ReturnType<typeof setUpEnvironment>;
}

async function project(tool: "uv" | "pip" = "uv"): Promise<Project> {
  const folder = temporaryFolder();
  const environment = join(folder, ".venv");
  const python = await basePython();
  return {
    folder,
    environment,
    setUp: async (requirements, more = {}) =>
      setUpEnvironment({
        folder,
        environment,
        python,
        requirements: await gatherRequirements({ folder, requirements }),
        env: toolEnvironment(tool),
        ...more,
      }),
  };
}

const installedIn = async (environment: string) =>
  Object.fromEntries(
    (await listPackages(await probeInterpreter(environment))).map(({ name, version }) => [name, version]),
  );

describe.each(["pip", "uv"] as const)("setting up an environment with %s", (tool) => {
  it("makes it, installs, imports, and says what it does", async () => {
    const { folder, environment, setUp } = await project(tool);
    const progress: SetupProgress[] = [];
    const result = await setUp([await wheel(folder, "first_thing", "1.0")], {
      onProgress: (event) => progress.push(event),
    });
    expect(result).toMatchObject({ created: true, installer: tool, environment });
    expect(result.checks).toEqual([{ module: "first_thing", ok: true, milliseconds: expect.any(Number) }]);
    expect(result.changes).toMatchObject({ first_thing: [undefined, "1.0"] });
    expect([...new Set(progress.map(({ phase }) => phase))]).toEqual([
      "find",
      "create",
      "install",
      "verify",
      "finish",
    ]);
    expect(progress.filter(({ line }) => line?.includes("first")).length).toBeGreaterThan(0);
    expect(
      execFileSync(interpreterIn(environment), ["-c", "import first_thing; print('works')"], {
        encoding: "utf8",
      }),
    ).toContain("works");
    expect(await readMarker(environment)).toEqual({ state: "complete", ours: true });
  });

  it("changes nothing the second time", async () => {
    const { folder, setUp } = await project(tool);
    const requirement = await wheel(folder, "first_thing", "1.0");
    await setUp([requirement]);
    const again = await setUp([requirement]);
    expect(again.created).toBe(false);
    expect(again.checks[0]?.ok).toBe(true);
  });

  it("leaves nothing behind when an installation fails, and repeats the installer's words", async () => {
    const { folder, environment, setUp } = await project(tool);
    const error = await setUp(["no-such-distribution-anywhere==1"]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      problem: "install-failed",
      log: expect.arrayContaining([expect.stringContaining("no-such-distribution-anywhere")]),
    });
    expect(existsSync(environment)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("gives an existing environment its packages back when a later installation fails", async () => {
    const { folder, environment, setUp } = await project(tool);
    await setUp([await wheel(folder, "first_thing", "1.0")]);
    const before = await installedIn(environment);
    await expect(setUp(["no-such-distribution-anywhere==1"])).rejects.toMatchObject({
      problem: "install-failed",
    });
    expect(await installedIn(environment)).toEqual(before);
    expect(await readMarker(environment)).toEqual({ state: "complete", ours: true });
  });

  it("installs exactly what is locked when frozen", async () => {
    const { folder, environment, setUp } = await project(tool);
    const requirement = await wheel(folder, "first_thing", "1.0", "", ["second-thing"]);
    await setUp([requirement], { frozen: true, versions: { first_thing: "1.0" } });
    expect(await installedIn(environment)).toMatchObject({ first_thing: "1.0" });
  });
});

describe("setting up an environment", () => {
  it("leaves nothing behind when cancelled in the middle", async () => {
    const { folder, environment, setUp } = await project();
    const controller = new AbortController();
    const requirement = await wheel(folder, "first_thing", "1.0");
    const setup = setUp([requirement], {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === "install") controller.abort();
      },
    });
    await expect(setup).rejects.toMatchObject({ problem: "cancelled" });
    expect(existsSync(environment)).toBe(false);
  });

  it("keeps what is installed but reports what can't be imported", async () => {
    const { folder, environment, setUp } = await project();
    const requirement = await wheel(folder, "broken_thing", "1.0", "import not_there_at_all");
    const error = await setUp([requirement]).catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ problem: "verify-failed" });
    expect((error as Error).message).toContain(
      "broken_thing of broken-thing (ModuleNotFoundError: No module named 'not_there_at_all')",
    );
    expect(await installedIn(environment)).toMatchObject({ broken_thing: "1.0" });
  });

  it("survives a module that ends the process, and checks the others", async () => {
    const { folder, setUp } = await project();
    const requirements = [
      await wheel(folder, "deadly", "1.0", "import os; os._exit(3)"),
      await wheel(folder, "noisy", "1.0", "print('snakebridge-answer:{}')"),
      await wheel(folder, "leaving", "1.0", "import sys; sys.exit(0)"),
    ];
    const error = await setUp(requirements).catch((reason: unknown) => reason as Error);
    expect((error as Error).message).toContain(
      "deadly of deadly (importing it ended the process with exit code 3)",
    );
    expect((error as Error).message).toContain("leaving of leaving (SystemExit: 0)");
    expect((error as Error).message).not.toContain("noisy");
  });

  it("lets uv bring a Python where there is none", async () => {
    const { folder, environment, setUp } = await project();
    const { SNAKEBRIDGE_UV: real = "", ...env } = toolEnvironment("uv");
    const python = await basePython();
    // A Python of a version that no machine has: this machine's own, which calls itself so.
    const answer = JSON.stringify({
      ...(await probeInterpreter(python)),
      version: "3.99.0",
      path: join(folder, "python"),
    });
    write(
      join(folder, "python"),
      `#!/bin/sh\ncase "$3" in *"release = "*) echo 'snakebridge-answer:${answer}' ;; *) exec "${python}" "$@" ;; esac\n`,
      true,
    );
    // A uv that finds it only after it was asked to install one.
    const sign = join(folder, "installed");
    const uvProgram = write(
      join(folder, "uv"),
      `#!/bin/sh\ncase "$1 $2" in\n"python install") echo "$@" > "${sign}" ;;\n"python find") [ -f "${sign}" ] && echo "${join(folder, "python")}" ;;\n*) exec "${real}" "$@" ;;\nesac\n`,
      true,
    );
    const messages: string[] = [];
    const { base } = await setUp([], {
      python: undefined,
      version: "==3.99.*",
      env: { ...env, PATH: "/usr/bin:/bin", PYENV_ROOT: join(folder, "none"), SNAKEBRIDGE_UV: uvProgram },
      onProgress: ({ message }) => messages.push(message),
    });
    expect(messages).toContain("There is no suitable Python on this machine; uv downloads one.");
    expect([base?.source, readFileSync(sign, "utf8")]).toEqual(["uv", expect.stringContaining("==3.99.*")]);
    expect(existsSync(interpreterIn(environment))).toBe(true);
  });

  it("finishes an environment whose making was interrupted", async () => {
    const { folder, environment, setUp } = await project();
    write(join(environment, ".snakebridge-setup"), '{"state":"making","ours":true}');
    write(join(environment, "half"), "");
    const result = await setUp([await wheel(folder, "first_thing", "1.0")]);
    expect(result.created).toBe(true);
    expect(existsSync(join(environment, "half"))).toBe(false);
  });

  it("never touches a folder that is not an environment", async () => {
    const { environment, setUp } = await project();
    const file = write(join(environment, "thesis.txt"), "mine");
    await expect(setUp([])).rejects.toMatchObject({ problem: "not-an-environment", path: environment });
    await expect(setUp([], { recreate: true })).rejects.toMatchObject({ problem: "not-an-environment" });
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  it("keeps no note in an environment that the user made", async () => {
    const { folder, environment, setUp } = await project();
    quickEnvironment(await basePython(), environment);
    const result = await setUp([await wheel(folder, "first_thing", "1.0")]);
    expect(result.created).toBe(false);
    expect(await readMarker(environment)).toBeUndefined();
  });

  it("brings the old environment back when making it again fails", async () => {
    const { folder, environment, setUp } = await project();
    await setUp([await wheel(folder, "first_thing", "1.0")]);
    await expect(setUp(["no-such-distribution-anywhere"], { recreate: true })).rejects.toMatchObject({
      problem: "install-failed",
    });
    expect(await installedIn(environment)).toMatchObject({ first_thing: "1.0" });
    expect(readdirSync(folder).filter((name) => name.startsWith(".venv"))).toEqual([".venv"]);
  });

  it("lets two runs at once take turns", async () => {
    const { folder, environment, setUp } = await project();
    const requirement = await wheel(folder, "first_thing", "1.0");
    const waited: string[] = [];
    const onProgress = ({ message }: SetupProgress) => {
      if (message.includes("waiting")) waited.push(message);
    };
    const results = await Promise.all([
      setUp([requirement], { onProgress }),
      setUp([requirement], { onProgress }),
    ]);
    expect(results.map(({ created }) => created).sort()).toEqual([false, true]);
    expect(waited).toEqual([`Another setup of ${environment} is running; waiting for it.`]);
    expect(await installedIn(environment)).toMatchObject({ first_thing: "1.0" });
  });

  it("reads requirements.txt and pyproject.toml", async () => {
    const { folder, setUp } = await project();
    const [fromFile, fromProject] = [
      await wheel(folder, "from_file", "1.0"),
      await wheel(folder, "from_project", "2.0"),
    ];
    write(join(folder, "requirements.txt"), `# ours\n${fromFile}\n`);
    write(
      join(folder, "pyproject.toml"),
      `[project]\nname = "x"\ndependencies = [${JSON.stringify(fromProject)}]\n`,
    );
    const result = await setUp([]);
    expect(result.checks.map(({ module }) => module).sort()).toEqual(["from_file", "from_project"]);
  });

  it("ends the installer when its host is killed", async () => {
    const { folder, environment } = await project();
    const lasting = write(
      join(folder, "lasting.py"),
      "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)\n",
    );
    const host = spawn(
      process.execPath,
      [
        "--input-type=module",
        "--eval",
        `import { spawn } from "node:child_process";
         const child = spawn(${JSON.stringify(await basePython())}, ["-c", process.argv[1], ${JSON.stringify(await guard())}, ${JSON.stringify(await basePython())}, ${JSON.stringify(lasting)}], { stdio: ["pipe", "inherit", "inherit"], detached: true });
         child.stdin.on("error", () => {});`,
        "exec(__import__('sys').argv[1])",
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const pid = Number(
      await new Promise<string>((resolve) =>
        host.stdout.once("data", (data: Buffer) => resolve(data.toString())),
      ),
    );
    expect(isAlive(pid)).toBe(true);
    host.kill("SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
    expect(existsSync(environment)).toBe(false);
  });
});

async function guard(): Promise<string> {
  const { GUARDED } = await import("../../src/environment/questions.js");
  return GUARDED;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has reaped yet is dead too.
    return process.platform !== "linux" || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
