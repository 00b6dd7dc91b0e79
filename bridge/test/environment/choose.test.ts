import { mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseInterpreter, findInterpreters, locateInterpreter } from "../../src/environment/index.js";
import { bareEnvironment, basePython, link, quickEnvironment, temporaryFolder, write } from "./places.js";

/** A project with an interpreter at every station of the search. */
async function everywhere() {
  const python = await basePython();
  const folder = temporaryFolder();
  const station = (name: string) => quickEnvironment(python, join(folder, name));
  const onPath = join(folder, "path");
  link(python, join(onPath, "python3"));
  return {
    folder,
    python,
    option: station("one"),
    named: station("two"),
    configured: station("three"),
    project: station(".venv"),
    active: station("four"),
    onPath,
  };
}

describe("choosing an interpreter", () => {
  it("follows the documented order, and says why", async () => {
    const { folder, python, option, named, configured, project, active, onPath } = await everywhere();
    const all = {
      folder,
      python: option,
      environment: configured,
      env: bareEnvironment({ PATH: onPath, SNAKEBRIDGE_PYTHON: named, VIRTUAL_ENV: active }),
    };
    const prefixOf = async (options: Parameters<typeof chooseInterpreter>[0]) => {
      const { interpreter, source, reason } = await chooseInterpreter(options);
      return [interpreter.prefix, source, reason];
    };
    expect(await prefixOf(all)).toEqual([option, "option", "Chosen because given explicitly (--python)."]);
    const { python: _option, ...withoutOption } = all;
    expect((await prefixOf(withoutOption)).slice(0, 2)).toEqual([named, "SNAKEBRIDGE_PYTHON"]);
    const withoutName = { ...withoutOption, env: bareEnvironment({ PATH: onPath, VIRTUAL_ENV: active }) };
    expect((await prefixOf(withoutName)).slice(0, 2)).toEqual([configured, "configuration"]);
    const { environment: _environment, ...withoutConfiguration } = withoutName;
    expect((await prefixOf(withoutConfiguration)).slice(0, 2)).toEqual([project, "project environment"]);
    const elsewhere = { ...withoutConfiguration, folder: temporaryFolder() };
    expect((await prefixOf(elsewhere)).slice(0, 2)).toEqual([active, "active environment"]);
    const last = await chooseInterpreter({ ...elsewhere, env: bareEnvironment({ PATH: onPath }) });
    expect([last.source, last.interpreter.path]).toEqual(["PATH", expect.stringContaining("python")]);
    expect(last.interpreter.virtual).toBe(false);
    expect(last.considered.map(({ source, outcome }) => `${source}: ${outcome}`)).toContain(
      "SNAKEBRIDGE_PYTHON: nothing",
    );
    expect(python).not.toBe("");
  });

  it("never takes another than the one that was asked for", async () => {
    const folder = temporaryFolder();
    await expect(chooseInterpreter({ folder, python: join(folder, "nothing") })).rejects.toMatchObject({
      problem: "interpreter-missing",
    });
    await expect(
      chooseInterpreter({ folder, env: { ...process.env, SNAKEBRIDGE_PYTHON: "/bin/sh" } }),
    ).rejects.toMatchObject({ problem: "not-python" });
    await expect(chooseInterpreter({ folder, environment: join(folder, ".venv") })).rejects.toMatchObject({
      problem: "environment-missing",
      fix: "Run `snakebridge setup` to make it.",
    });
  });

  it("passes over what is unsuitable and says why, and says so when nothing is left", async () => {
    const folder = temporaryFolder();
    const onPath = join(folder, "path");
    const answer = JSON.stringify({ version: "3.8.1", path: "/old" });
    write(join(onPath, "python3"), `#!/bin/sh\necho 'snakebridge-answer:${answer}'\n`, true);
    const search = chooseInterpreter({
      folder,
      purpose: "make",
      version: ">=99",
      env: bareEnvironment({ PATH: onPath }),
    });
    const error = await search.then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    expect(error).toMatchObject({ problem: "python-not-found" });
    expect(error?.message).toContain("No Python >=99 was found");
    expect(error?.message).toContain(
      `\n  ${join(onPath, "python3")} is Python 3.8.1; SnakeBridge needs Python 3.9 or later.\n`,
    );
    expect(error?.message).toMatch(/or change python\.version in snakebridge\.json\.$/);
  });

  it("tells an unsuitable interpreter that several paths lead to once", async () => {
    const folder = temporaryFolder();
    const python = await basePython();
    const shims = ["one", "two"].map((name) => join(folder, name));
    for (const shim of shims) write(join(shim, "python3"), `#!/bin/sh\nexec "${python}" "$@"\n`, true);
    const { interpreter } = await chooseInterpreter({ folder, python: join(shims[0] ?? "", "python3") });
    const search = chooseInterpreter({
      folder,
      purpose: "make",
      version: ">=99",
      env: bareEnvironment({ PATH: shims.join(delimiter) }),
    });
    const error: unknown = await search.catch((reason: unknown) => reason);
    const line = `  ${interpreter.path} is Python ${interpreter.version}, but the project asks for Python >=99.`;
    expect(
      String(error)
        .split("\n")
        .filter((each) => each === line),
    ).toHaveLength(1);
    expect(String(error)).not.toContain(folder);
  });

  it("takes the version that .python-version pins, from pyenv", async () => {
    const folder = temporaryFolder();
    const python = await basePython();
    const root = join(folder, "pyenv");
    const { version } = (await chooseInterpreter({ folder, python })).interpreter;
    link(python, join(root, "versions", version, "bin", "python3"));
    write(join(folder, ".python-version"), `${version.split(".").slice(0, 2).join(".")}\n`);
    mkdirSync(join(folder, "project"));
    const choice = await chooseInterpreter({
      folder: join(folder, "project"),
      env: bareEnvironment({ PYENV_ROOT: root }),
    });
    expect(choice.source).toBe(".python-version");
    expect(choice.reason).toContain(join(folder, ".python-version"));
  });

  it("asks for an environment of the right version", async () => {
    const folder = temporaryFolder();
    quickEnvironment(await basePython(), join(folder, ".venv"));
    await expect(chooseInterpreter({ folder, version: ">=99" })).rejects.toMatchObject({
      problem: "wrong-version",
      fix: "Make the environment again with `snakebridge setup --recreate`, or change python.version in snakebridge.json.",
    });
  });

  it("asks for the version also where nothing else has to be started", async () => {
    const folder = temporaryFolder();
    const python = await basePython();
    const old = join(folder, "old", "python3");
    write(
      old,
      `#!/bin/sh\necho 'snakebridge-answer:${JSON.stringify({ version: "3.9.1", path: old })}'\n`,
      true,
    );
    link(python, join(folder, "path", "python3"));
    const { version } = (await chooseInterpreter({ folder, python })).interpreter;
    const env = bareEnvironment({ PATH: [join(folder, "old"), join(folder, "path")].join(delimiter) });
    expect((await locateInterpreter({ folder, env })).path).toBe(old);
    const located = await locateInterpreter({ folder, env, version: `==${version}` });
    expect((await chooseInterpreter({ folder, python: located.path })).interpreter.version).toBe(version);
    quickEnvironment(python, join(folder, ".venv"));
    await expect(locateInterpreter({ folder, version: ">=99" })).rejects.toMatchObject({
      problem: "wrong-version",
    });
  });

  it("locates the same interpreter without starting it", async () => {
    const { folder, project, onPath } = await everywhere();
    const env = bareEnvironment({ PATH: onPath });
    const located = await locateInterpreter({ folder, env });
    expect(located).toMatchObject({ source: "project environment" });
    expect(located.path.startsWith(project)).toBe(true);
    expect((await locateInterpreter({ folder: temporaryFolder(), env })).path).toBe(join(onPath, "python3"));
    await expect(
      locateInterpreter({ folder: temporaryFolder(), environment: join(folder, "none"), env }),
    ).rejects.toMatchObject({ problem: "environment-missing" });
  });

  it("lists every interpreter once, unsuitable ones with the reason", async () => {
    const { folder, onPath, project } = await everywhere();
    link("/bin/sh", join(onPath, "python"));
    const found = await findInterpreters({ folder, env: bareEnvironment({ PATH: onPath }) });
    expect(found.map(({ source, outcome }) => [source, outcome]).slice(0, 3)).toEqual([
      ["project environment", "not reached"],
      ["PATH", "not reached"],
      ["PATH", "unsuitable"],
    ]);
    expect(found[0]?.interpreter?.prefix).toBe(project);
    expect(found[2]?.reason).toContain("not a usable Python interpreter");
    expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
  });
});
