import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { basePython, quickEnvironment } from "../environment/places.js";
import { canMount, fill, fullFolder, notAFolder, readOnlyFolder, smallDisk } from "./disks.js";
import { projectFolder, type Folder, type Outcome } from "./run.js";
import { withUv } from "./tools.js";

// Processes and installers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const source = "def add(one: int, other: int = 2) -> int:\n    return one + other\n";

function project(): Folder {
  return projectFolder({
    "lib/things.py": source,
    "snakebridge.json": { python: { paths: ["lib"] }, modules: { things: {} } },
  });
}

/** Every command, with what it is called with. Those that say what the cache holds are looked at apart. */
const commands: [string, ...string[]][] = [
  ["init", "--force", "--config", "other.json"],
  ["setup"],
  ["discover", "things"],
  ["discover", "things", "--search", "add"],
  ["generate"],
  ["generate", "--check"],
  ["validate"],
  ["call", "things.add", "40"],
];

/** What a user sees of each command, without times and folders of this run. */
async function all(folder: Folder, cache: string): Promise<string[]> {
  const seen: string[] = [];
  for (const args of commands) {
    const env = { ...withUv(), XDG_CACHE_HOME: cache };
    const { code, stdout, stderr } = await folder.runWith({ env }, ...args);
    const text = `${args.join(" ")}: ${code ?? "ended"}\n${stdout}${code === 0 ? "" : stderr}`;
    seen.push(text.replaceAll(folder.path, "").replaceAll(/[\d.]+ s\b/g, "some time"));
  }
  return seen;
}

const places: [string, () => string][] = [
  ["a file stands in the place of", notAFolder],
  ...(canMount
    ? ([
        ["the disk is full of", fullFolder],
        ["nobody may write into", readOnlyFolder],
      ] satisfies [string, () => string][])
    : []),
];

describe("where the cache can't be written", () => {
  it.each(places)("every command does the same: %s its folder", async (_, place) => {
    const expected = await all(project(), join(project().path, "cache"));
    expect(expected.map((each) => each.split("\n", 1)[0])).toEqual(
      commands.map((args) => `${args.join(" ")}: 0`),
    );
    expect(await all(project(), place())).toEqual(expected);
  });

  it.each(places)(
    "doctor warns and says what to do, clean says nothing is there: %s it",
    async (_, place) => {
      const folder = project();
      quickEnvironment(await basePython(), join(folder.path, ".venv"));
      const env = { XDG_CACHE_HOME: place() };
      const { code, stdout } = await folder.runWith({ env }, "doctor");
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(
          /! The cache .+ can't be written\n.+Modules are described anew each time\.\n +fix: /,
        ),
      ]);
      const cleaned = await folder.runWith({ env }, "clean");
      expect([cleaned.code, cleaned.stdout]).toEqual([0, expect.stringContaining("is empty")]);
    },
  );

  it("three runs at once take turns all the same", async () => {
    const folder = project();
    const env = { XDG_CACHE_HOME: notAFolder() };
    const run = (): Promise<Outcome> => folder.runWith({ env }, "generate");
    const runs = await Promise.all([run(), run(), run()]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect((await folder.runWith({ env }, "generate", "--check")).code).toBe(0);
  });
});

describe("a damaged cache", () => {
  it.each<[string, (content: Buffer) => Buffer]>([
    ["emptied", () => Buffer.alloc(0)],
    ["cut in half", (content) => content.subarray(0, content.length / 2)],
    ["overwritten", (content) => Buffer.from(content.map((byte) => byte ^ 0x55))],
    ["overwritten at its end", (content) => Buffer.concat([content.subarray(0, -64), Buffer.alloc(64, 7)])],
  ])("whose files were %s is made anew, by every command", async (_, damage) => {
    const [folder, cache] = [project(), join(project().path, "cache")];
    const expected = await all(folder, cache);
    const again = project();
    for (const name of readdirSync(cache, { recursive: true, encoding: "utf8" })) {
      const path = join(cache, name);
      if (name.endsWith(".description")) writeFileSync(path, damage(readFileSync(path)));
    }
    expect(await all(again, cache)).toEqual(expected);
  });
});

describe.runIf(canMount)("a disk that fills while wrappers are written", () => {
  it("leaves the old ones as they were, and says what to do", async () => {
    const disk = smallDisk(512);
    const folder = project();
    folder.write("snakebridge.json", { python: { paths: ["lib"] }, modules: { things: {} } });
    const args = ["generate", "--out-dir", join(disk, "wrappers")];
    expect((await folder.run(...args)).code).toBe(0);
    const before = contentOf(join(disk, "wrappers"));
    const lock = folder.read("snakebridge.lock.json");
    folder.write(
      "lib/things.py",
      `${source}def added(text: str) -> str:\n    """${"Long. ".repeat(500)}"""\n    return text\n`,
    );
    const empty = fill(disk);
    const { code, stderr } = await folder.run(...args);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/error: .*no space left on device[^]*fix: .*room/i),
    ]);
    expect(contentOf(join(disk, "wrappers"))).toEqual(before);
    expect(folder.read("snakebridge.lock.json")).toBe(lock);
    empty();
    expect((await folder.run(...args)).code).toBe(0);
    expect(contentOf(join(disk, "wrappers"))["things.d.ts"]).toContain("added");
  });

  it("leaves nothing where there was nothing", async () => {
    const disk = smallDisk(512);
    fill(disk);
    const folder = project();
    const out = join(disk, "new", "wrappers");
    expect((await folder.run("generate", "--out-dir", out)).code).toBe(1);
    expect(readdirSync(disk)).toEqual(["filling"]);
    expect(folder.has("snakebridge.lock.json")).toBe(false);
    rmSync(join(disk, "filling"));
  });

  /** The texts of a folder's files. */
  function contentOf(path: string): Record<string, string> {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "utf8")]),
    );
  }
});
