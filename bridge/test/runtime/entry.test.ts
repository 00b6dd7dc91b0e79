/** The package's entry: how `python` finds its interpreter and settings. Each program runs in a project folder of its own. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const entry = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
const tsx = fileURLToPath(new URL("../../../node_modules/tsx/dist/cli.mjs", import.meta.url));

let folder = "";

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "snakebridge entry ü ")));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Runs a program and gives what it printed. */
function run(
  file: string,
  body: string,
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const path = write(
    file,
    `import { python, openPython, openPool, kw } from ${JSON.stringify(entry)};\n${body}\n`,
  );
  const env = { ...process.env, SNAKEBRIDGE_PYTHON: "", VIRTUAL_ENV: "", CONDA_PREFIX: "", ...options.env };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [tsx, path],
      { cwd: options.cwd ?? folder, env, timeout: 100_000 },
      (error, output, errors) => {
        if (error === null) resolve(output.trim());
        else reject(new Error(errors, { cause: error }));
      },
    );
  });
}

/** An environment that is told apart by a variable of its own. */
function environment(name: string): void {
  const base = join(folder, name);
  mkdirSync(join(base, "bin"), { recursive: true });
  writeFileSync(join(base, "pyvenv.cfg"), "home = /usr/bin\n");
  writeFileSync(
    join(base, "bin", "python"),
    `#!/bin/sh\nENVIRONMENT=${JSON.stringify(name)} exec python3 "$@"\n`,
    { mode: 0o755 },
  );
}

const WHICH = `console.log(await python.call("os.environ.get", ["ENVIRONMENT"]));`;

describe("python", () => {
  test("runs the README's first example without any configuration", async () => {
    expect(await run("main.mts", `console.log(await python.module("json").dumps({ test: "data" }));`)).toBe(
      '{"test": "data"}',
    );
  });

  test("loads what searches for interpreters only where there is no environment", async () => {
    const program = `
      await python.call("len", ["abc"]);
      const { createRequire } = await import("node:module");
      const { cache } = createRequire(import.meta.url);
      console.log(Object.keys(cache).some((path) => path.includes("/node_modules/which/")));
    `;
    expect(await run("main.mts", program)).toBe("true");
    environment(".venv");
    expect(await run("main.mts", program)).toBe("false");
  });

  test("takes the environment that the nearest snakebridge.json names, from the main module up", async () => {
    environment("environments/named");
    environment(".venv");
    write("snakebridge.json", `// a comment\n{ "python": { "environment": "environments/named" } }`);
    expect(await run("src/deep/main.mts", WHICH, { cwd: tmpdir() })).toBe("environments/named");
  });

  test("else the one that is found from the working directory up", async () => {
    environment("named");
    write("snakebridge.json", JSON.stringify({ python: { environment: "named" } }));
    const program = mkdtempSync(join(tmpdir(), "snakebridge program "));
    try {
      mkdirSync(join(folder, "deep"));
      expect(await run(join("..", basename(program), "main.mts"), WHICH, { cwd: join(folder, "deep") })).toBe(
        "named",
      );
    } finally {
      rmSync(program, { recursive: true, force: true });
    }
  });

  test("then the project's .venv, and SNAKEBRIDGE_PYTHON before all", async () => {
    environment(".venv");
    environment("other");
    expect(await run("main.mts", WHICH)).toBe(".venv");
    expect(
      await run("main.mts", WHICH, { env: { SNAKEBRIDGE_PYTHON: join(folder, "other", "bin", "python") } }),
    ).toBe("other");
  });

  test("takes the settings of its workers from snakebridge.json", async () => {
    write("work/here.txt", "");
    write(
      "snakebridge.json",
      JSON.stringify({
        python: { paths: ["modules"] },
        pool: { imports: ["mine"], workingDirectory: "work", environmentVariables: { MINE: "yes" } },
      }),
    );
    write("modules/mine.py", "value = 7\n");
    const body = `
      console.log(JSON.stringify([
        await python.call("os.getcwd"),
        await python.call("os.environ.get", ["MINE"]),
        await python.eval\`__import__("sys").modules["mine"].value\`,
      ]));`;
    expect(JSON.parse(await run("main.mts", body))).toEqual([join(folder, "work"), "yes", 7]);
  });

  test("rejects with what is wrong with a configuration, or with a missing environment", async () => {
    write("snakebridge.json", `{ "python": { "environment": 5 } }`);
    const body = `console.log(await python.eval\`1\`.catch((error) => error.name + ": " + error.message));`;
    expect(await run("main.mts", body)).toMatch(/^ConfigError: .*snakebridge\.json/s);
    write("snakebridge.json", `{ "python": { "environment": "nowhere" } }`);
    expect(await run("main.mts", body)).toMatch(/^EnvironmentError: .*nowhere.*snakebridge setup/s);
    environment("newest");
    write("snakebridge.json", `{ "python": { "environment": "newest", "version": ">=99" } }`);
    expect(await run("main.mts", body)).toMatch(/^EnvironmentError: .*asks for Python >=99/s);
  });

  test("openPython and openPool take options of their own", async () => {
    environment("mine");
    const body = `
      const own = openPython({ environment: ${JSON.stringify(join(folder, "mine"))}, env: { X: "1" }, onOutput: (stream, text) => { printed += stream + ":" + text; } });
      let printed = "";
      console.log(await own.call("os.environ.get", ["ENVIRONMENT"]), await own.call("os.environ.get", ["X"]));
      await own.exec\`print("printed", flush=True)\`;
      await own.close(60_000);
      // Python may write the text and the line's end apart.
      console.log(printed.replaceAll("stdout:", "").trim());
      const named = await python.session("alice");
      console.log(named === (await python.session("alice")), named.pid !== python.pid);
      await python.close();
      await using pool = openPool({ size: 2 });
      console.log((await pool.map("len", ["a", "bb"])).join());`;
    expect((await run("main.mts", body)).split("\n")).toEqual(["mine 1", "printed", "true true", "1,2"]);
  });

  test("Python's logging is handed over with level and logger", async () => {
    const body = `
      const own = openPython({
        logging: "INFO",
        onLog: (record, { pid, session }) =>
          console.log(record.level, record.logger, record.message, pid === own.pid, session),
      });
      await own.exec("import logging; logging.getLogger('a.b').warning('careful %d', 1)");
      await own.close(60_000);`;
    expect(await run("main.mts", body)).toBe("WARNING a.b careful 1 true undefined");
  });
});

test("a link to the main module leads to the project that it stands in", async () => {
  environment(".venv");
  await run("real/main.mts", "");
  symlinkSync(join(folder, "real", "main.mts"), join(folder, "link.mts"));
  expect(await run("main.mts", WHICH)).toBe(".venv");
});

test("a crash is told as one, also where nothing but the call keeps the program alive", async () => {
  const told = await run(
    "main.mts",
    `try { await python.exec("import ctypes; ctypes.string_at(0)"); } catch (error) { console.log(error.message); }`,
  );
  expect(told).toMatch(/ended by SIGSEGV/);
  expect(told).not.toMatch(/closed/);
});
