import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { projectFolder, systemNode, type Folder } from "./run.js";

// Processes and compilers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const geometry = `
class Point:
    def __init__(self, x: float, y: float) -> None:
        self.x, self.y = x, y
    def moved(self, by: float) -> "Point":
        return Point(self.x + by, self.y)
def origin() -> Point:
    return Point(0, 0)
def norm(point: Point) -> float:
    return (point.x ** 2 + point.y ** 2) ** 0.5
def ring(points: list[Point]) -> list[Point]:
    return [*points, points[0]]
`;

const codec = `
import type { Codec } from "snakebridge";
export class Vector {
  readonly x: number;
  readonly y: number;
  constructor(x: number, y: number) { this.x = x; this.y = y; }
}
export const point = {
  name: "geometry.Point",
  class: Vector,
  encode: (vector: Vector) => [vector.x, vector.y],
  construct: "lambda data: __import__('geometry').Point(*data)",
  reduce: "lambda point: (point.x, point.y)",
  decode: ([x, y]: readonly [number, number]) => new Vector(x, y),
} satisfies Codec<Vector, readonly [number, number]>;
`;

function project(more: Record<string, unknown> = {}): Folder {
  return projectFolder({
    "package.json": { type: "module" },
    "lib/geometry.py": geometry,
    "src/codecs.ts": codec,
    "snakebridge.json": {
      python: { paths: ["lib"] },
      modules: { geometry: {} },
      codecs: { "geometry.Point": { module: "src/codecs.ts", export: "point" } },
    },
    ...more,
  });
}

/** Runs a program of the project; gives what it prints. */
async function run(folder: Folder, file: string, node = process.execPath): Promise<string> {
  const env = { ...process.env, XDG_CACHE_HOME: folder.cache, SNAKEBRIDGE_PYTHON: "", NO_COLOR: "1" };
  const { stdout } = await promisify(execFile)(node, ["--no-warnings", file], { cwd: folder.path, env });
  return stdout;
}

describe("codecs of snakebridge.json", () => {
  it("convert in a program, from its first call on, both ways, in pools too", async () => {
    const folder = project({
      "src/main.ts": `
        import { openPool, python } from "snakebridge";
        import { Vector } from "./codecs.ts";
        const geometry = python.module("geometry");
        console.log(await geometry.norm(new Vector(3, 4)));
        console.log(await geometry.origin(), await geometry.ring([new Vector(1, 2)]));
        await using pool = openPool();
        await using session = await pool.session();
        console.log(await session.module("geometry").norm(new Vector(6, 8)));
      `,
    });
    expect(await run(folder, "src/main.ts")).toBe(
      "5\nVector { x: 0, y: 0 } [ Vector { x: 1, y: 2 }, Vector { x: 1, y: 2 } ]\n10\n",
    );
  });

  it("give wrappers their types: the program checks, runs, and a wrong value does not", async () => {
    const folder = project({
      "src/main.ts": `
        import { norm, origin, Point, ring } from "./python/geometry.js";
        import { Vector } from "./codecs.js";
        const zero: Vector = await origin();
        const made: Vector = await Point(1, 2).moved(3);
        const all: readonly Vector[] = await ring([zero, made]);
        console.log(await norm(new Vector(3, 4)), await norm(Point(6, 8)), all);
      `,
      "src/wrong.ts": `
        import { norm, origin } from "./python/geometry.js";
        await norm("text");
        const text: string = await origin();
      `,
      "tsconfig.json": {
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          module: "nodenext",
          target: "es2023",
          types: ["node"],
          typeRoots: [join(import.meta.dirname, "../../../node_modules/@types")],
          outDir: "dist",
          rootDir: ".",
        },
        include: ["src"],
      },
    });
    const generated = await folder.run("generate");
    expect([generated.code, generated.stderr]).toEqual([0, expect.any(String)]);
    expect((await folder.run("generate", "--check")).code).toBe(0);
    const tsc = join(import.meta.dirname, "../../../node_modules/typescript/bin/tsc");
    const check = (): string => {
      try {
        return execFileSync(process.execPath, [tsc], { cwd: folder.path, encoding: "utf8" });
      } catch (error) {
        return (error as { stdout: string }).stdout;
      }
    };
    const faults = check()
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith(" "));
    expect(faults).toEqual([
      expect.stringMatching(/^src\/wrong\.ts\(3,.*error TS2345/),
      expect.stringMatching(/^src\/wrong\.ts\(4,.*error TS2322/),
    ]);
    // The compiled program runs on a Node that strips no types, with the compiled codec.
    folder.write(
      "snakebridge.json",
      folder.read("snakebridge.json").replace("src/codecs.ts", "dist/src/codecs.js"),
    );
    execFileSync("cp", ["-r", "src/python", "dist/src/"], { cwd: folder.path });
    expect(await run(folder, "dist/src/main.js", systemNode())).toBe(
      "5 10 [ Vector { x: 0, y: 0 }, Vector { x: 4, y: 2 }, Vector { x: 0, y: 0 } ]\n",
    );
  });

  it("come from a base too, relative to it, and the later file wins", async () => {
    const folder = project({
      "base/codecs.js": `export default { name: "geometry.Point", reduce: "lambda p: p.x", decode: (x) => ({ base: x }) };`,
      "base/base.snakebridge.json": {
        python: { paths: ["../lib"] },
        codecs: { "geometry.Point": { module: "./codecs.js" } },
      },
      "snakebridge.json": { extends: "./base/base.snakebridge.json" },
      "main.js": `import { python } from "snakebridge"; console.log(await python.module("geometry").origin());`,
    });
    expect(await run(folder, "main.js")).toBe("{ base: 0 }\n");
    folder.write(
      "other.js",
      `export default { name: "geometry.Point", reduce: "lambda p: p.y", decode: (y) => ({ own: y }) };`,
    );
    folder.write("snakebridge.json", {
      extends: "./base/base.snakebridge.json",
      codecs: { "geometry.Point": { module: "other.js" } },
    });
    expect(await run(folder, "main.js")).toBe("{ own: 0 }\n");
  });

  it.each<[string, unknown, RegExp]>([
    [
      "a module that is not there",
      { "geometry.Point": { module: "src/codec.ts" } },
      /no file .*codec\.ts\. Did you mean "codecs\.ts"\?/,
    ],
    [
      "a name that it does not export",
      { "geometry.Point": { module: "src/codecs.ts", export: "piont" } },
      /codecs\.ts exports no piont, but Vector, point\. Did you mean "point"\?/,
    ],
    [
      "no default export",
      { "geometry.Point": { module: "src/codecs.ts" } },
      /codecs\.ts exports no default, but Vector, point\./,
    ],
    [
      "a class without its module",
      { Point: { module: "src/codecs.ts", export: "point" } },
      /"Point" can't stand here: a codec is named by its Python class with the module/,
    ],
    [
      "an unknown key",
      { "geometry.Point": { modul: "src/codecs.ts" } },
      /Unknown key "modul".*Did you mean "module"\?/,
    ],
    ["a place outside", { "geometry.Point": { module: "../codecs.ts" } }, /leads out of the workspace/],
  ])("are checked without being run: %s", async (_, codecs, message) => {
    const folder = project();
    folder.write("snakebridge.json", { codecs });
    const { code, stdout } = await folder.run("validate");
    expect([code, stdout]).toEqual([3, expect.stringMatching(message)]);
  });

  it.each<[string, string, RegExp]>([
    ["throws", `throw new Error("no luck");`, /bad\.js can't be used: no luck/],
    [
      "exports something else",
      `export default 1;`,
      /default is no codec: an object with encode, decode or both/,
    ],
    [
      "is for another class",
      `export default { name: "geometry.Line", decode() {} };`,
      /default is for geometry\.Line/,
    ],
    ["awaits at its top level", `await 1; export default {};`, /awaits at its top level/],
  ])("that %s fail the call with an error that says where", async (_, text, message) => {
    const folder = project({
      "bad.js": text,
      "snakebridge.json": { python: { paths: ["lib"] }, codecs: { "geometry.Point": { module: "bad.js" } } },
      "main.js": `import { python, CodecNotLoadedError } from "snakebridge";
        await python.module("geometry").origin().catch((error) => console.log(error instanceof CodecNotLoadedError, error.message));`,
    });
    expect(await run(folder, "main.js")).toMatch(new RegExp(`^true .*${message.source}`));
  });
});
