import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  ConfigError,
  defaultConfig,
  findConfig,
  formatProblem,
  loadConfig,
  type LoadOptions,
} from "../../src/config/index.js";
import { configJsonSchema } from "../../src/config/json-schema.js";
import { knownKeys } from "../../src/config/light.js";
import { temporaryFolder, write } from "../environment/places.js";

/** Writes files into a workspace with a version control's mark. */
function workspace(files: Record<string, unknown>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".git"));
  for (const [name, content] of Object.entries(files))
    write(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return folder;
}

async function problemsOf(file: string, options?: LoadOptions): Promise<string[]> {
  const error: unknown = await loadConfig(file, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).problems.map(formatProblem);
}

describe("loading a configuration", () => {
  it("merges what it extends, in order, by the documented rule", async () => {
    const folder = workspace({
      "first.json": {
        outDir: "one",
        python: { version: ">=3.9", requirements: ["a", "b"] },
        modules: { json: { docs: "none" }, math: {} },
        pool: { size: 4, threads: 2 },
      },
      "second.json": { python: { requirements: ["c"] }, modules: { json: { naming: "camel" } } },
      "app/snakebridge.json": {
        extends: ["../first.json", "../second.json"],
        modules: { math: false, random: {} },
        pool: { size: 1 },
      },
    });
    const config = await loadConfig(join(folder, "app", "snakebridge.json"));
    expect(config.modules).toEqual({ json: { docs: "none", naming: "camel" }, random: {} });
    expect(config.python).toMatchObject({ version: ">=3.9", requirements: ["c"] });
    expect(config.pool).toEqual({ size: 1, threads: 2 });
    expect(config.files).toEqual(
      ["app/snakebridge.json", "first.json", "second.json"].map((name) => join(folder, name)),
    );
    expect(config).toMatchObject({ folder: join(folder, "app"), workspace: folder, output: "js" });
  });

  it("takes each path from the file that says it", async () => {
    const folder = workspace({
      "shared/base.json": { outDir: "out", python: { environment: "env", paths: ["lib"] } },
      "app/snakebridge.json": { extends: "../shared/base.json" },
    });
    const config = await loadConfig(join(folder, "app", "snakebridge.json"));
    expect(config.outDir).toBe(join(folder, "shared", "out"));
    expect(config.python).toMatchObject({
      environment: join(folder, "shared", "env"),
      environmentIsNamed: true,
      paths: [join(folder, "shared", "lib")],
    });
  });

  it("has defaults, beside the file", async () => {
    const folder = workspace({ "snakebridge.json": {} });
    const expected = {
      outDir: join(folder, "src", "python"),
      python: { environment: join(folder, ".venv"), environmentIsNamed: false },
      used: undefined,
    };
    expect(await loadConfig(join(folder, "snakebridge.json"))).toMatchObject(expected);
    expect(await defaultConfig(folder)).toMatchObject({ ...expected, file: undefined, modules: {} });
  });

  it("replaces environment variables where that is declared", async () => {
    const folder = workspace({
      "snakebridge.json": {
        python: { environment: "${env:VENV_HOME}/project", paths: ["${env:NOT_SET:-lib}"] },
        pool: { environmentVariables: { TOKEN: "Bearer ${env:TOKEN}", GONE: null } },
      },
    });
    const config = await loadConfig(join(folder, "snakebridge.json"), {
      env: { VENV_HOME: "/elsewhere", TOKEN: "a$&b" },
    });
    expect(config.python).toMatchObject({ environment: "/elsewhere/project", paths: [join(folder, "lib")] });
    expect(config.pool.environmentVariables).toEqual({ TOKEN: "Bearer a$&b", GONE: null });
    expect(await problemsOf(join(folder, "snakebridge.json"), { env: { TOKEN: "x" } })).toEqual([
      `${folder}/snakebridge.json:1:26: The environment variable VENV_HOME is not set. Set it, or say what to take instead: \${env:VENV_HOME:-default}.`,
    ]);
  });

  it("keeps paths inside the workspace, links included", async () => {
    const folder = workspace({
      "snakebridge.json": `{\n  "outDir": "../out",\n  "python": { "paths": ["link/lib", "ok", "..dots"] }\n}`,
    });
    symlinkSync("/", join(folder, "link"));
    expect(await problemsOf(join(folder, "snakebridge.json"))).toEqual([
      `${folder}/snakebridge.json:2:13: "../out" leads out of the workspace ${folder}. Paths stay inside it.`,
      `${folder}/snakebridge.json:3:25: "link/lib" leads out of the workspace ${folder}. Paths stay inside it.`,
    ]);
  });

  it("says at the place of extends what is wrong with it, and shows the base's own faults", async () => {
    const folder = workspace({
      "snakebridge.json": { extends: ["none.json", "faulty.json", "../outside.json"] },
      "faulty.json": { outdir: "x" },
      "one.json": { extends: "two.json" },
      "two.json": { extends: "./one.json" },
    });
    expect(await problemsOf(join(folder, "snakebridge.json"))).toEqual([
      `${folder}/snakebridge.json:1:13: There is no file ${folder}/none.json.`,
      `${folder}/faulty.json:1:2: Unknown key "outdir". Did you mean "outDir"?`,
      `${folder}/snakebridge.json:1:25: ${folder}/faulty.json has a problem itself.`,
      `${folder}/snakebridge.json:1:39: "../outside.json" leads out of the workspace ${folder}. Paths stay inside it.`,
    ]);
    expect((await problemsOf(join(folder, "one.json")))[0]).toBe(
      `${folder}/two.json:1:12: The files build on each other in a circle: ${folder}/one.json -> ${folder}/two.json -> ${folder}/one.json.`,
    );
  });

  it("may build on one file twice by different ways", async () => {
    const folder = workspace({
      "root.json": { outDir: "r" },
      "left.json": { extends: "root.json", output: "ts" },
      "right.json": { extends: "root.json", naming: "camel" },
      "snakebridge.json": { extends: ["left.json", "right.json"] },
    });
    expect(await loadConfig(join(folder, "snakebridge.json"))).toMatchObject({
      output: "ts",
      naming: "camel",
      outDir: join(folder, "r"),
    });
  });

  it("says that there is no such file", async () => {
    expect(await problemsOf("/nowhere/snakebridge.json")).toEqual([
      "/nowhere/snakebridge.json:1:1: This configuration file does not exist. `snakebridge init` writes one.",
    ]);
  });

  it("is found from any folder below it", async () => {
    const folder = workspace({ "snakebridge.json": {}, "a/b/c.txt": "" });
    expect(await findConfig(join(folder, "a", "b"))).toBe(join(folder, "snakebridge.json"));
    expect(await findConfig("/")).toBeUndefined();
  });

  it("takes the text that an editor holds", async () => {
    const folder = workspace({ "snakebridge.json": {} });
    const config = await loadConfig(join(folder, "snakebridge.json"), {
      readText: () => Promise.resolve(`{ "output": "ts" }`),
    });
    expect(config.output).toBe("ts");
  });

  it("reads lightly with the same result, and with all faults where something is odd", async () => {
    const folder = workspace({
      "snakebridge.json": { pool: { size: 2 }, python: { environment: "e" } },
      "odd.json": { pool: { size: "2" } },
    });
    const file = join(folder, "snakebridge.json");
    expect(await loadConfig(file, { light: true })).toEqual(await loadConfig(file));
    expect(await problemsOf(join(folder, "odd.json"), { light: true })).toEqual([
      `${folder}/odd.json:1:17: pool.size must be a number, not a string.`,
    ]);
  });

  it.each([
    [{ pol: { size: 2 } }, '1:2: Unknown key "pol". Did you mean "pool"?'],
    [{ pool: { sise: 2 } }, '1:10: Unknown key "sise" in pool. Did you mean "size"?'],
    [
      { python: { enviroment: "e" } },
      '1:12: Unknown key "enviroment" in python. Did you mean "environment"?',
    ],
    [{ pool: { recycle: { call: 2 } } }, '1:21: Unknown key "call" in pool.recycle. Did you mean "calls"?'],
  ])("tells a running program of a name that it does not know: %j", async (content, problem) => {
    const folder = workspace({ "snakebridge.json": content });
    const file = join(folder, "snakebridge.json");
    expect(await problemsOf(file, { light: true })).toEqual([`${file}:${problem}`]);
  });

  it("knows lightly the names that the schema has", () => {
    type Node = { properties?: Record<string, Node> };
    const root = configJsonSchema() as Node;
    for (const [path, names] of Object.entries(knownKeys)) {
      const node = (path === "" ? [] : path.split(".")).reduce<Node | undefined>(
        (current, part) => current?.properties?.[part],
        root,
      );
      expect(Object.keys(node?.properties ?? {}).sort(), path).toEqual([...names].sort());
    }
  });
});
