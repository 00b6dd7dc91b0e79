import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DescriptionError, type DescriptionStore } from "../../src/description/index.js";
import { InterpreterError } from "../../src/pool/errors.js";
import { modules, openStore, temporaryFolder } from "./places.js";

const folder = () =>
  modules({
    "raises_here.py": "import json\nraise ValueError('no licence file')\n",
    "needs_missing.py": "import some_missing_module_of_ours\n",
    "exits_here.py": "print('usage: exits_here FILE')\nimport sys\nsys.exit(3)\n",
    "crashes_here.py":
      "import os, sys\nsys.stderr.write('about to die\\n')\nsys.stderr.flush()\nos._exit(9)\n",
    "segfaults_here.py": "import ctypes\nctypes.string_at(0)\n",
    "overflows_here.py":
      "import sys\nsys.setrecursionlimit(10**6)\nclass A: pass\na = A()\n" +
      "for _ in range(10**6):\n    b = A()\n    b.inner = a\n    a = b\nimport os\nos.abort()\n",
    "exits_later_here.py":
      "import os, threading\nthreading.Thread(target=os._exit, args=(4,)).start()\nthreading.Event().wait()\n",
    "aborts_here.py": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
    "hangs_here.py": "import threading\nthreading.Event().wait()\n",
    "prints_here.py":
      "import ctypes, sys, threading, warnings\n" +
      "print('hello from Python')\n" +
      "sys.stderr.write('and from stderr\\n')\n" +
      "libc = ctypes.CDLL(None)\nlibc.puts(b'and from C')\nlibc.fflush(None)\n" +
      "warnings.warn('watch out')\n" +
      "threading.Thread(target=threading.Event().wait, daemon=False).start()\n" +
      "def works() -> int: ...\n",
    "good_here.py": "def works() -> int: ...\n",
  });

async function failure(store: DescriptionStore, module: string): Promise<DescriptionError> {
  try {
    await store.describe(module);
  } catch (error) {
    if (error instanceof DescriptionError) return error;
    throw error;
  }
  throw new Error(`${module} was described`);
}

describe("a module that can't be described", () => {
  test("does not exist", async () => {
    const error = await failure(openStore(), "nump");
    expect(error).toMatchObject({ problem: "not-found", code: "DESCRIPTION_NOT_FOUND", module: "nump" });
    expect(error.message).toMatch(/no module named nump .*install/i);
    expect(error.message.endsWith(error.fix)).toBe(true);
  });

  test.each([
    ["nump", "numpy"],
    ["Pandas", "pandas"],
    ["numpy.linlag", "numpy.linalg"],
    // What is installed under another name than what is imported.
    ["python-dateutil", "dateutil"],
  ])("is spelt nearly as one that exists: %s", async (asked, meant) => {
    const error = await failure(openStore(), asked);
    expect(error.failure.meant).toBe(meant);
    expect(error.fix).toMatch(`Did you mean ${meant}?`);
  });

  test("is like none that exists: none is named", async () => {
    const { failure: found, fix } = await failure(openStore(), "quite_another_name");
    expect(found).not.toHaveProperty("meant");
    expect(fix).toMatch(/^Check the spelling/);
  });

  test("has a parent but does not exist itself", async () => {
    const error = await failure(openStore(), "json.nothing");
    expect(error).toMatchObject({ problem: "not-found", failure: { missing: "json.nothing" } });
  });

  test("raises", async () => {
    const error = await failure(openStore({ sysPath: [folder()] }), "raises_here");
    expect(error).toMatchObject({ problem: "raised", failure: { pythonType: "ValueError" } });
    expect(error.message).toContain("no licence file");
    expect(error.failure.traceback).toContain("raises_here.py");
  });

  test("needs a module that is missing", async () => {
    const error = await failure(openStore({ sysPath: [folder()] }), "needs_missing");
    expect(error).toMatchObject({ problem: "raised", failure: { missing: "some_missing_module_of_ours" } });
    expect(error.message).toContain("some_missing_module_of_ours, which is not installed");
  });

  test("calls sys.exit", async () => {
    const error = await failure(openStore({ sysPath: [folder()] }), "exits_here");
    expect(error).toMatchObject({ problem: "exited", failure: { exitCode: 3 } });
    expect(error.failure.output).toBe("usage: exits_here FILE\n");
  });

  test.each([
    ["crashes_here", { exitCode: 9, stderr: "about to die" }],
    ["aborts_here", { signal: "SIGKILL" }],
    ["segfaults_here", { signal: "SIGSEGV" }],
    ["overflows_here", { signal: "SIGABRT" }],
    ["exits_later_here", { exitCode: 4 }],
  ])("%s ends the process; the next module gets a new one", async (module, details) => {
    const store = openStore({ sysPath: [folder()] });
    const error = await failure(store, module);
    expect(error).toMatchObject({ problem: "crashed", failure: details });
    expect((await store.describe("good_here")).names).toEqual(["works"]);
    expect((await failure(store, module)).problem).toBe("crashed");
  });

  test("hangs: the time limit ends it", async () => {
    const error = await failure(openStore({ sysPath: [folder()], timeout: 1_500 }), "hangs_here");
    expect(error.problem).toBe("timeout");
  });

  test("hangs: cancelling ends it, with the caller's reason", async () => {
    const store = openStore({ sysPath: [folder()] });
    const cancel = new AbortController();
    const reason = new Error("typed something else");
    const described = store.describe("hangs_here", {
      signal: cancel.signal,
      onProgress: (progress) => {
        if (progress.phase === "importing") cancel.abort(reason);
      },
    });
    await expect(described).rejects.toBe(reason);
    expect((await store.describe("good_here")).names).toEqual(["works"]);
  });

  test("is a program", async () => {
    expect((await failure(openStore(), "json.__main__")).problem).toBe("not-importable");
  });

  test("leaves nothing in the cache", async () => {
    const cacheFolder = temporaryFolder();
    const store = openStore({ sysPath: [folder()], cacheFolder });
    await failure(store, "raises_here");
    await failure(store, "crashes_here");
    expect(readdirSync(cacheFolder)).toEqual([]);
  });
});

