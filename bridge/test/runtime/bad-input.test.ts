/** Modules and interpreters that misbehave: each ends in a typed error that says what to do, and nothing hangs. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InterpreterError, WorkerLostError, WorkerStartError } from "../../src/pool/errors.js";
import { StaleReferenceError } from "../../src/runtime/errors/errors.js";
import { PythonError, PythonModuleNotFoundError } from "../../src/runtime/errors/python-error.js";
import { openSession } from "./open.js";
import { failure } from "./failure.js";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "snakebridge-bad-input-"));
  const modules = {
    raises: "raise ValueError('at import')",
    prints: "import os\nprint('from python')\nos.system('echo from c')\nos.write(1, b'raw\\n')\nvalue = 1",
    exits: "import sys\nsys.exit(3)",
    crashes: "import os\nos._exit(7)",
    needs_missing: "import surely_not_installed",
    broken: "def f(:\n",
  };
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, `${name}.py`), text);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("a module", () => {
  test("that does not exist", async () => {
    const python = openSession();
    const error = await failure(python.module("no_such_module").f(1));
    expect(error).toBeInstanceOf(PythonModuleNotFoundError);
    expect(error.message).toMatch(/pip install .*no-such-module/);
    expect(await python.call("len", ["still there"])).toBe(11);
  });

  test("that raises while it is imported", async () => {
    const python = openSession({ sysPath: [folder] });
    const error = await failure(python.module("raises").f());
    expect(PythonError.is(error, "ValueError")).toBe(true);
    expect(error.frames.at(-1).file).toBe(join(folder, "raises.py"));
    expect(await python.call("len", ["still there"])).toBe(11);
  });

  test("that is not valid Python", async () => {
    const error = await failure(
      openSession({ sysPath: [folder] })
        .module("broken")
        .f(),
    );
    expect(PythonError.is(error, "SyntaxError")).toBe(true);
    expect(error.message).toContain("broken.py");
  });

  test("that imports another one that is not installed", async () => {
    const error = await failure(
      openSession({ sysPath: [folder] })
        .module("needs_missing")
        .f(),
    );
    expect(error).toMatchObject({ module: "surely_not_installed", distribution: "surely-not-installed" });
  });

  test("that prints while it is imported, from Python and from C", async () => {
    let printed = "";
    const python = openSession({ sysPath: [folder], onOutput: (_, text) => (printed += text) });
    expect(await python.module("prints").value).toBe(1);
    await python.call("sys.stdout.flush");
    await expect.poll(() => printed).toContain("from python");
    await expect.poll(() => printed).toContain("from c");
    await expect.poll(() => printed).toContain("raw");
  });

  test("that calls sys.exit", async () => {
    const python = openSession({ sysPath: [folder] });
    const error = await failure(python.module("exits").f());
    expect(PythonError.is(error, "SystemExit")).toBe(true);
    expect(await python.call("len", ["still there"])).toBe(11);
  });

  test("that ends the process: its calls and references are lost, the next call gets a new worker", async () => {
    const python = openSession({ sysPath: [folder] });
    const list = await python.eval`[]`.$ref();
    const pid = python.pid;
    const error = await failure(python.module("crashes").f());
    expect(error).toBeInstanceOf(WorkerLostError);
    expect(error).toMatchObject({ exitCode: 7, signal: null, pid });
    expect(await python.call("len", ["new"])).toBe(3);
    expect(python.pid).not.toBe(pid);
    expect(await failure(list.append(1))).toBeInstanceOf(StaleReferenceError);
    expect(await failure(python.call("len", [list]))).toBeInstanceOf(StaleReferenceError);
  });

  test("that ends the process is called once: nothing is tried again by itself", async () => {
    const python = openSession();
    const file = join(folder, "calls.txt");
    const error = await failure(
      python.exec`
        import os
        with open(${file}, "a") as calls:
            calls.write("called\n")
        os._exit(1)
      `,
    );
    expect(error).toBeInstanceOf(WorkerLostError);
    expect(await python.call("len", ["new"])).toBe(3);
    expect(readFileSync(file, "utf8")).toBe("called\n");
  });

  test("whose code crashes in C", async () => {
    const python = openSession({ onOutput: () => undefined });
    const error = await failure(python.module("ctypes").string_at(0));
    expect(error).toBeInstanceOf(WorkerLostError);
    expect(error.signal).toBe("SIGSEGV");
  });
});

describe("an interpreter", () => {
  test("that does not exist", async () => {
    const python = openSession({ python: join(folder, "no", "python") });
    const error = await failure(python.module("json").dumps(1));
    expect(error).toBeInstanceOf(InterpreterError);
    expect(error).toMatchObject({ problem: "not-found" });
    expect(await failure(python.eval`1`)).toMatchObject({ problem: "not-found" });
  });

  test("that is not Python", async () => {
    const error = await failure(openSession({ python: "/bin/cat" }).eval`1`);
    expect(error).toMatchObject({ problem: "not-python" });
  });

  test("that is too old", async () => {
    const old = join(folder, "python3.8");
    writeFileSync(old, "#!/bin/sh\necho 'snakebridge: this Python is too old: 3.8.18' >&2\nexit 86\n");
    chmodSync(old, 0o755);
    const error = await failure(openSession({ python: old }).eval`1`);
    expect(error).toMatchObject({ problem: "too-old", version: "3.8.18" });
    expect(error.message).toContain("3.9");
  });

  test("that fails to start", async () => {
    const error = await failure(openSession({ env: { PYTHONHOME: "/nowhere" } }).eval`1`);
    expect(error).toBeInstanceOf(WorkerStartError);
    expect(error.message).toContain("encodings");
  });
});

test("prints in the middle of a call, from Python and from C, disturb nothing", async () => {
  let printed = "";
  const python = openSession({ onOutput: (_, text) => (printed += text) });
  await python.exec`
    import ctypes, os, subprocess, sys
    def loud(n):
        print("python", n)
        sys.stderr.write("stderr\n")
        libc = ctypes.CDLL(None)
        libc.printf(b"printf\n")
        libc.fflush(None)
        os.write(1, b"descriptor 1\n")
        subprocess.run(["echo", "child"])
        return n
  `;
  const { loud } = python.module("__main__");
  expect(await Promise.all([loud(1), loud(2), loud(3)])).toEqual([1, 2, 3]);
  for (const text of ["python 1", "python 3", "stderr", "printf", "descriptor 1", "child"]) {
    await expect.poll(() => printed).toContain(text);
  }
});

describe("a value", () => {
  test("whose conversion raises in Python fails its call alone", async () => {
    const python = openSession();
    await python.exec`
      from snakebridge_adapter import register_codec
      class Point: pass
      def refuse(point): raise ValueError("not today")
      register_codec("geometry.Point", Point, encode=refuse)
      async def later(): return Point()
      class Raising:
          __slots__ = ("x",)
          def __getattribute__(self, name): raise ValueError("not today")
    `;
    const main = python.module("__main__");
    const { pid } = python;
    const outcomes = await Promise.allSettled([
      main.Point(),
      main.later(),
      main.Raising().$value(),
      python.call("len", ["behind"]),
    ]);
    expect(outcomes).toMatchObject([
      { reason: { name: "ValueError", message: "not today" } },
      { reason: { name: "ValueError", message: "not today" } },
      { reason: { name: "ValueError", message: "not today" } },
      { value: 6 },
    ]);
    expect(python.pid).toBe(pid);
  });
});
