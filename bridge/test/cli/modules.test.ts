import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { projectFolder, systemNode, type Folder } from "./run.js";

// Processes and installers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const source = `
"""Things to try."""
LIMIT = 5
class Box:
    """A box."""
    def __init__(self, size: int = 1): self.size = size
    def grow(self, by: int = 1) -> "Box":
        """Make it larger."""
        return Box(self.size + by)
def add(one: int, other: int = 2) -> int:
    """Add two numbers. They may be negative."""
    return one + other
def greet(name: str) -> str:
    """Say hello."""
    return "hello " + name
`;

/** A project with a Python module of its own. */
function project(more: Record<string, unknown> = {}): Folder {
  return projectFolder({
    "lib/things.py": source,
    "snakebridge.json": { python: { paths: ["lib"] }, modules: { things: {} } },
    ...more,
  });
}

const wrappers = (folder: Folder) =>
  readdirSync(join(folder.path, "src", "python"), { recursive: true, encoding: "utf8" }).sort();

describe("snakebridge discover", () => {
  it("shows functions, classes and values with signatures and summaries", async () => {
    const { code, stdout } = await project().run("discover", "things");
    expect(code).toBe(0);
    expect(stdout).toContain("Things to try.");
    expect(stdout).toMatch(
      /functions 2\n {2}add\(one, other=2\) -> int +Add two numbers\.\n {2}greet\(name\) -> str +Say hello\./,
    );
    expect(stdout).toMatch(/classes 1\n {2}Box\(size=1\) +A box\./);
    expect(stdout).toMatch(/values 1\n {2}LIMIT = 5/);
  });

  it("--all shows members of classes and types", async () => {
    const { stdout } = await project().run("discover", "things", "--all");
    expect(stdout).toContain("add(one: int, other: int = 2) -> int");
    expect(stdout).toMatch(/^ {4}grow\(by: int = 1\) -> \S+$/m);
  });

  it("takes types from the project's own stubs", async () => {
    const folder = project({ "lib/things-stubs/__init__.pyi": "def greet(name: bytes) -> list[int]: ..." });
    const { stdout } = await folder.run("discover", "things", "--all");
    expect(stdout).toContain("greet(name: bytes) -> list[int]");
  });

  it("--search ranks names before summaries and says when nothing fits", async () => {
    const folder = project();
    const found = JSON.parse(
      (await folder.run("discover", "things", "--search", "add", "--json")).stdout,
    ) as { name: string }[];
    expect(found[0]).toMatchObject({ name: "add", kind: "callable" });
    expect((await folder.run("discover", "things", "--search", "hello")).stdout).toContain("greet(name)");
    expect((await folder.run("discover", "things", "--search", "zebra")).stdout).toContain(
      'Nothing in things fits "zebra".',
    );
  });

  it("--json is the whole description", async () => {
    const { stdout } = await project().run("discover", "things", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      module: "things",
      members: expect.arrayContaining([expect.objectContaining({ name: "add" })]),
    });
  });

  it("--save adds the module to the configuration, once, and keeps its comments", async () => {
    const folder = project({ "snakebridge.json": `{\n  // ours\n  "modules": { "math": {} }\n}\n` });
    expect((await folder.run("discover", "json", "--save")).stdout).toContain(
      "Added json to snakebridge.json",
    );
    expect((await folder.run("discover", "json", "--save")).stdout).toContain(
      "json is in snakebridge.json already",
    );
    expect(folder.read("snakebridge.json")).toContain("// ours");
    expect((await folder.run("validate")).stdout).toContain("modules: math, json");
  });

  it("answers from the cache the second time, and works without one", async () => {
    const folder = project();
    await folder.run("discover", "things");
    writeFileSync(join(folder.path, "file"), "");
    const without = await folder.runWith(
      { env: { XDG_CACHE_HOME: join(folder.path, "file") } },
      "discover",
      "things",
    );
    expect([without.code, without.stdout]).toEqual([0, expect.stringContaining("functions 2")]);
  });

  it("makes a damaged cache file anew", async () => {
    const folder = project();
    const first = await folder.run("discover", "things");
    for (const name of readdirSync(folder.cache, { recursive: true, encoding: "utf8" })) {
      if (name.endsWith(".description")) writeFileSync(join(folder.cache, name), "damaged");
    }
    expect(await folder.run("discover", "things")).toEqual(first);
  });
});