test("a module that prints, warns and starts threads is described, with what it said", async () => {
  const store = openStore({ sysPath: [folder()] });
  const described = (await store.describe("prints_here")).description();
  expect(described.members.map((member) => member.name)).toEqual(["libc", "works"]);
  expect(described.importOutput).toContain("hello from Python\n");
  expect(described.importOutput).toContain("and from stderr\n");
  expect(described.importOutput).toContain("UserWarning: watch out");
});

test("a module that changes its process on import disturbs nobody else", async () => {
  const folder = modules({
    "binds_here.py":
      "import os, socket, sys, signal, atexit\n" +
      "listening = socket.socket()\nlistening.bind(('127.0.0.1', 0))\nlistening.listen()\n" +
      "os.environ['PATH'] = ''\nos.environ['SNAKEBRIDGE_LEFT_BEHIND'] = 'yes'\nos.environ.pop('HOME', None)\n" +
      "os.chdir('/')\nsys.path.clear()\nsys.stdout = None\nsys.stderr = open(os.devnull, 'w')\n" +
      "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsys.setrecursionlimit(300)\n" +
      "atexit.register(lambda: os.kill(os.getppid(), 0))\n" +
      "def works(a: int) -> str: ...\n",
    "asks_here.py":
      "import os\nleft: str = os.environ.get('SNAKEBRIDGE_LEFT_BEHIND', 'no')\nhome = 'HOME' in os.environ\n",
  });
  const before = { ...process.env };
  const store = openStore({ sysPath: [folder], cwd: folder });
  const described = await store.describe("binds_here");
  expect(described.member("works")).toMatchObject({
    signatures: [{ returns: { kind: "ref", name: "str" } }],
  });
  const asks = await store.describe("asks_here");
  expect(asks.member("left")).toMatchObject({ value: "no" });
  expect(asks.member("home")).toMatchObject({ value: "HOME" in process.env });
  expect(process.env).toEqual(before);
});

test("a module that reads standard input gets none, and does not hang", async () => {
  const folder = modules({ "reads_here.py": "import sys\nanswer = sys.stdin.read()\nasked = len(answer)\n" });
  const described = await openStore({ sysPath: [folder], timeout: 100_000 }).describe("reads_here");
  expect(described.member("asked")).toMatchObject({ value: 0 });
});

test("progress tells the phases, and how far the description is", async () => {
  const store = openStore();
  const heard: string[] = [];
  let last = { done: -1, total: 0 };
  await store.describe("asyncio", {
    onProgress: ({ phase, module, done, total }) => {
      heard.push(`${phase} ${module}`);
      if (done !== undefined && total !== undefined) last = { done, total };
    },
  });
  expect(heard[0]).toBe("importing asyncio");
  expect(heard.at(-1)).toBe("describing asyncio");
  expect(last.done).toBeLessThan(last.total);
});

test("one caller's cancel does not disturb another who waits for the same module", async () => {
  const store = openStore();
  const cancel = new AbortController();
  const left = store.describe("asyncio", {
    signal: cancel.signal,
    onProgress: () => cancel.abort(new Error("enough")),
  });
  const right = store.describe("asyncio");
  await expect(left).rejects.toThrow("enough");
  expect((await right).names).toContain("gather");
});

test("an interpreter that does not exist is an error of its own", async () => {
  const store = openStore({ python: "/nowhere/python" });
  await expect(store.describe("json")).rejects.toBeInstanceOf(InterpreterError);
});

test("an unknown class says so", async () => {
  await expect(openStore().describeClass("json.NoSuchClass")).rejects.toMatchObject({ problem: "no-class" });
});

test("closing rejects what is under way", async () => {
  const store = openStore({ sysPath: [folder()] });
  const started = new Promise<void>((resolve, reject) => {
    store
      .describe("hangs_here", { onProgress: () => resolve() })
      .then(() => reject(new Error("described")), reject);
  });
  await started.catch(() => undefined);
  const waiting = store.describe("hangs_here");
  await store.close();
  await expect(waiting).rejects.toThrow();
});

test("closing rejects what waits for its turn, too, and starts nothing for it", async () => {
  const store = openStore({ sysPath: [folder()] });
  const outcome = (described: Promise<unknown>): Promise<string> =>
    described.then(
      () => "described",
      (error: unknown) => (error as Error).message,
    );
  let first: Promise<string> | undefined;
  const begun = new Promise<void>((resolve) => {
    first = outcome(store.describe("hangs_here", { onProgress: () => resolve() }));
  });
  await begun;
  // The same process is asked, behind a module that is never done.
  const second = outcome(store.describeClass("hangs_here.Thing"));
  await store.close();
  expect(await first).toMatch(/^Importing hangs_here crashed/);
  expect(await second).toBe("The description store is closed.");
  expect(store.processes).toBe(0);
});
