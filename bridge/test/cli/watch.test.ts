import { describe, expect, it, vi } from "vitest";
import { projectFolder, type Folder, type Outcome } from "./run.js";

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

function project(): Folder {
  return projectFolder({
    "snakebridge.json": { python: { paths: ["lib"] }, modules: { things: {} } },
    "lib/things.py": "def add(one: int) -> int: ...\ndef greet() -> str: ...\n",
    "main.ts": `import { python } from "snakebridge";\nawait python.module("things").add(1);\n`,
  });
}

/** One thing that is waited for on standard output, and what is done then. */
type Step = readonly [text: string | RegExp, then: () => void];

/** Watches, does one step after the other, and ends with Ctrl+C after the last. */
async function watch(folder: Folder, args: readonly string[], steps: readonly Step[]): Promise<Outcome> {
  let done = 0;
  let seen = 0;
  return await folder.runWith(
    {
      onStdout: (text, kill) => {
        const step = steps[done];
        const match = step === undefined ? null : new RegExp(step[0], "g");
        if (step === undefined || match === null) return;
        match.lastIndex = seen;
        if (!match.test(text)) return;
        seen = text.length;
        done++;
        step[1]();
        if (done === steps.length) kill("SIGINT");
      },
    },
    "generate",
    "--watch",
    ...args,
  );
}

describe("generate --watch", () => {
  it("generates again when the project's own Python code changes", async () => {
    const folder = project();
    const { code, stdout } = await watch(
      folder,
      [],
      [
        ["Watching for changes", () => folder.write("lib/things.py", "def added() -> int: ...\n")],
        [/Wrappers in [^]*Watching for changes/, () => undefined],
      ],
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining("The program changed (lib/things.py).")]);
    expect(folder.read("src/python/things.d.ts")).toContain("added");
  });

  it("with --used, when the program uses another name", async () => {
    const folder = project();
    const more = `import { python } from "snakebridge";\nawait python.module("things").greet();\n`;
    const { code } = await watch(
      folder,
      ["--used"],
      [
        ["Watching for changes", () => folder.write("main.ts", more)],
        [/Wrappers in [^]*Watching for changes/, () => undefined],
      ],
    );
    expect(code).toBe(0);
    const text = folder.read("src/python/things.d.ts");
    expect([text.includes("greet"), text.includes("add(")]).toEqual([true, false]);
  });

  it("tells what is wrong and goes on when it is put right", async () => {
    const folder = project();
    const right = folder.read("snakebridge.json");
    const { code, stderr } = await watch(
      folder,
      [],
      [
        ["Watching for changes", () => folder.write("snakebridge.json", `{ "modulse": {} }`)],
        [/configuration changed[^]*Watching for changes/, () => folder.write("snakebridge.json", right)],
        [/Wrappers in [^]*Watching for changes/, () => undefined],
      ],
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining('Did you mean "modules"?')]);
  });

  it("with --json, writes one line for each generation, errors too", async () => {
    const folder = project();
    const { code, stdout } = await watch(
      folder,
      ["--json"],
      [
        [/"modules":\["things"\].*\n/, () => folder.write("lib/things.py", "raise ValueError('no luck')")],
        [/"error".*\n/, () => undefined],
      ],
    );
    expect(code).toBe(0);
    const [first, second, ...rest] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(first).toMatchObject({ modules: ["things"], report: expect.any(Object) });
    expect(second).toMatchObject({ error: { code: expect.stringMatching(/^DESCRIPTION_/) } });
    expect(rest).toEqual([]);
  });
});
