/** The tarball in an empty project: installed by npm, run by Node, with real Python behind it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, inject } from "vitest";
import { testPython } from "../../scripts/test-environment.mjs";

const windows = process.platform === "win32";
let project: string;

/** Python with the libraries that the README's example uses; a user has them in the project's own environment. */
const environment = { ...process.env, SNAKEBRIDGE_PYTHON: testPython() };

function run(program: string, args: readonly string[]): string {
  return execFileSync(program, args, {
    cwd: project,
    env: environment,
    encoding: "utf8",
    shell: windows,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

beforeAll(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "snakebridge install ö ")));
  const { tarball } = inject("packed");
  writeFileSync(join(project, "package.json"), '{ "name": "empty", "private": true, "type": "module" }\n');
  run("npm", ["install", tarball, "--no-audit", "--no-fund", "--no-update-notifier"]);
});

afterAll(() => {
  rmSync(project, { recursive: true, force: true, maxRetries: 5 });
});

/** The first program of the library's page. */
function readmeExample(): string {
  const page = readFileSync(fileURLToPath(new URL("../../bridge/README.md", import.meta.url)), "utf8");
  const example = /```(?:ts|js)\n(import \{[^}]*\} from "snakebridge";\n[\s\S]*?)```/.exec(page)?.[1];
  if (example === undefined) throw new Error("bridge/README.md shows no program.");
  return example;
}

describe("npm pack of the library, installed into an empty project", () => {
  it("runs a program against Python", () => {
    writeFileSync(
      join(project, "first.mjs"),
      'import { python, kw } from "snakebridge";\n' +
        'const json = python.module("json");\n' +
        "console.log(await json.dumps({ b: 1, a: 2 }, kw({ sort_keys: true })));\n",
    );
    expect(run(process.execPath, ["first.mjs"]).trim()).toBe('{"a": 2, "b": 1}');
  });

  it("runs the example of its README", () => {
    writeFileSync(join(project, "readme.mjs"), readmeExample());
    expect(run(process.execPath, ["readme.mjs"]).trim()).not.toBe("");
  });

  it("calls its classes and functions what a program calls them", () => {
    writeFileSync(
      join(project, "names.mjs"),
      'import * as library from "snakebridge";\n' +
        'const named = Object.entries(library).filter(([, each]) => typeof each === "function");\n' +
        'const others = named.filter(([name, each]) => name !== "python" && name !== each.name);\n' +
        "console.log(JSON.stringify([named.length > 40, others.map(([name]) => name)]));\n",
    );
    expect(run(process.execPath, ["names.mjs"]).trim()).toBe("[true,[]]");
  });

  it("brings the command line", () => {
    const bin = join(project, "node_modules", ".bin", windows ? "snakebridge.cmd" : "snakebridge");
    expect(run(bin, ["call", "json.dumps", '{"a": 1}']).trim()).toContain('{"a": 1}');
  });

  it("can be required from CommonJS", () => {
    writeFileSync(
      join(project, "old.cjs"),
      'const { python } = require("snakebridge");\n' +
        'python.module("math").sqrt(16).then((root) => { console.log(root); });\n',
    );
    expect(run(process.execPath, ["old.cjs"]).trim()).toBe("4");
  });
});
