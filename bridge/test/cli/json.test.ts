import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { basePython, quickEnvironment } from "../environment/places.js";
import { projectFolder, type Folder } from "./run.js";
import { withUv } from "./tools.js";

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

/** The table of `docs/command-line.md`: the keys of each command's document. */
const documented = new Map(
  readFileSync(join(import.meta.dirname, "../../../docs/command-line.md"), "utf8")
    .split("## JSON")[1]
    ?.split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => {
      const [, command = "", keys = ""] = line.split("|");
      return [
        command.trim().replaceAll("`", ""),
        [...keys.matchAll(/`([^`]+)`/g)].map(([, key = ""]) => key),
      ] as const;
    }),
);

async function project(): Promise<Folder> {
  const folder = projectFolder({
    "lib/things.py": "def add(one: int) -> int:\n    return one\n",
    "snakebridge.json": { python: { paths: ["lib"] }, modules: { things: {} } },
  });
  quickEnvironment(await basePython(), join(folder.path, ".venv"));
  return folder;
}

const commands: [command: string, exitCode: number, args: string[], left: string[]][] = [
  ["init", 0, ["init", "--config", "other.json"], []],
  ["setup", 0, ["setup"], ["base"]],
  ["discover", 0, ["discover", "things"], []],
  ["discover --search", 0, ["discover", "things", "--search", "add"], ["summary"]],
  ["generate", 0, ["generate"], []],
  ["generate --check", 5, ["generate", "--check"], []],
  ["validate", 0, ["validate"], []],
  ["clean", 0, ["clean"], []],
  ["call", 0, ["call", "--json", "things.add", "1"], ["repr"]],
  ["doctor", 0, ["doctor"], []],
];

describe("--json", () => {
  it("is documented for every command that this file looks at", () => {
    expect([...documented.keys()]).toEqual(commands.map(([command]) => command));
  });

  it.each(commands)(
    "%s writes one document with the documented keys, and exits with %i",
    async (command, exitCode, args, left) => {
      const folder = await project();
      const words = args.includes("--json") ? args : [...args, "--json"];
      const { code, stdout } = await folder.runWith({ env: withUv() }, ...words);
      expect(code).toBe(exitCode);
      const document = JSON.parse(stdout) as object;
      const shown = Object.keys(Array.isArray(document) ? ((document as object[])[0] ?? {}) : document);
      const expected = (documented.get(command) ?? []).filter((key) => !left.includes(key));
      expect(expected.filter((key) => !shown.includes(key))).toEqual([]);
      if (command !== "discover")
        expect(shown.filter((key) => !documented.get(command)?.includes(key))).toEqual([]);
    },
  );

  it.each<[string, number, string, string[], RegExp]>([
    ["init", 3, "CONFIG_EXISTS", ["init"], /write over it with --force/],
    ["setup", 4, "ENVIRONMENT_INTERPRETER_MISSING", ["setup", "--python", "/nowhere"], /Correct the path/],
    ["setup --frozen", 5, "ENVIRONMENT_FROZEN_MISMATCH", ["setup", "--frozen"], /setup` without --frozen/],
    ["discover", 4, "DESCRIPTION_NOT_FOUND", ["discover", "nowhere"], /install the package that provides it/],
    ["generate", 4, "DESCRIPTION_NOT_FOUND", ["generate", "nowhere"], /install the package that provides it/],
    ["generate --check --watch", 2, "USAGE", ["generate", "--check", "--watch"], /Leave one of them out/],
    [
      "call",
      1,
      "PYTHON_ERROR",
      ["call", "--json", "things.add"],
      /missing 1 required positional argument: 'one'/,
    ],
    ["call without a module", 2, "USAGE", ["call", "--json", "add"], /builtins\.add/],
    ["clean", 3, "CONFIG_INVALID", ["clean", "--config", "nowhere.json"], /`snakebridge init` writes one/],
    ["doctor", 3, "CONFIG_INVALID", ["doctor", "--config", "nowhere.json"], /`snakebridge init` writes one/],
  ])(
    "%s that fails exits with %i and writes an error with code, message and what to do",
    async (_, exitCode, code, args, advice) => {
      const folder = await project();
      const words = args.includes("--json") ? args : [...args, "--json"];
      const outcome = await folder.runWith({ env: withUv() }, ...words);
      expect(outcome.code).toBe(exitCode);
      const { error } = JSON.parse(outcome.stdout) as {
        error: { code: string; message: string; fix?: string };
      };
      expect(error).toMatchObject({ code, message: expect.stringMatching(/\S/) });
      expect(`${error.message} ${error.fix ?? ""}`).toMatch(advice);
    },
  );
});