describe("snakebridge discover, of a module that", () => {
  it.each<[string, string, string, RegExp]>([
    ["does not exist", "", "nowhere_to_be_found", /no module named nowhere_to_be_found/],
    ["raises", "raise ValueError('no luck')", "bad", /Importing bad raised ValueError: no luck/],
    [
      "needs what is missing",
      "import not_there_at_all",
      "bad",
      /It needs the module not_there_at_all, which is not installed/,
    ],
    ["exits", "import sys; sys.exit(3)", "bad", /Importing bad ended Python \(sys\.exit with code 3/],
    [
      "ends the process",
      "import os; os._exit(7)",
      "bad",
      /Importing bad crashed the Python process, which exited with code 7/,
    ],
    [
      "crashes",
      "import ctypes; ctypes.string_at(0)",
      "bad",
      /Importing bad crashed the Python process, which was ended by SIG/,
    ],
  ])("%s: says so, and exits with 4", async (_, code, module, message) => {
    const folder = project({ "lib/bad.py": code });
    const outcome = await folder.run("discover", module);
    expect(outcome.code).toBe(4);
    expect(outcome.stdout).toBe("");
    expect(outcome.stderr).toMatch(message);
    const json = await folder.run("discover", module, "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: { code: expect.stringMatching(/^DESCRIPTION_/), message: expect.stringMatching(message) },
    });
    const generated = await folder.run("generate", module);
    expect(generated.code).toBe(4);
    expect([folder.has("src"), folder.has("snakebridge.lock.json")]).toEqual([false, false]);
  });

  it("prints while it is imported: its text does not reach ours", async () => {
    const folder = project({ "lib/noisy.py": "print('noise')\ndef quiet(): ..." });
    const { code, stdout } = await folder.run("discover", "noisy", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      module: "noisy",
      importOutput: expect.stringContaining("noise"),
    });
  });
});

describe("snakebridge generate", () => {
  it("writes wrappers that run, and touches nothing the second time", async () => {
    const folder = project();
    const first = await folder.run("generate");
    expect([first.code, first.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^Wrappers in src\/python: \d+ written, 0 unchanged\n {2}things +2 functions, 1 class, 1 value/,
      ),
    ]);
    expect(wrappers(folder)).toEqual(expect.arrayContaining(["things.d.ts", "things.js"]));
    const before = folder.read("src/python/things.d.ts");
    const written = statSync(join(folder.path, "src/python/things.d.ts")).mtimeMs;
    expect((await folder.run("generate")).stdout).toMatch(/: 0 written, \d+ unchanged/);
    expect(statSync(join(folder.path, "src/python/things.d.ts")).mtimeMs).toBe(written);
    expect(folder.read("src/python/things.d.ts")).toBe(before);
    folder.write("package.json", { type: "module" });
    folder.write(
      "main.js",
      `import { add, Box } from "./src/python/things.js";\nconsole.log(await add(1), await Box(2).grow().size);`,
    );
    const run = execFileSync(systemNode(), ["main.js"], { cwd: folder.path, encoding: "utf8" });
    expect(run).toBe("3 3\n");
  });

  it("--check is content with what was written, and names what drifted, with exit code 5", async () => {
    const folder = project();
    expect((await folder.run("generate", "--check")).code).toBe(5);
    await folder.run("generate");
    expect(await folder.run("generate", "--check")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Fresh:"),
    });
    folder.write("src/python/things.js", "// mine");
    const edited = await folder.run("generate", "--check");
    expect([edited.code, edited.stdout]).toEqual([
      5,
      expect.stringMatching(/edited +src\/python\/things\.js +it was changed by hand/),
    ]);
    rmSync(join(folder.path, "src/python/things.js"));
    expect((await folder.run("generate", "--check")).stdout).toMatch(/missing +src\/python\/things\.js/);
    await folder.run("generate");
    folder.write(
      "lib/things.py",
      source.replace("def greet(name: str)", "def greet(name: str, loud: bool = False)"),
    );
    const { code, stdout } = await folder.run("generate", "--check", "--json");
    expect(code).toBe(5);
    expect(
      (JSON.parse(stdout) as { drift: { kind: string; name: string }[] }).drift.map(
        ({ kind, name }) => `${kind} ${name}`,
      ),
    ).toEqual(["module things", "stale src/python/things.d.ts"]);
  });

  it("removes the wrappers of a module that is gone, and keeps a file that was changed by hand", async () => {
    const folder = project({
      "snakebridge.json": { python: { paths: ["lib"] }, modules: { things: {}, other: {}, third: {} } },
      "lib/other.py": "def f(): ...",
      "lib/third.py": "def f(): ...",
    });
    await folder.run("generate");
    folder.write("src/python/third.js", "// mine");
    folder.write("snakebridge.json", { python: { paths: ["lib"] }, modules: { things: {} } });
    const { stdout } = await folder.run("generate");
    expect(stdout).toContain("3 removed");
    expect(stdout).toContain("kept src/python/third.js: changed by hand");
    expect(wrappers(folder).filter((name) => /other|third/.test(name))).toEqual(["third.js"]);
  });

  it("works without a configuration, into a folder of one's choice, as TypeScript", async () => {
    const folder = projectFolder();
    const { code } = await folder.run("generate", "math", "--out-dir", "wrap", "--output", "ts");
    expect(code).toBe(0);
    expect(folder.read("wrap/math.ts")).toContain("generated by snakebridge");
    expect((await folder.run("generate", "--check", "--out-dir", "wrap", "--output", "ts")).code).toBe(0);
    // A further module is added to what is there.
    await folder.run("generate", "json", "--out-dir", "wrap", "--output", "ts");
    expect([folder.has("wrap/math.ts"), folder.has("wrap/json/index.ts")]).toEqual([true, true]);
  });

  it("follows the settings of the module", async () => {
    const folder = project();
    const settings = {
      exclude: ["Box"],
      rename: { add: "plus" },
      types: { "greet.name": "'you' | 'me'" },
      docs: "none",
    };
    folder.write("snakebridge.json", { python: { paths: ["lib"] }, modules: { things: settings } });
    expect((await folder.run("generate")).code).toBe(0);
    const text = folder.read("src/python/things.d.ts");
    expect(text).toMatch(/\bplus\b/);
    expect(text).toMatch(/'you' \| 'me'/);
    expect(text).not.toMatch(/\bBox\b|\badd\(|Say hello/);
  });

  it("--used wraps only what the program uses", async () => {
    const folder = project({
      "main.ts": `import { python } from "snakebridge";\nconst things = python.module("things");\nawait things.add(1);\nconst { LIMIT } = things;`,
    });
    const { code } = await folder.run("generate", "--used");
    expect(code).toBe(0);
    const text = folder.read("src/python/things.d.ts");
    expect(text).toMatch(/\badd\b/);
    expect(text).toMatch(/\bLIMIT\b/);
    expect(text).not.toMatch(/\bgreet\b/);
  });

  it("--used names a submodule that the program uses and nobody asked to wrap", async () => {
    const folder = project({
      "lib/pack/__init__.py": "from . import part\n",
      "lib/pack/part.py": "def f() -> int:\n    return 1\n",
      "snakebridge.json": { python: { paths: ["lib"] }, modules: { pack: {} } },
      "main.ts": `import { python } from "snakebridge";\nawait python.module("pack").part.f();`,
    });
    const left = 'left out pack.part: the program uses it: add "part" to the submodules of pack';
    expect((await folder.run("generate", "--used")).stdout).toContain(left);
    folder.write("snakebridge.json", {
      python: { paths: ["lib"] },
      modules: { pack: { submodules: ["part"] } },
    });
    expect((await folder.run("generate", "--used")).stdout).not.toContain("left out");
    expect(folder.read("src/python/pack/part.d.ts")).toContain("f()");
  });

  it("says what to do when there is nothing to generate", async () => {
    const { code, stderr } = await projectFolder().run("generate");
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("There is no module to generate wrappers for."),
    ]);
  });

  it("says what is wrong with the lock file, and with where it shall write", async () => {
    const folder = project({ "snakebridge.lock.json": "<<<<<<< ours" });
    expect(await folder.run("generate")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("it holds the marks of a merge conflict"),
    });
    rmSync(join(folder.path, "snakebridge.lock.json"));
    folder.write("src/python", "a file");
    const { code, stderr } = await folder.run("generate");
    expect([code, stderr]).toEqual([1, expect.stringContaining("src/python")]);
  });

  it("two runs at once give the same as one", async () => {
    const folder = project();
    const runs = await Promise.all([folder.run("generate"), folder.run("generate"), folder.run("generate")]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect((await folder.run("generate", "--check")).code).toBe(0);
  });

  it("--watch generates again when the configuration changes", async () => {
    const folder = project();
    let step = 0;
    const outcome = await folder.runWith(
      {
        onStdout: (text, kill) => {
          if (step === 0 && text.includes("Watching for changes")) {
            step = 1;
            folder.write("snakebridge.json", {
              python: { paths: ["lib"] },
              modules: { things: {}, math: {} },
            });
          }
          if (step === 1 && /math +\d+ functions/.test(text)) {
            step = 2;
            kill("SIGINT");
          }
        },
      },
      "generate",
      "--watch",
    );
    expect(outcome.stdout).toContain("The configuration changed (snakebridge.json).");
    expect([outcome.code, step]).toEqual([0, 2]);
    expect(folder.has("src/python/math.js")).toBe(true);
  });
});

