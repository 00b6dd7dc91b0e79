import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { projectFolder, systemNode } from "./run.js";

vi.setConfig({ testTimeout: 300_000 });

/** Runs a program in a project's folder on the machine's own Node. */
async function program(code: string): Promise<string> {
  const folder = projectFolder({
    "package.json": { type: "module" },
    "lib/things.py": "def add(one: int, other: int = 2) -> int:\n    return one + other\n",
    "snakebridge.json": { python: { paths: ["lib"] } },
    "main.js": code,
  });
  const env = { ...process.env, XDG_CACHE_HOME: folder.cache, SNAKEBRIDGE_PYTHON: "" };
  const { stdout } = await promisify(execFile)(systemNode(), ["main.js"], { cwd: join(folder.path), env });
  return stdout;
}

describe("the functions of the package", () => {
  it("discover, configure, generate and load, as the command line does", async () => {
    const stdout = await program(`
      import { configFromDescription, discover, generate } from "snakebridge";
      const description = await discover("things");
      const { files } = await generate(configFromDescription(description));
      console.log(files.map(({ path, state }) => path.split("src/python/")[1] + " " + state).join(", "));
      const { add } = await import("./src/python/things.js");
      console.log(await add(1));
    `);
    expect(stdout).toBe("things.d.ts written, things.js written\n3\n");
  });

  it("integrate does all in one step", async () => {
    const stdout = await program(`
      import { integrate } from "snakebridge";
      const { module, description } = await integrate("things");
      console.log(description.members.length, await module.add(40));
    `);
    expect(stdout).toBe("1 42\n");
  });

  it("fail with typed errors that say what to do", async () => {
    const stdout = await program(`
      import { discover, generate } from "snakebridge";
      for (const task of [() => discover("nowhere_to_be_found"), () => generate(), () => discover("things", { python: "/nowhere" })]) {
        await task().catch((error) => console.log(error.name, error.code));
      }
    `);
    expect(stdout).toBe(
      "DescriptionError DESCRIPTION_NOT_FOUND\nNothingToGenerateError NOTHING_TO_GENERATE\nEnvironmentError ENVIRONMENT_INTERPRETER_MISSING\n",
    );
  });
});
