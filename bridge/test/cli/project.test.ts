import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { basePython, quickEnvironment } from "../environment/places.js";
import { projectFolder } from "./run.js";

// Processes and installers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

describe("snakebridge init", () => {
  it("writes a configuration from what the program imports", async () => {
    const folder = projectFolder({
      "src/main.ts": `import { python } from "snakebridge";\nconst np = python.module("numpy");\nexport const x: number = await np.linalg.norm([1]);`,
      "src/view.tsx": `import { python } from "snakebridge";\nconst j = python.module("json");\nexport const View = () => <b>{String(j.dumps({}))}</b>;`,
      "node_modules/other/index.js": `python.module("secret")`,
    });
    const { code, stdout } = await folder.run("init");
    expect(code).toBe(0);
    expect(stdout).toContain("modules: json, numpy");
    expect(JSON.parse(folder.read("snakebridge.json"))).toMatchObject({
      python: { environment: ".venv", requirements: ["numpy"] },
      outDir: "src/python",
      modules: { json: {}, numpy: {} },
    });
    expect((await folder.run("validate")).code).toBe(0);
  });

  it("takes the project's own Python code for what it is", async () => {
    const folder = projectFolder({
      "main.ts": `import { python } from "snakebridge";\npython.module("shapes").area(1); python.module("tools.files").f(); python.module("numpy").pi;`,
      "lib/shapes.py": "",
      "tools/__init__.py": "",
      "tools/files.py": "",
    });
    expect((await folder.run("init")).code).toBe(0);
    expect(JSON.parse(folder.read("snakebridge.json"))).toMatchObject({
      python: { requirements: ["numpy"], paths: [".", "lib"] },
      modules: { numpy: {}, shapes: {}, tools: { submodules: ["files"] } },
    });
  });

  it("does not write over a file that is there, unless it is told to", async () => {
    const folder = projectFolder({ "snakebridge.json": "{ faulty" });
    const { code, stderr } = await folder.run("init");
    expect([code, stderr]).toEqual([3, expect.stringContaining("snakebridge.json exists already")]);
    expect(folder.read("snakebridge.json")).toBe("{ faulty");
    expect((await folder.run("init", "--force")).code).toBe(0);
    expect((await folder.run("validate")).code).toBe(0);
  });
});

describe("snakebridge doctor", () => {
  it("tells which Python, why that one, and that a call works", async () => {
    const folder = projectFolder({ "snakebridge.json": { modules: { json: {} } } });
    const environment = quickEnvironment(await basePython(), join(folder.path, ".venv"));
    const { code, stdout } = await folder.run("doctor");
    expect(code).toBe(0);
    expect(stdout).toContain(join(environment, "bin", "python"));
    expect(stdout).toContain("Chosen because the project has an environment in .venv.");
    expect(stdout).toContain("The module of snakebridge.json is there");
    expect(stdout).toMatch(/A call to Python and back works \(\d+ ms with its start\)/);
    expect(stdout).toContain("No problem");
  });

  it("names each thing that is missing and how to fix it, and exits with 4", async () => {
    const folder = projectFolder({
      "snakebridge.json": { python: { requirements: ["no-such-thing>=1"] }, modules: { no_such_thing: {} } },
    });
    quickEnvironment(await basePython(), join(folder.path, ".venv"));
    const { code, stdout } = await folder.run("doctor");
    expect(code).toBe(4);
    expect(stdout).toContain(
      "✗ no-such-thing>=1 is not installed\n    fix: `snakebridge setup` installs it.",
    );
    expect(stdout).toContain("✗ The module no_such_thing of snakebridge.json is not there");
    expect(stdout).toContain("2 problems");
  });

  it("shows the search also where it led to nothing usable", async () => {
    const folder = projectFolder({ "snakebridge.json": { python: { environment: "env" } } });
    const { stdout } = await folder.run("doctor");
    expect(stdout).toMatch(
      /option: nothing\n +SNAKEBRIDGE_PYTHON: nothing\n +configuration: .*env \(not usable\)/,
    );
  });

  it("says what to do when the environment has not been made", async () => {
    const folder = projectFolder({ "snakebridge.json": { python: { environment: "env" } } });
    const { code, stdout } = await folder.run("doctor", "--json");
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ healthy: false });
    expect((await folder.run("doctor")).stdout).toMatch(
      /✗ The project's environment \S.*env does not exist yet\.\n(?: {4}.*\n)+ {4}fix: Run `snakebridge setup` to make it\./,
    );
  });
});
