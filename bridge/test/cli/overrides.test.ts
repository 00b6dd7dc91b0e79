/** What a real library does not say, a project says itself: the example of `docs/generation.md`, as it stands there. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { compile } from "../generate/compilers.js";
import { testPython } from "../test-python.js";
import { projectFolder, type Folder } from "./run.js";

// Describing, generating and compiling take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const page = readFileSync(join(import.meta.dirname, "../../../docs/generation.md"), "utf8");
const example = page.split("### A library that says too little\n")[1]?.split("\n## ")[0] ?? "";

/** The files of the example: each fence begins with a comment that names its file. */
const files = new Map(
  [...example.matchAll(/^```\w+\n(?:\/\/|#) (\S+)\n([^]*?)^```$/gm)].map(([, name = "", text = ""]) => [
    name,
    text,
  ]),
);

async function generated(settings: string, stub = true): Promise<Folder> {
  const folder = projectFolder({ "package.json": { type: "module" }, "snakebridge.json": settings });
  if (stub) folder.write("lib/pyarrow-stubs/__init__.pyi", files.get("lib/pyarrow-stubs/__init__.pyi"));
  const { code, stderr } = await folder.run("generate", "--python", testPython());
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return folder;
}

describe("what pyarrow does not say", () => {
  it("the page shows in three files", () => {
    expect([...files.keys()]).toEqual(["snakebridge.json", "lib/pyarrow-stubs/__init__.pyi", "main.ts"]);
  });

  it("comes from the project's stub and settings: the example type-checks and prints what it says", async () => {
    const folder = await generated(files.get("snakebridge.json") ?? "");
    const program = files.get("main.ts") ?? "";
    writeFileSync(join(folder.path, "main.ts"), program);
    const refused = [
      "pa.nulls(3)",
      "pa.column([1]).to_pandas",
      "pa.Table",
      "pa.array",
      `pa.column(["text"])`,
    ];
    writeFileSync(
      join(folder.path, "refused.ts"),
      `import * as pa from "./src/python/pyarrow/index.js";\n` +
        refused.map((text) => `// @ts-expect-error ${text}\nvoid ${text};\n`).join(""),
    );
    const { errors } = await compile(folder.path, "typescript", {
      flags: { types: [], lib: ["esnext", "dom"] },
    });
    expect(errors).toEqual([]);
    const printed = execFileSync(process.execPath, ["--no-warnings", "main.ts"], {
      cwd: folder.path,
      encoding: "utf8",
      env: { ...process.env, SNAKEBRIDGE_PYTHON: testPython(), NO_COLOR: "1" },
    });
    const promised = [...program.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    expect(printed.trimEnd().split("\n")).toEqual(promised);
  });

  it("is wrapped without types, and under the library's names, where the project says nothing", async () => {
    const folder = await generated(
      JSON.stringify({ modules: { pyarrow: { only: ["array", "Table"] } } }),
      false,
    );
    const text = folder.read("src/python/pyarrow/index.d.ts");
    expect(text).toMatch(/export function array\(/);
    expect(text).toMatch(/export interface Table\b/);
    expect(text).not.toMatch(/ to_pylist\(.*\): \w*list_<number>/);
  });
});