describe("snakebridge clean", () => {
  it("removes what was generated and cached and nothing else", async () => {
    const folder = project({ "src/python/mine.ts": "// mine", "src/other.ts": "// mine" });
    await folder.run("generate");
    const dry = await folder.run("clean", "--dry-run");
    expect(dry.stdout).toContain("Would remove src/python/things.js");
    expect(folder.has("src/python/things.js")).toBe(true);
    const { code, stdout } = await folder.run("clean");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Removed [\d.]+ MB of descriptions/);
    expect(readdirSync(join(folder.path, "src"), { recursive: true, encoding: "utf8" }).sort()).toEqual([
      "other.ts",
      "python",
      "python/mine.ts",
    ]);
    expect(folder.has("snakebridge.lock.json")).toBe(false);
    expect(folder.has("snakebridge.json")).toBe(true);
    expect((await folder.run("clean")).stdout).toContain("There was nothing of ours in the project.");
  });

  it("keeps what was changed by hand, and an environment that is not ours", async () => {
    const folder = project();
    await folder.run("generate");
    folder.write("src/python/things.js", "// mine");
    mkdirSync(join(folder.path, ".venv"));
    const { stdout } = await folder.run("clean", "--environment");
    expect(stdout).toContain("Kept src/python/things.js (changed since it was generated)");
    expect(folder.has(".venv")).toBe(true);
  });
});
